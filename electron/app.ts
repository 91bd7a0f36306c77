import type { CommandHandlers } from '../shared/contract.ts';
import type { ProcessIdentity } from '../shared/listener.ts';
import type { KillPlan } from '../shared/kill.ts';
import type { ReassignOutcome, ReassignPlan } from '../shared/reassign.ts';
import { defaultSettings, type Settings } from '../shared/settings.ts';
import type { Notice, Snapshot } from '../shared/snapshot.ts';
import { hasSquatter } from '../shared/verdict.ts';
import type { Host, ScanResult } from './core/host.ts';
import { createKeeper } from './core/keeper.ts';
import { isSamePeople } from './core/kill-owner.ts';
import { createKills, type DirectKill } from './core/kills.ts';
import { createMoves } from './core/moves.ts';
import { createPlanRegistry } from './core/plan-registry.ts';
import { toIntervalMs, type Activity } from './core/interval.ts';
import { createPoller } from './core/poller.ts';
import { reconcile, type ConflictAlert } from './core/reconcile.ts';
import {
  acceptOwners,
  applyPreferences,
  moveWatchedPort,
  muteWatchedPort,
  removeWatchedPort,
  saveWatchedPort,
} from './core/settings-changes.ts';
import { createSurroundingsWatch } from './core/surroundings-watch.ts';
import { createState, createStateCell, findEvidence, toOwners, toSnapshot } from './core/state.ts';

/** How old the offer of a move may be while a conflict stands, in milliseconds. */
const OFFERS_KEEP_MS = 3000;

/** The commands that need no window; the shell adds the rest. */
export type AppHandlers = Omit<CommandHandlers, 'window.open' | 'window.close'>;

export interface App {
  readonly handlers: AppHandlers;
  /** Loads what was kept and begins to watch. */
  start(): Promise<void>;
  /** Ends watching; resolves when everything that was to be kept is kept. */
  stop(): Promise<void>;
  getSnapshot(): Snapshot;
  /** Hears of every changed snapshot; returns the function that ends the subscription. */
  subscribe(handler: (snapshot: Snapshot) => void): () => void;
  /** Hears of each conflict once, of those of one scan together. */
  subscribeToAlerts(handler: (alerts: readonly ConflictAlert[]) => void): () => void;
  /** Kills gracefully without asking, unless the settings or the plan want the person to look. */
  killDirectly(listenerKey: string, shown: readonly ProcessIdentity[]): Promise<DirectKill>;
  /** Carries out the move that the snapshot shows for this watched port. */
  reassignAsShown(watchedPortId: string): Promise<ReassignOutcome>;
  addNotice(notice: Notice): void;
  removeNotice(id: string): void;
  /** Tells what the pace of watching depends on. */
  setActivity(activity: Activity): void;
  /** No scan from now on, as before the machine sleeps; `resume` scans once and goes on. */
  suspend(): void;
  resume(): void;
}

