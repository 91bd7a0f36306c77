import type { RequestHandlers } from '../shared/coordinator.ts';
import type { Diagnostics } from '../shared/diagnostics.ts';
import type { ProcessIdentity } from '../shared/listener.ts';
import { isRestartExpected, type ReassignOutcome } from '../shared/reassign.ts';
import { defaultSettings, type Settings, type WindowSize } from '../shared/settings.ts';
import type { Notice, Snapshot } from '../shared/snapshot.ts';
import type { WatchedPort } from '../shared/watched-port.ts';
import { createHandlers, type AppHandlers } from './core/handlers.ts';
import { createHealth, type HealthAlert } from './core/health/health.ts';
import { toKnownOfPorts } from './core/free-ports/known-of-state.ts';
import { createPortMemory } from './core/free-ports/port-memory.ts';
import type { Host } from './core/host.ts';
import { createHolds } from './core/holds/holds.ts';
import { createHistoryReader, type HistoryReader } from './core/history/history-reader.ts';
import { createHistoryRecorder } from './core/history/recorder.ts';
import { createKeeper } from './core/keeper.ts';
import { createKills, type DirectKill } from './core/kill/kills.ts';
import { createLeases } from './core/leases/leases.ts';
import { createImports, type Imports } from './core/projects/imports.ts';
import { createMoves } from './core/reassign/moves.ts';
import type { Activity } from './core/interval.ts';
import { findNewPowers, type Power } from './core/powers.ts';
import { createRequestHandlers } from './core/requests.ts';
import type { ConflictAlert } from './core/reconcile.ts';
import { createRelaunches } from './core/kill/relaunches.ts';
import { readDiagnostics } from './core/read-diagnostics.ts';
import { createTopic } from './core/topic.ts';
import { createWatching } from './core/watching.ts';
import { createSettingsTakeover } from './core/settings/settings-takeover.ts';
import { createTransfer, type Transfer } from './core/settings/transfer.ts';
import { createRespawnWatch } from './core/kill/respawn-watch.ts';
import { createRuleKills, type RuleKill } from './core/kill/rule-kills.ts';
import { createState, createStateCell, toSnapshot } from './core/state.ts';

export interface App {
  readonly handlers: AppHandlers;
  /** What other programs of this account may ask. */
  readonly requests: RequestHandlers;
  /** Loads what was kept and begins to watch. */
  start(): Promise<void>;
  /** Ends watching; resolves when everything that was to be kept is kept. */
  stop(): Promise<void>;
  getSnapshot(): Snapshot;
  /** Hears of every changed snapshot; returns the function that ends the subscription. */
  subscribe(handler: (snapshot: Snapshot) => void): () => void;
  /** Hears of each conflict once, of those of one scan together. */
  subscribeToAlerts(handler: (alerts: readonly ConflictAlert[]) => void): () => void;
  /** Hears of what rules of watched ports did with nobody asked. */
  subscribeToRuleKills(handler: (kill: RuleKill) => void): () => void;
  /** Hears of a service that is down, once an outage, where its probe asks for that. */
  subscribeToHealthAlerts(handler: (alert: HealthAlert) => void): () => void;
  /** Kills gracefully without asking, unless the settings or the plan want the person to look. */
  killDirectly(
    listenerKey: string,
    shown: readonly ProcessIdentity[],
    shownContainers?: readonly string[],
  ): Promise<DirectKill>;
  readonly history: HistoryReader;
  /**
   * Carries out the move that the snapshot shows for this watched port. Of the service itself
   * nothing is ended, since nobody was asked; the person's own command for it is run.
   */
  reassignAsShown(watchedPortId: string): Promise<ReassignOutcome>;
  /** Where the output goes of what was started again under this id. */
  findLogFile(id: string): string | undefined;
  /** Whether this is the first start on this account, which is then no longer so. */
  isFirstStart(): boolean;
  /** Remembers the size that the person gave the popover. */
  setPopoverSize(size: WindowSize): void;
  /** What saving this watched port would let Portreeve do that nobody granted yet. */
  findNewPowers(watchedPort: WatchedPort): readonly Power[];
  /** What folders that the person picked have to offer. */
  readonly imports: Imports;
  /** Settings to a file, and from one that the person picked. */
  readonly transfer: Transfer;
  /** How the app does; `versions` are those of what it runs on. */
  diagnose(versions: Diagnostics['versions']): Promise<Diagnostics>;
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
  const conflictAlerts = createTopic<readonly ConflictAlert[]>();
  const killsByRule = createTopic<RuleKill>();
  const healthAlerts = createTopic<HealthAlert>();
  const keeper = createKeeper(host, cell);
  const ports = createPortMemory(host.clock);
  const leases = createLeases({
    host,
    readKnown: () => Promise.resolve(toKnownOfPorts(cell.get(), host, ports.recall())),
    onPorts: ports.noteLeased,
  });
  const holds = createHolds({ host, cell, changeSettings: keeper.changeSettings });
  const moves = createMoves({ host, cell, keeper, ports, holds, changeSettings });
  const respawns = createRespawnWatch(host.clock);
  const relaunches = createRelaunches(host, cell, { ports, respawns, holds });
  const afterKill = (): Promise<void> => watching.pollNow();
  const kills = createKills({ host, cell, keeper, relaunches, respawns, afterKill });
  const ruleKills = createRuleKills({ host, kills, tell: tellRuleKill });
  const health = createHealth({
    host,
    cell,
    keeper,
    holds,
    alert: healthAlerts.tell,
    afterRestart: () => watching.pollNow(),
  });
  const recorder = createHistoryRecorder(host, keeper);
  const watching = createWatching({
    host,
    cell,
    keeper,
    ports,
    moves,
    respawns,
    ruleKills,
    health,
    recorder,
    alert: conflictAlerts.tell,
  });
  const takeover = createSettingsTakeover({ host, keeper, moves, watching });

