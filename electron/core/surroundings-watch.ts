import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Surroundings } from './verdicts/conflicts.ts';
import type { Host, PortLimits } from './host.ts';
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

/** Keeps what verdicts need beside the listeners up to date, off the path of the scans. */
export interface SurroundingsWatch {
  /** Looks where something is due; at once and without a cost where nothing is. */
  look(): Promise<'changed' | 'same'>;
  /** The same in the background, one look at a time; tells only of a change. */
  lookAside(onChange: () => void): void;
}

/** The watched TCP ports, by whether anybody listens there. */
interface SortedPorts {
  readonly reading: AppState['reading'];
  readonly watchedPorts: AppState['settings']['watchedPorts'];
  readonly empty: readonly number[];
  readonly held: readonly number[];
}

export function createSurroundingsWatch(host: Host, cell: StateCell): SurroundingsWatch {
  /** When a watched port was last seen held (monotonic), by its number. */
  const lastHeldMs = new Map<number, number>();
  let limitsReadAtMs: number | undefined;
  let usesReadAtMs = -Infinity;
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

  async function lookAtUses(nowMs: number): Promise<'changed' | 'same'> {
    const { empty, held } = sortPorts();
    for (const port of held) lastHeldMs.set(port, nowMs);
    const { limits, uses: known } = cell.get().surroundings;
    // What a process keeps half closed goes only when that process lets it go.
    const isKept = (port: number): boolean =>
      known.some((use) => use.port === port && use.state === 'half-closed');
    const closing = empty.filter(
      (port) => nowMs - (lastHeldMs.get(port) ?? -Infinity) < CLOSING_FOR_MS || isKept(port),
    );
    const lendable = empty.filter((port) => isEphemeral(port, limits));
    const everyMs = closing.length > 0 ? LOOK_AT_CLOSING_EVERY_MS : LOOK_AT_EPHEMERAL_EVERY_MS;
    const ports = [...new Set([...closing, ...lendable])];
    if (ports.length === 0) {
      return cell.get().surroundings.uses.length === 0 ? 'same' : replace({ uses: [] });
    }
    if (nowMs - usesReadAtMs < everyMs) return 'same';
    usesReadAtMs = nowMs;
    // Unreadable is not "nobody": what was known stays.
    const uses = await host.portUses.read('tcp', ports);
    return uses === undefined ? 'same' : replace({ uses });
  }

  /** Sorted anew only when the listeners or the watched ports are others. */
  function sortPorts(): SortedPorts {
    const { reading, settings } = cell.get();
    const { watchedPorts } = settings;
    if (sorted?.reading === reading && sorted?.watchedPorts === watchedPorts) return sorted;
    const taken = new Set(
      reading?.listeners.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port),
    );
    const ports = watchedPorts.filter(({ protocol }) => protocol === 'tcp').map(({ port }) => port);
    sorted = {
      reading,
      watchedPorts,
      empty: ports.filter((port) => !taken.has(port)),
      held: ports.filter((port) => taken.has(port)),
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

function isEphemeral(port: number, limits: PortLimits | undefined): boolean {
  return limits !== undefined && port >= limits.ephemeral.from && port <= limits.ephemeral.to;
}
