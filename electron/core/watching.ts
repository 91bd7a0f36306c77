import type { PortMemory } from './free-ports/port-memory.ts';
import type { HealthKeeping } from './health/health.ts';
import type { HistoryRecorder } from './history/recorder.ts';
import type { Host, ScanResult } from './host.ts';
import { toIntervalMs, type Activity } from './interval.ts';
import type { Keeper } from './keeper.ts';
import { toCameBackNotice, type RespawnWatch } from './kill/respawn-watch.ts';
import type { RuleKills } from './kill/rule-kills.ts';
import { createPoller } from './poller.ts';
import type { Moves } from './reassign/moves.ts';
import type { ConflictAlert } from './reconcile.ts';
import { createScanCycle } from './scan-cycle.ts';
import { createScanTimes, type ScanTimes } from './scan-times.ts';
import type { StateCell } from './state.ts';

/** How old the offer of a move may be while a conflict stands, in milliseconds. */
const OFFERS_KEEP_MS = 3000;

/** Reads the ports again and again, and takes what was read into the state. */
export interface Watching {
  /** Begins, unless the settings say that it is paused; resolves after the first reading. */
  start(): Promise<void>;
  stop(): void;
  /** Resolves after a reading that began after this call was taken into the state. */
  pollNow(): Promise<void>;
  /** The same in passing, where nothing is paused. */
  lookAgain(): void;
  setPaused(isPaused: boolean): void;
  setActivity(activity: Activity): void;
  /** No scan from now on, as before the machine sleeps; `resume` scans once and goes on. */
  suspend(): void;
  resume(): void;
  summarizeScans: ScanTimes['summarize'];
}

export interface WatchingParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly ports: Pick<PortMemory, 'learn'>;
  readonly moves: Pick<Moves, 'refreshOffers'>;
  readonly respawns: Pick<RespawnWatch, 'look'>;
  readonly ruleKills: Pick<RuleKills, 'look'>;
  readonly health: Pick<HealthKeeping, 'suspend' | 'resume'>;
  readonly recorder: Pick<HistoryRecorder, 'look' | 'endWatching'>;
  /** Hears of each conflict once, of those of one scan together. */
  readonly alert: (alerts: readonly ConflictAlert[]) => void;
}

export function createWatching(parts: WatchingParts): Watching {
  const { host, cell, keeper, health, recorder } = parts;
  const cycle = createScanCycle(host, cell, host.processes.self.pid);
  let offersAtMs = 0;
  let isAsleep = false;
  let activity: Activity = { isWindowOpen: false, isOnBattery: false };
  const scanTimes = createScanTimes(host.clock);
  const poller = createPoller({
    clock: host.clock,
    scan: () => scanTimes.measure(() => host.scanner.scan()),
    onScan: takeScan,
    intervalMs: () => toIntervalMs(cell.get().settings, activity),
    onBug: (error) => {
      host.logger.log('error', 'bug', { error });
    },
  });
  const isPaused = (): boolean => cell.get().settings.isPaused;

  function takeScan(scan: ScanResult): { readonly needsConfirmation: boolean } {
    const before = cell.get();
    if (before.settings.isPaused) return { needsConfirmation: false };
    const transition = cycle.take(scan);
    cycle.lookAside(() => void poller.pollNow());
    if (scan.kind === 'scanned') recorder.look(transition.state);
    if (transition.state === before) {
      keepOffersFresh();
      return transition;
    }
    if (scan.kind === 'failed') {
      host.logger.log('warn', 'scan-failed', { reason: scan.reason, detail: scan.detail });
    }
    // A service that is being moved is on its old port still or nowhere yet, as everybody knows.
    const isMoving = (id: string): boolean =>
      before.moving.some(({ watchedPortId }) => watchedPortId === id);
    const entries = transition.entries.filter(
      (entry) => !('watchedPortId' in entry && isMoving(entry.watchedPortId)),
    );
    const alerts = transition.alerts.filter(({ watchedPortId }) => !isMoving(watchedPortId));
    keeper.record(entries);
    parts.ports.learn(entries);
    refreshOffers();
    if (alerts.length > 0) parts.alert(alerts);
    if (scan.kind === 'scanned') {
      parts.ruleKills.look(transition.state);
      for (const respawn of parts.respawns.look(scan.listeners)) {
        keeper.addNotice(toCameBackNotice(respawn, host.createId()));
      }
    }
    return transition;
  }

  function refreshOffers(): void {
    offersAtMs = host.clock.monotonicMs();
    keeper.enqueue(parts.moves.refreshOffers);
  }

  /** The file that a move would change may change while nothing else does. */
  function keepOffersFresh(): void {
    const isAnyInConflict = cell.get().reassignPlans.size > 0;
    if (isAnyInConflict && host.clock.monotonicMs() - offersAtMs >= OFFERS_KEEP_MS) refreshOffers();
  }

  function lookAgain(): void {
    if (!isPaused()) void poller.pollNow();
  }

  return {
    async start() {
      if (isPaused()) {
        poller.stop();
        return;
      }
      poller.start();
      await poller.pollNow();
    },
    stop: poller.stop,
    pollNow: poller.pollNow,
    lookAgain,
    setPaused(isPaused) {
      keeper.changeSettings((settings) => ({ ...settings, isPaused }));
      if (isPaused) {
        poller.stop();
        recorder.endWatching();
      } else poller.start();
    },
    setActivity(next) {
      const isOpened = next.isWindowOpen && !activity.isWindowOpen;
      activity = next;
      if (isOpened) lookAgain();
    },
    suspend() {
      isAsleep = true;
      poller.stop();
      health.suspend();
    },
    resume() {
      isAsleep = false;
      if (isPaused()) {
        health.resume();
        return;
      }
      poller.start();
      // Who has a port now is not known before the next scan.
      void poller.pollNow().then(() => {
        // It may have fallen asleep again meanwhile.
        if (!isAsleep) health.resume();
      });
    },
    summarizeScans: scanTimes.summarize,
  };
}