/** The whole application without Electron: truth lives here, everything else shows it. */
export function createApp(host: Host): App {
  const cell = createStateCell(createState(defaultSettings, []), (error) => {
    host.logger.log('error', 'bug', { error });
  });
  const keeper = createKeeper(host, cell);
  const moves = createMoves({ host, cell, keeper, changeSettings });
  const killPlans = createPlanRegistry<KillPlan>(host.clock, host.createId);
  const reassignPlans = createPlanRegistry<ReassignPlan>(host.clock, host.createId);
  const kills = createKills({ host, cell, keeper, afterKill: () => poller.pollNow() });
  const surroundings = createSurroundingsWatch(host, cell);
  let offersAtMs = 0;
  let activity: Activity = { isWindowOpen: false, isOnBattery: false };
  const alertHandlers = new Set<(alerts: readonly ConflictAlert[]) => void>();

  const poller = createPoller({
    clock: host.clock,
    scan: () => host.scanner.scan(),
    onScan: takeScan,
    intervalMs: () => toIntervalMs(cell.get().settings, activity),
    onBug: (error) => {
      host.logger.log('error', 'bug', { error });
    },
  });

  function takeScan(scan: ScanResult): { readonly needsConfirmation: boolean } {
    const before = cell.get();
    if (before.settings.isPaused) return { needsConfirmation: false };
    surroundings.lookAside(() => void poller.pollNow());
    const transition = reconcile(before, scan, {
      nowMs: host.clock.wallMs(),
      monotonicMs: host.clock.monotonicMs(),
      createId: host.createId,
    });
    if (transition.state === before) {
      keepOffersFresh();
      return transition;
    }
    if (scan.kind === 'failed') {
      host.logger.log('warn', 'scan-failed', { reason: scan.reason, detail: scan.detail });
    }
    cell.commit(transition.state);
    keeper.record(transition.entries);
    refreshOffers();
    if (transition.alerts.length > 0) {
      for (const handler of alertHandlers) handler(transition.alerts);
    }
    return transition;
  }

  function refreshOffers(): void {
    offersAtMs = host.clock.monotonicMs();
    keeper.enqueue(moves.refreshOffers);
  }

  /** The file that a move would change may change while nothing else does. */
  function keepOffersFresh(): void {
    const isAnyInConflict = cell.get().reassignPlans.size > 0;
    if (isAnyInConflict && host.clock.monotonicMs() - offersAtMs >= OFFERS_KEEP_MS) refreshOffers();
  }

  function changeSettings(change: (settings: Settings) => Settings): void {
    keeper.changeSettings(change);
    if (!cell.get().settings.isPaused) void poller.pollNow();
  }

  /** Lets what was done show in the state and on the disk before it is answered for. */
  async function afterMove<Outcome>(move: Promise<Outcome>): Promise<Outcome> {
    const outcome = await move;
    await poller.pollNow();
    await keeper.settled();
    return outcome;
  }

  function getSnapshot(): Snapshot {
    return toSnapshot(cell.get(), {
      nowMs: host.clock.wallMs(),
      homeFolder: host.homeFolder,
      systemLanguage: host.systemLanguage,
    });
  }

  const handlers: AppHandlers = {
    'snapshot.read': () => Promise.resolve(getSnapshot()),

    'owner.plan-kill': async ({ listenerKey, shown }) => {
      const prepared = await kills.prepare(listenerKey, shown);
      if (prepared.kind !== 'planned') return prepared;
      return { ...prepared, token: killPlans.issue(prepared.plan) };
    },
    'owner.kill': async ({ token, means }) => {
      const plan = killPlans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      return { kind: 'done', outcome: await kills.carryOut(plan, means) };
    },

    'service.plan-reassign': async ({ watchedPortId }) => {
      const plan = await moves.plan(watchedPortId);
      return { plan, token: reassignPlans.issue(plan) };
    },
    'service.reassign': async ({ token }) => {
      const plan = reassignPlans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      return { kind: 'done', outcome: await afterMove(moves.carryOut(plan)) };
    },
    'service.undo-reassign': ({ entryId }) => afterMove(moves.undo(entryId)),

    'watched-port.save': ({ watchedPort }) => {
      const saved = saveWatchedPort(cell.get().settings, watchedPort);
      if (saved.kind !== 'saved') return Promise.resolve(saved);
      changeSettings(() => saved.settings);
      return Promise.resolve({ kind: 'saved' });
    },
    'watched-port.remove': ({ watchedPortId }) => {
      changeSettings((settings) => removeWatchedPort(settings, watchedPortId));
      return Promise.resolve({});
    },
    'watched-port.accept-owner': ({ watchedPortId, shown }) => {
      const snapshot = getSnapshot();
      const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
      if (view?.verdict.kind !== 'conflict') return Promise.resolve({});
      const { verdict, watchedPort } = view;
      const owners = toOwners(findEvidence(snapshot, verdict));
      // Somebody who came after the click was not accepted by it.
      if (!isSamePeople(owners, shown)) return Promise.resolve({});
      if (verdict.conflict === 'drifted') {
        const { serviceOn } = verdict;
        changeSettings((settings) =>
          moveWatchedPort(settings, watchedPortId, watchedPort.port, serviceOn),
        );
      } else if (hasSquatter(verdict)) {
        changeSettings((settings) => acceptOwners(settings, watchedPortId, owners));
      }
      return Promise.resolve({});
    },
    'watched-port.mute': ({ watchedPortId, minutes }) => {
      const nowMs = host.clock.wallMs();
      changeSettings((settings) =>
        muteWatchedPort(settings, watchedPortId, nowMs + minutes * 60_000, nowMs),
      );
      return Promise.resolve({});
    },

    'preferences.save': ({ preferences }) => {
      changeSettings((settings) => applyPreferences(settings, preferences));
      return Promise.resolve({});
    },
    'watching.pause': ({ isPaused }) => {
      keeper.changeSettings((settings) => ({ ...settings, isPaused }));
      if (isPaused) poller.stop();
      else poller.start();
      return Promise.resolve({});
    },
    'notice.dismiss': ({ id }) => {
      keeper.removeNotice(id);
      return Promise.resolve({});
    },
  };

  return {
    handlers,
    async start() {
      const { settings, notices } = await host.settingsStore.load();
      cell.commit(createState(settings, [...cell.get().notices, ...notices]));
      keeper.markLoaded();
      moves.recall(await host.historyStore.load());
      if (settings.isPaused) return;
      poller.start();
      await poller.pollNow();
      host.logger.log('info', 'started', { source: host.scanner.describeSource?.() });
    },
    async stop() {
      poller.stop();
      await kills.settled();
      await keeper.settled();
    },
    getSnapshot,
    subscribe: (handler) =>
      cell.subscribe(() => {
        handler(getSnapshot());
      }),
    subscribeToAlerts(handler) {
      alertHandlers.add(handler);
      return () => alertHandlers.delete(handler);
    },
    killDirectly: kills.carryOutDirectly,
    async reassignAsShown(watchedPortId) {
      const plan = cell.get().reassignPlans.get(watchedPortId);
      return plan === undefined ? { kind: 'changed' } : afterMove(moves.carryOut(plan));
    },
    addNotice: keeper.addNotice,
    removeNotice: keeper.removeNotice,
    setActivity(next) {
      const isOpened = next.isWindowOpen && !activity.isWindowOpen;
      activity = next;
      if (isOpened && !cell.get().settings.isPaused) void poller.pollNow();
    },
    suspend() {
      poller.stop();
    },
    resume() {
      if (!cell.get().settings.isPaused) poller.start();
    },
  };
}