  function tellRuleKill(kill: RuleKill): void {
    if (kill.kind !== 'killed') {
      const { port, name } = kill.watchedPort;
      keeper.addNotice({ kind: `auto-kill-${kill.kind}`, id: host.createId(), port, name });
    }
    killsByRule.tell(kill);
  }

  function changeSettings(change: (settings: Settings) => Settings): void {
    keeper.changeSettings(change);
    watching.lookAgain();
  }

  /** Lets what was done show in the state and on the disk before it is answered for. */
  async function afterAct<Outcome>(act: Promise<Outcome>): Promise<Outcome> {
    const outcome = await act;
    await watching.pollNow();
    await keeper.settled();
    return outcome;
  }

  function getSnapshot(): Snapshot {
    return toSnapshot(cell.get(), {
      nowMs: host.clock.wallMs(),
      system: host.system,
      homeFolder: host.homeFolder,
      systemLanguage: host.systemLanguage,
    });
  }

  const imports = createImports({ host, cell, changeSettings });
  const history = createHistoryReader({ host, cell, keeper, recorder });
  const transfer = createTransfer({ host, cell, changeSettings });
  const handlers = createHandlers({
    host,
    imports,
    transfer,
    cell,
    keeper,
    kills,
    moves,
    holds,
    health,
    relaunches,
    getSnapshot,
    history,
    changeSettings,
    afterAct,
    setPaused: watching.setPaused,
  });

  const requests = createRequestHandlers({
    host,
    leases,
    holds,
    getSnapshot,
    takeOverSettings: takeover.takeOver,
    afterAct,
  });

  return {
    handlers,
    imports,
    findNewPowers(watchedPort) {
      const { settings, listeners } = getSnapshot();
      return findNewPowers(watchedPort, { settings, listeners, readings: imports.listReadings() });
    },
    transfer,
    diagnose: (versions) =>
      readDiagnostics(host, {
        versions,
        scans: watching.summarizeScans(),
        snapshot: getSnapshot(),
        failure: cell.get().failure,
      }),
    requests,
    async start() {
      const { settings, notices } = await host.settingsStore.load();
      cell.commit(createState(settings, [...cell.get().notices, ...notices]));
      keeper.markLoaded();
      await moves.recover();
      const entries = await host.historyStore.load();
      ports.learn(entries);
      moves.recall(entries);
      await moves.tellUnfinished(entries);
      await leases.list();
      await holds.start();
      health.start();
      takeover.start();
      await watching.start();
      if (settings.isPaused) return;
      host.logger.log('info', 'started', { source: host.scanner.describeSource?.() });
    },
    async stop() {
      watching.stop();
      takeover.stop();
      await health.stop();
      await kills.settled();
      recorder.endWatching();
      await holds.stop();
      await keeper.settled();
    },
    getSnapshot,
    subscribe: (handler) =>
      cell.subscribe(() => {
        handler(getSnapshot());
      }),
    subscribeToAlerts: conflictAlerts.subscribe,
    subscribeToRuleKills: killsByRule.subscribe,
    subscribeToHealthAlerts: healthAlerts.subscribe,
    history,
    killDirectly: kills.carryOutDirectly,
    async reassignAsShown(watchedPortId) {
      const plan = cell.get().reassignPlans.get(watchedPortId);
      if (plan === undefined) return { kind: 'changed' };
      return afterAct(moves.carryOut(plan, plan.kind === 'ready' && isRestartExpected(plan)));
    },
    findLogFile: (id) => relaunches.findLogFile(id) ?? moves.findLogFile(id),
    isFirstStart() {
      const { isWelcomed, watchedPorts } = cell.get().settings;
      if (isWelcomed) return false;
      keeper.changeSettings((settings) => ({ ...settings, isWelcomed: true }));
      // The command may have been there first.
      return watchedPorts.length === 0;
    },
    setPopoverSize(popoverSize) {
      keeper.changeSettings((settings) => ({ ...settings, popoverSize }));
    },
    addNotice: keeper.addNotice,
    removeNotice: keeper.removeNotice,
    setActivity: watching.setActivity,
    suspend: watching.suspend,
    resume: watching.resume,
  };
}
