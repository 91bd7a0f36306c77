import type { Protocol } from '../../shared/listener.ts';
import { isInRange } from '../../shared/port.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Surroundings } from './verdicts/conflicts.ts';
import type { Host, PortUse } from './host.ts';
import { createLookAside } from './kill/look-aside.ts';
import { readRealPaths } from './verdicts/rule-paths.ts';
import type { AppState, StateCell } from './state.ts';

/** Settings of the system change seldom. */
const PATHS_KEEP_MS = 60_000;
const LIMITS_KEEP_MS = 5 * 60_000;
/** A port that was just given up may have connections that are still closing, a minute at most. */
const CLOSING_FOR_MS = 70_000;
const LOOK_AT_CLOSING_EVERY_MS = 5000;
/** A port of the ephemeral range may be lent to an outgoing connection at any time. */
const LOOK_AT_EPHEMERAL_EVERY_MS = 15_000;
/** Whatever else may take an empty port without listening, a program has to ask for it by number. */
const LOOK_AT_EMPTY_EVERY_MS = 30_000;

/** Keeps what verdicts need beside the listeners up to date, off the path of the scans. */
export interface SurroundingsWatch {
  /** Looks where something is due; at once and without a cost where nothing is. */
  look(): Promise<'changed' | 'same'>;
  /** The same in the background, one look at a time; tells only of a change. */
  lookAside(onChange: () => void): void;
}

type NumberedPort = Pick<WatchedPort, 'protocol' | 'port'>;

/** The watched ports, by whether anybody listens there. */
interface SortedPorts {
  readonly reading: AppState['reading'];
  readonly watchedPorts: AppState['settings']['watchedPorts'];
  readonly empty: readonly NumberedPort[];
  readonly held: readonly NumberedPort[];
}

export function createSurroundingsWatch(host: Host, cell: StateCell): SurroundingsWatch {
  /** When a watched port was last seen held (monotonic), by its key. */
  const lastHeldMs = new Map<string, number>();
  let limitsReadAtMs: number | undefined;
  let usesReadAtMs = -Infinity;
  let usesOf: readonly WatchedPort[] | undefined;
  let sorted: SortedPorts | undefined;
  let pathsOf: readonly WatchedPort[] | undefined;
  let pathsReadAtMs = -Infinity;

  async function lookAtLimits(nowMs: number): Promise<'changed' | 'same'> {
    if (limitsReadAtMs !== undefined && nowMs - limitsReadAtMs < LIMITS_KEEP_MS) return 'same';
    limitsReadAtMs = nowMs;
    const limits = await host.readPortLimits();
    const [localhostFirst = 4] = await host.readLocalhostOrder();
    return replace({ limits, localhostFirst, isPrivileged: host.processes.isPrivileged });
  }

  /** Where the paths that people wrote lead; a link may be set anew at any time. */
  async function lookAtPaths(nowMs: number): Promise<'changed' | 'same'> {
    const { watchedPorts } = cell.get().settings;
    const isKnown = pathsOf === watchedPorts && nowMs - pathsReadAtMs < PATHS_KEEP_MS;
    if (isKnown) return 'same';
    pathsOf = watchedPorts;
    pathsReadAtMs = nowMs;
    return replace({ realPaths: await readRealPaths(host, watchedPorts) });
  }

  /** All empty ports at once: the tables are the same ones for one port or for twenty. */
  async function lookAtUses(nowMs: number): Promise<'changed' | 'same'> {
    const { empty, held, watchedPorts } = sortPorts();
    for (const port of held) lastHeldMs.set(toKey(port), nowMs);
    if (empty.length === 0) {
      return cell.get().surroundings.uses.length === 0 ? 'same' : replace({ uses: [] });
    }
    const isNew = usesOf !== watchedPorts;
    if (!isNew && nowMs - usesReadAtMs < toPaceMs(empty, nowMs)) return 'same';
    usesOf = watchedPorts;
    usesReadAtMs = nowMs;
    return replace({
      uses: [...(await readUses('tcp', empty)), ...(await readUses('udp', empty))],
    });
  }

  /** What passes soon is looked at often, what may come at any time less so. */
  function toPaceMs(empty: readonly NumberedPort[], nowMs: number): number {
    const { limits, uses } = cell.get().surroundings;
    const isPassing =
      uses.some(({ state }) => state !== 'connected') ||
      empty.some((port) => nowMs - (lastHeldMs.get(toKey(port)) ?? -Infinity) < CLOSING_FOR_MS);
    if (isPassing) return LOOK_AT_CLOSING_EVERY_MS;
    const isLendable = ({ port }: NumberedPort): boolean =>
      limits !== undefined && isInRange(port, limits.ephemeral);
    return uses.length > 0 || empty.some(isLendable)
      ? LOOK_AT_EPHEMERAL_EVERY_MS
      : LOOK_AT_EMPTY_EVERY_MS;
  }

  async function readUses(
    protocol: Protocol,
    empty: readonly NumberedPort[],
  ): Promise<readonly PortUse[]> {
    const ports = empty.filter((one) => one.protocol === protocol).map(({ port }) => port);
    if (ports.length === 0) return [];
    const uses = await host.portUses.read(protocol, ports);
    // Unreadable is not "nobody": what was known stays.
    return uses ?? cell.get().surroundings.uses.filter((use) => use.protocol === protocol);
  }

  /** Sorted anew only when the listeners or the watched ports are others. */
  function sortPorts(): SortedPorts {
    const { reading, settings } = cell.get();
    const { watchedPorts } = settings;
    if (sorted?.reading === reading && sorted?.watchedPorts === watchedPorts) return sorted;
    const taken = new Set(reading?.listeners.map(toKey));
    sorted = {
      reading,
      watchedPorts,
      empty: watchedPorts.filter((port) => !taken.has(toKey(port))),
      held: watchedPorts.filter((port) => taken.has(toKey(port))),
    };
    return sorted;
  }

  function replace(change: Partial<Surroundings>): 'changed' | 'same' {
    const state = cell.get();
    const surroundings = { ...state.surroundings, ...change };
    if (JSON.stringify(surroundings) === JSON.stringify(state.surroundings)) return 'same';
    cell.commit({ ...state, surroundings });
    return 'changed';
  }

  async function look(): Promise<'changed' | 'same'> {
    const nowMs = host.clock.monotonicMs();
    const limits = await lookAtLimits(nowMs);
    const paths = await lookAtPaths(nowMs);
    const uses = await lookAtUses(nowMs);
    return [limits, paths, uses].includes('changed') ? 'changed' : 'same';
  }

  return { look, lookAside: createLookAside(look, host.logger) };
}

function toKey({ protocol, port }: NumberedPort): string {
  return `${protocol} ${port}`;
}
