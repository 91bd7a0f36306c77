import type {
  HandOverOutcome,
  HoldOutcome,
  LetGoOutcome,
  TakeBackOutcome,
} from '../../../shared/hold.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { HeldPort, Host } from '../host.ts';
import { keepHeld, letGoOfPort } from '../settings-changes.ts';
import type { StateCell } from '../state.ts';

/** The watched ports that the app itself keeps bound, so that no squatter can take them. */
export interface Holds {
  /** Holds what the settings name, and follows them from then on. */
  start(): Promise<void>;
  /** Holds the port now, and at every start of the app. */
  take(watchedPortId: string): Promise<HoldOutcome>;
  /** Frees the port, and no longer holds it. */
  letGo(watchedPortId: string): Promise<LetGoOutcome>;
  /** Frees the port for its service, which is about to start; the settings stay. */
  handOver(watchedPortId: string): Promise<HandOverOutcome>;
  /** Holds a port again that was handed over; nothing where nobody wants it held any more. */
  takeBack(watchedPortId: string): Promise<TakeBackOutcome>;
  /** Frees all ports; resolves when they are free. */
  stop(): Promise<void>;
}

export interface HoldsParts {
  readonly host: Pick<Host, 'prober' | 'logger'>;
  readonly cell: StateCell;
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
}

/** What is bound for one watched port; another number or address is another hold. */
interface Bound {
  readonly address: string;
  readonly hold: HeldPort;
}

export function createHolds({ host, cell, changeSettings }: HoldsParts): Holds {
  const bound = new Map<string, Bound>();
  /** What the settings wanted when they were last followed, by id. */
  let wanted: ReadonlyMap<string, string> = new Map();
  let endFollowing = (): void => undefined;
  let queue: Promise<unknown> = Promise.resolve();

  /** One change at a time: a port is never bound and freed at once. */
  function enqueue<Result>(task: () => Promise<Result>): Promise<Result> {
    const result = queue.then(task);
    queue = result.catch(() => undefined);
    return result;
  }

  function find(watchedPortId: string): WatchedPort | undefined {
    return cell.get().settings.watchedPorts.find(({ id }) => id === watchedPortId);
  }

  async function bind(
    watched: WatchedPort,
  ): Promise<Exclude<HoldOutcome, { kind: 'not-watched' }>> {
    if (bound.get(watched.id)?.address === toAddress(watched)) return { kind: 'held' };
    await free(watched.id);
    const { protocol, port, address } = watched;
    const result = await (address === 'any'
      ? host.prober.hold(protocol, port)
      : host.prober.hold(protocol, port, address));
    if (result.kind === 'unavailable') return result;
    bound.set(watched.id, { address: toAddress(watched), hold: result.hold });
    return { kind: 'held' };
  }

  async function free(watchedPortId: string): Promise<boolean> {
    const held = bound.get(watchedPortId);
    if (held === undefined) return false;
    bound.delete(watchedPortId);
    await held.hold.release();
    return true;
  }

  /**
   * Frees what is no longer wanted, tries what is newly wanted once, and goes along when a held port
   * gets another number. A port that its service has, or that was handed over to it, is not
   * snatched from it when it restarts, nor the one to which it moves.
   */
  async function follow(): Promise<void> {
    const before = wanted;
    const { settings } = cell.get();
    const watchedPorts = settings.watchedPorts.filter(({ id }) => settings.heldPorts.includes(id));
    wanted = new Map(watchedPorts.map((watched) => [watched.id, toAddress(watched)]));
    const moved = new Set<string>();
    for (const [id, { address }] of bound) {
      if (wanted.get(id) === address) continue;
      await free(id);
      moved.add(id);
    }
    for (const watched of watchedPorts) {
      if (before.has(watched.id) && !moved.has(watched.id)) continue;
      const { port } = watched;
      const result = await bind(watched);
      if (result.kind === 'held') host.logger.log('info', 'port-held', { port });
      else host.logger.log('warn', 'port-not-held', { port, reason: result.reason });
    }
  }

  return {
    start() {
      let followed = cell.get().settings;
      endFollowing = cell.subscribe(({ settings }) => {
        if (settings === followed) return;
        followed = settings;
        enqueue(follow).catch((error: unknown) => host.logger.log('error', 'bug', { error }));
      });
      return enqueue(follow);
    },
    take: (id) =>
      enqueue(async () => {
        const watched = find(id);
        if (watched === undefined) return { kind: 'not-watched' };
        const result = await bind(watched);
        if (result.kind === 'held') changeSettings((settings) => keepHeld(settings, id));
        return result;
      }),
    letGo: (id) =>
      enqueue(async () => {
        if (find(id) === undefined) return { kind: 'not-watched' };
        const isWanted = cell.get().settings.heldPorts.includes(id);
        const wasBound = await free(id);
        changeSettings((settings) => letGoOfPort(settings, id));
        return { kind: isWanted || wasBound ? 'let-go' : 'not-held' };
      }),
    handOver: (id) =>
      enqueue(async () => ({ kind: (await free(id)) ? 'handed-over' : 'not-held' })),
    takeBack: (id) =>
      enqueue(async () => {
        const watched = find(id);
        const isWanted = cell.get().settings.heldPorts.includes(id);
        if (watched === undefined || !isWanted) return { kind: 'not-held' };
        const { kind } = await bind(watched);
        return { kind };
      }),
    stop() {
      endFollowing();
      return enqueue(async () => {
        for (const id of bound.keys()) await free(id);
      });
    },
  };
}

function toAddress({ protocol, address, port }: WatchedPort): string {
  return `${protocol} ${address} ${port}`;
}
