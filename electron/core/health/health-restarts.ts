import type { HistoryEntry } from '../../../shared/history.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Clock } from '../host.ts';
import { isSameValue } from '../settings/changed-things.ts';
import type { ProbedService } from './health-watch.ts';
import type { RestartOutcome } from './restart-down.ts';
import { decideRestart, toStillCounting, type RestartRecord } from './restart-policy.ts';

type RestartedEntry = Extract<HistoryEntry, { kind: 'health-restarted' }>;

export interface HealthRestarts {
  /** Starts a service again that is down and whose probe wants that. Each result goes in once. */
  look(probed: ProbedService): void;
  /** Resolves when no restart is under way. */
  settled(): Promise<void>;
}

export interface HealthRestartsParts {
  readonly clock: Pick<Clock, 'monotonicMs'>;
  readonly restart: (watchedPort: WatchedPort) => Promise<RestartOutcome>;
  readonly onRestarted: (watchedPort: WatchedPort, outcome: RestartedEntry['outcome']) => void;
  /** Nothing more is done for it; told once an outage. */
  readonly onGivenUp: (watchedPort: WatchedPort, why: 'gave-up' | 'impossible') => void;
  /** Hears of an exception, which is a bug. */
  readonly onBug: (error: unknown) => void;
}

export function createHealthRestarts(parts: HealthRestartsParts): HealthRestarts {
  const { clock, restart, onRestarted, onGivenUp, onBug } = parts;
  const records = new Map<string, RestartRecord>();
  /** With the entry as it was then: an edited one may be another way to start its service. */
  const givenUp = new Map<string, WatchedPort>();
  const underWay = new Map<string, Promise<void>>();

  async function tryOnce(watchedPort: WatchedPort): Promise<void> {
    const { id } = watchedPort;
    const outcome = await restart(watchedPort);
    if (outcome === 'impossible') {
      giveUp(watchedPort, 'impossible');
      return;
    }
    const tries = (records.get(id)?.tries ?? 0) + 1;
    records.set(id, { tries, lastMs: clock.monotonicMs(), wellSinceMs: undefined });
    onRestarted(watchedPort, outcome);
    // It is away now: no probe will tell whether another try is due.
    if (outcome === 'not-started' || outcome === 'not-up') giveUp(watchedPort, 'gave-up');
  }

  function giveUp(watchedPort: WatchedPort, why: 'gave-up' | 'impossible'): void {
    givenUp.set(watchedPort.id, watchedPort);
    onGivenUp(watchedPort, why);
  }

  /** Whoever edits what was given up wants it tried anew. */
  function noteEdit(watchedPort: WatchedPort): void {
    const { id } = watchedPort;
    const before = givenUp.get(id);
    if (before === undefined || isSameValue(before, watchedPort)) return;
    givenUp.delete(id);
    records.delete(id);
  }

  function noteWell(id: string): void {
    const record = records.get(id);
    givenUp.delete(id);
    if (record !== undefined) records.set(id, { ...record, wellSinceMs: clock.monotonicMs() });
  }

  function noteDown(id: string): void {
    givenUp.delete(id);
    const record = toStillCounting(records.get(id), clock.monotonicMs());
    if (record === undefined) records.delete(id);
    else records.set(id, record);
  }

  return {
    look({ watchedPort, health, news }) {
      const { id, probe } = watchedPort;
      if (news === 'recovered') noteWell(id);
      if (news === 'went-down') noteDown(id);
      noteEdit(watchedPort);
      const isWanted = probe.onDown === 'restart' && health.state === 'down';
      if (!isWanted || givenUp.has(id) || underWay.has(id)) return;
      const decision = decideRestart(records.get(id), clock.monotonicMs());
      if (decision === 'never') giveUp(watchedPort, 'gave-up');
      if (decision !== 'now') return;
      underWay.set(
        id,
        tryOnce(watchedPort)
          .catch(onBug)
          .finally(() => underWay.delete(id)),
      );
    },
    async settled() {
      await Promise.allSettled(underWay.values());
    },
  };
}
