import type { CommandHandlers } from '../shared/contract.ts';
import type {
  KillMeans,
  KillOutcome,
  KillPlan,
  ReassignOutcome,
  ReassignPlan,
} from '../shared/resolution.ts';
import { defaultSettings, type Settings } from '../shared/settings.ts';
import type { Notice, Snapshot } from '../shared/snapshot.ts';
import type { Host, ScanResult } from './core/host.ts';
import { createKeeper } from './core/keeper.ts';
import { killOwner, prepareKill, toKilledEntry } from './core/kill-owner.ts';
import { createMoves } from './core/moves.ts';
import { createPlanRegistry } from './core/plan-registry.ts';
import { createPoller } from './core/poller.ts';
import { reconcile, type ConflictAlert } from './core/reconcile.ts';
import {
  acceptOwners,
  applyPreferences,
  muteWatchedPort,
  removeWatchedPort,
  saveWatchedPort,
} from './core/settings-changes.ts';
import { createState, createStateCell, findEvidence, toOwners, toSnapshot } from './core/state.ts';

/** The commands that need no window; the shell adds the rest. */
export type AppHandlers = Omit<CommandHandlers, 'window.open' | 'window.close'>;

/** A kill asked for outside a window: done, or in need of a look at its plan first. */
export type DirectKill =
  { readonly kind: 'done'; readonly outcome: KillOutcome } | { readonly kind: 'needs-a-look' };

export interface App {
  readonly handlers: AppHandlers;
  /** Loads what was kept and begins to watch. */
  start(): Promise<void>;
  /** Ends watching; resolves when everything that was to be kept is kept. */
  stop(): Promise<void>;
  getSnapshot(): Snapshot;
  /** Hears of every changed snapshot; returns the function that ends the subscription. */
  subscribe(handler: (snapshot: Snapshot) => void): () => void;
  /** Hears of each conflict once. */
  subscribeToAlerts(handler: (alert: ConflictAlert) => void): () => void;
  /** Kills gracefully without asking, unless the settings or the plan want the person to look. */
  killDirectly(listenerKey: string): Promise<DirectKill>;
  /** Carries out the move that the snapshot shows for this watched port. */
  reassignAsShown(watchedPortId: string): Promise<ReassignOutcome>;
  addNotice(notice: Notice): void;
  removeNotice(id: string): void;
}

/** The whole application without Electron: truth lives here, everything else shows it. */
export function createApp(host: Host): App {
  const cell = createStateCell(createState(defaultSettings, []));
  const keeper = createKeeper(host, cell);
  const moves = createMoves({ host, cell, keeper, changeSettings });
  const killPlans = createPlanRegistry<KillPlan>(host.clock, host.createId);
  const reassignPlans = createPlanRegistry<ReassignPlan>(host.clock, host.createId);
  const alertHandlers = new Set<(alert: ConflictAlert) => void>();

  const poller = createPoller({
    clock: host.clock,
    scan: () => host.scanner.scan(),
    onScan: takeScan,
    intervalMs: () => cell.get().settings.intervalMs,
    onBug: (error) => {
      host.logger.log('error', 'bug', { error });
    },
  });

  function takeScan(scan: ScanResult): { readonly needsConfirmation: boolean } {
    const before = cell.get();
    if (before.settings.isPaused) return { needsConfirmation: false };
    const transition = reconcile(before, scan, {
      nowMs: host.clock.wallMs(),
      monotonicMs: host.clock.monotonicMs(),
      createId: host.createId,
    });
    if (transition.state === before) return transition;
    if (scan.kind === 'failed') {
      host.logger.log('warn', 'scan-failed', { reason: scan.reason, detail: scan.detail });
    }
    cell.commit(transition.state);
    keeper.record(transition.entries);
    keeper.enqueue(moves.refreshOffers);
    for (const alert of transition.alerts) {
      for (const handler of alertHandlers) handler(alert);
    }
    return transition;
  }

  function changeSettings(change: (settings: Settings) => Settings): void {
    keeper.changeSettings(change);
    if (!cell.get().settings.isPaused) void poller.pollNow();
  }

  async function carryOutKill(plan: KillPlan, means: KillMeans): Promise<KillOutcome> {
    const outcome = await killOwner(host, plan, means, cell.get().settings);
    host.logger.log('info', 'kill', { port: plan.port, means, outcome: outcome.kind });
    const entry = toKilledEntry(host, plan, means, outcome);
    if (entry !== undefined) keeper.record([entry]);
    await poller.pollNow();
    return outcome;
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

    'owner.plan-kill': async ({ listenerKey }) => {
      const prepared = await prepareKill(host, listenerKey, cell.get().settings);
      if (prepared.kind !== 'planned') return prepared;
      return { ...prepared, token: killPlans.issue(prepared.plan) };
    },
    'owner.kill': async ({ token, means }) => {
      const plan = killPlans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      return { kind: 'done', outcome: await carryOutKill(plan, means) };
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
    'watched-port.accept-owner': ({ watchedPortId }) => {
      const snapshot = getSnapshot();
      const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
      if (view?.verdict.kind === 'conflict') {
        const owners = toOwners(findEvidence(snapshot, view.verdict));
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
      moves.recall(await host.historyStore.load());
      if (settings.isPaused) return;
      poller.start();
      await poller.pollNow();
    },
    async stop() {
      poller.stop();
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
    async killDirectly(listenerKey) {
      const prepared = await prepareKill(host, listenerKey, cell.get().settings);
      switch (prepared.kind) {
        case 'already-free':
          return { kind: 'done', outcome: { kind: 'already-free' } };
        case 'scan-failed':
          return { kind: 'done', outcome: { kind: 'scan-failed', wasSignalled: false } };
        case 'planned':
          return prepared.plan.asks || prepared.plan.refusal !== undefined
            ? { kind: 'needs-a-look' }
            : { kind: 'done', outcome: await carryOutKill(prepared.plan, 'graceful') };
      }
    },
    async reassignAsShown(watchedPortId) {
      const plan = cell.get().reassignPlans.get(watchedPortId);
      return plan === undefined ? { kind: 'changed' } : afterMove(moves.carryOut(plan));
    },
    addNotice: keeper.addNotice,
    removeNotice: keeper.removeNotice,
  };
}
