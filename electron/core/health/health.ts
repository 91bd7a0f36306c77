import type { HistoryEntry } from '../../../shared/history.ts';
import type { LatencyFigures, ProbeFailure, ProbeTest } from '../../../shared/health.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { Holds } from '../holds/holds.ts';
import type { Keeper } from '../keeper.ts';
import { toMutedUntil, type StateCell } from '../state.ts';
import { createHealthRestarts } from './health-restarts.ts';
import { createHealthWatch, type ProbedService } from './health-watch.ts';
import { restartDown } from './restart-down.ts';
import { testProbe } from './test-probe.ts';

/** How long Quit waits for a service that is being started again, in milliseconds. */
const QUIT_WAIT_MS = 1500;

/** What a person should hear of now. */
export type HealthAlert =
  | {
      readonly kind: 'went-down';
      readonly watchedPort: WatchedPort;
      readonly failure: ProbeFailure;
      /** Portreeve is about to start it again. */
      readonly isRestarted: boolean;
    }
  | { readonly kind: 'gave-up' | 'impossible'; readonly watchedPort: WatchedPort };

/** The health of watched services: probed, shown, on record, and acted on as their probes say. */
export interface HealthKeeping {
  start(): void;
  stop(): Promise<void>;
  /** No probe from now on, as before the machine sleeps. */
  suspend(): void;
  resume(): void;
  readFigures(watchedPortId: string): LatencyFigures | undefined;
  /** Probes once as an entry says, whether it is saved or not. */
  test(watchedPort: WatchedPort): Promise<ProbeTest>;
}

export interface HealthParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly holds: Pick<Holds, 'handOver' | 'takeBack'>;
  readonly alert: (alert: HealthAlert) => void;
  /** Lets what was done show in the state. */
  readonly afterRestart: () => Promise<void>;
}

export function createHealth({
  host,
  cell,
  keeper,
  holds,
  alert,
  afterRestart,
}: HealthParts): HealthKeeping {
  let isStopped = false;
  const watch = createHealthWatch({ host, cell, onProbed: take });
  const restarts = createHealthRestarts({
    clock: host.clock,
    async restart(watchedPort) {
      const { settings } = cell.get();
      const { id, port } = watchedPort;
      const outcome = await restartDown(host, watchedPort, settings, {
        isCancelled: () => isStopped,
        handOver: async () => void (await holds.handOver(id)),
      });
      if (outcome === 'not-started') await holds.takeBack(id);
      host.logger.log('info', 'health-restart', { port, outcome });
      await afterRestart();
      return outcome;
    },
    onRestarted(watchedPort, outcome) {
      keeper.record([{ ...toEntryBase(watchedPort), kind: 'health-restarted', outcome }]);
    },
    onGivenUp(watchedPort, why) {
      const { port, name } = watchedPort;
      keeper.addNotice({ kind: `restart-${why}`, id: toNoticeId(watchedPort), port, name });
      tell({ kind: why, watchedPort });
    },
    onBug: (error) => host.logger.log('error', 'bug', { error }),
  });

  function toEntryBase({ id, name, protocol, port }: WatchedPort) {
    const at = new Date(host.clock.wallMs()).toISOString();
    return { id: host.createId(), at, watchedPortId: id, name, protocol, port };
  }

  function take(probed: ProbedService): void {
    const { watchedPort, health, news } = probed;
    if (news !== undefined) keeper.record([toEntry(probed, news)]);
    if (news === 'went-down' && health.failure !== undefined) {
      const { onDown } = watchedPort.probe;
      const { failure } = health;
      const isRestarted = onDown === 'restart';
      if (onDown !== 'note') tell({ kind: 'went-down', watchedPort, failure, isRestarted });
    }
    if (news === 'recovered') keeper.removeNotice(toNoticeId(watchedPort));
    restarts.look(probed);
  }

  function toEntry(
    { watchedPort, health }: ProbedService,
    news: 'went-down' | 'recovered',
  ): HistoryEntry {
    const base = toEntryBase(watchedPort);
    return news === 'went-down' && health.failure !== undefined
      ? { ...base, kind: 'health-down', failure: health.failure }
      : { ...base, kind: 'health-recovered' };
  }

  /** Whoever asked not to hear of this port is not told. */
  function tell(news: HealthAlert): void {
    const { settings } = cell.get();
    if (toMutedUntil(settings, news.watchedPort.id, host.clock.wallMs()) === undefined) alert(news);
  }

  return {
    start: watch.start,
    async stop() {
      isStopped = true;
      watch.stop();
      await Promise.race([restarts.settled(), host.clock.sleep(QUIT_WAIT_MS)]);
    },
    suspend: watch.suspend,
    resume: watch.resume,
    readFigures: watch.readFigures,
    test: (watchedPort) => testProbe(host, cell.get(), watchedPort),
  };
}

/** What is said of a service goes when it is back. */
function toNoticeId({ id }: WatchedPort): string {
  return `health-${id}`;
}
