import type { CommandHandlers, WindowName } from '../../shared/contract.ts';
import type { Listener } from '../../shared/listener.ts';
import type { KillPlan } from '../../shared/kill.ts';
import type { ReassignPlan } from '../../shared/reassign.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { hasSquatter } from '../../shared/squatter.ts';
import type { Host } from './host.ts';
import type { HealthKeeping } from './health/health.ts';
import type { Holds } from './holds/holds.ts';
import type { HistoryReader } from './history/history-reader.ts';
import type { Keeper } from './keeper.ts';
import type { Kills } from './kill/kills.ts';
import { createMentions } from './reassign/mentions.ts';
import type { Moves } from './reassign/moves.ts';
import { testTarget } from './reassign/test-target.ts';
import type { Imports } from './projects/imports.ts';
import { isKnownFile } from './powers.ts';
import { createPlanRegistry } from './plan-registry.ts';
import { explainFrom } from './why/why.ts';
import { isSamePeople } from './kill/prepare-kill.ts';
import type { Transfer } from './settings/transfer.ts';
import { createSettingsUndo } from './settings/settings-undo.ts';
import type { Relaunches } from './kill/relaunches.ts';
import {
  acceptOwners,
  applyPreferences,
  followMove,
  muteWatchedPort,
  removeWatchedPort,
  saveWatchedPort,
} from './settings-changes.ts';
import { findEvidence, toContainerIds, toOwners, type StateCell } from './state.ts';

/** The commands that need no window; the shell adds the rest. */
export type AppHandlers = Omit<
  CommandHandlers,
  | 'window.open'
  | 'window.close'
  | 'process.open-log'
  | 'listener.open-page'
  | 'listener.open-folder'
  | 'text.copy'
  | 'licenses.open'
  | 'project.find-places'
  | 'project.plan-import'
  | 'history.export'
  | 'notification.test'
  | 'diagnostics.read'
  | 'diagnostics.copy'
  | 'files.open-folder'
  | 'settings.export'
  | 'settings.plan-import'
>;

export interface HandlersParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly kills: Kills;
  readonly moves: Moves;
  readonly holds: Holds;
  readonly health: HealthKeeping;
  readonly imports: Imports;
  readonly transfer: Transfer;
  readonly relaunches: Relaunches;
  readonly getSnapshot: () => Snapshot;
  readonly history: HistoryReader;
  /** Changes the settings and looks at the ports anew. */
  readonly changeSettings: (change: (settings: Settings) => Settings) => void;
  /** Lets what was done show in the state and on the disk before it is answered for. */
  readonly afterAct: <Outcome>(act: Promise<Outcome>) => Promise<Outcome>;
  readonly setPaused: (isPaused: boolean) => void;
}

/** What each command of the windows comes to. */
export function createHandlers(parts: HandlersParts): AppHandlers {
  const { host, cell, keeper, kills, moves, relaunches, getSnapshot, changeSettings } = parts;
  const killPlans = createPlanRegistry<KillPlan>(host.clock, host.createId);
  const mentions = createMentions(host, cell);
  const undo = createSettingsUndo({ cell, createId: host.createId, changeSettings });
  const reassignPlans = createPlanRegistry<ReassignPlan>(host.clock, host.createId);

  /** What is changed in the settings window can be taken back there. */
  function change<Result>(sender: WindowName, make: () => Result): Promise<Result> {
    return Promise.resolve(sender === 'settings' ? undo.remember(make) : make());
  }

  return {
    'snapshot.read': () => Promise.resolve(getSnapshot()),
    'history.read': ({ query }) => parts.history.read(query),
    'history.read-day': () => parts.history.readDay(),

    'owner.plan-kill': async ({ listenerKey, shown, shownContainers }) => {
      const prepared = await kills.prepare(listenerKey, shown, shownContainers);
      if (prepared.kind !== 'planned') return prepared;
      return { ...prepared, token: killPlans.issue(prepared.plan) };
    },
    'owner.kill': async ({ token, way, means }) => {
      const plan = killPlans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      return { kind: 'done', outcome: await kills.carryOut(plan, { way, means }) };
    },
    'process.start-again': ({ id, place }) => parts.afterAct(relaunches.startAgain(id, place)),

    'port.explain': async ({ subject }) => {
      const snapshot = getSnapshot();
      const question =
        subject.kind === 'listener'
          ? snapshot.listeners.find(({ key }) => key === subject.listenerKey)
          : snapshot.settings.watchedPorts.find(({ id }) => id === subject.watchedPortId);
      if (question === undefined) return { kind: 'gone' };
      const report = await explainFrom(host, question, snapshot, host.clock.wallMs());
      return { kind: 'explained', report };
    },

    'service.plan-reassign': async ({ watchedPortId, alsoChange = [] }) => {
      const plan = await moves.plan(watchedPortId, mentions.choose(watchedPortId, alsoChange));
      return { plan, token: reassignPlans.issue(plan) };
    },
    'service.find-mentions': ({ watchedPortId }) => mentions.find(watchedPortId),
    'service.reassign': async ({ token, restarts }) => {
      const plan = reassignPlans.take(token);
      if (plan === undefined) return { kind: 'token-expired' };
      return { kind: 'done', outcome: await parts.afterAct(moves.carryOut(plan, restarts)) };
    },
    'service.stop-waiting': ({ watchedPortId }) => {
      moves.stopWaiting(watchedPortId);
      return Promise.resolve({});
    },
    'service.undo-reassign': ({ entryId }) => parts.afterAct(moves.undo(entryId)),

    'watched-port.save': ({ watchedPort }, sender) =>
      change(sender, () => {
        const saved = saveWatchedPort(cell.get().settings, watchedPort);
        if (saved.kind !== 'saved') return saved;
        changeSettings(() => saved.settings);
        return { kind: 'saved' };
      }),
    'watched-port.remove': ({ watchedPortId }, sender) =>
      change(sender, () => {
        changeSettings((settings) => removeWatchedPort(settings, watchedPortId));
        return {};
      }),
    'watched-port.accept-owner': ({ watchedPortId, shown, shownContainers = [] }) => {
      const snapshot = getSnapshot();
      const view = snapshot.watched.find(({ watchedPort }) => watchedPort.id === watchedPortId);
      if (view?.verdict.kind !== 'conflict') return Promise.resolve({});
      const { verdict, watchedPort } = view;
      const evidence = findEvidence(snapshot, verdict);
      // Somebody who came after the click was not accepted by it.
      if (!isSamePeople(toOwners(evidence), shown)) return Promise.resolve({});
      if (!isSameContainers(evidence, shownContainers)) return Promise.resolve({});
      if (verdict.conflict === 'drifted') {
        const { serviceOn } = verdict;
        changeSettings((settings) =>
          followMove(settings, { watchedPortId, from: watchedPort.port, to: serviceOn }),
        );
      } else if (hasSquatter(verdict)) {
        changeSettings((settings) => acceptOwners(settings, watchedPortId, evidence));
      }
      return Promise.resolve({});
    },
    'watched-port.hold': ({ watchedPortId }) => parts.afterAct(parts.holds.take(watchedPortId)),
    'watched-port.let-go': ({ watchedPortId }) => parts.afterAct(parts.holds.letGo(watchedPortId)),
    'watched-port.mute': ({ watchedPortId, period }, sender) =>
      change(sender, () => {
        const nowMs = host.clock.wallMs();
        changeSettings((settings) => muteWatchedPort(settings, watchedPortId, period, nowMs));
        return {};
      }),

    'health.test': ({ watchedPort }) => parts.health.test(watchedPort),
    'health.read-figures': ({ watchedPortId }) => {
      const figures = parts.health.readFigures(watchedPortId);
      return Promise.resolve(figures === undefined ? {} : { figures });
    },

    'project.plan-running': () => parts.imports.planRunning(),
    'project.import': ({ token, chosen }, sender) =>
      change(sender, () => parts.imports.carryOut(token, chosen)),

    'config-target.test': ({ target, port }) => {
      const { settings, listeners } = getSnapshot();
      const known = { settings, listeners, readings: parts.imports.listReadings() };
      return isKnownFile(target.file, known)
        ? testTarget(host.configFiles, target, port)
        : Promise.resolve({ kind: 'not-granted' });
    },

    'preferences.save': ({ preferences }, sender) =>
      change(sender, () => {
        changeSettings((settings) => applyPreferences(settings, preferences));
        return {};
      }),
    'settings.import': ({ token }, sender) => change(sender, () => parts.transfer.carryOut(token)),
    'settings.undo': ({ id }) => Promise.resolve({ kind: undo.undo(id) }),
    'watching.pause': ({ isPaused }) => {
      parts.setPaused(isPaused);
      return Promise.resolve({});
    },
    'notice.dismiss': ({ id }) => {
      keeper.removeNotice(id);
      return Promise.resolve({});
    },
  };
}

/** Whether the containers behind these ports are those that were shown; known ones only. */
function isSameContainers(listeners: readonly Listener[], shown: readonly string[]): boolean {
  const ids = toContainerIds(listeners);
  return ids.length === shown.length && ids.every((id) => shown.includes(id));
}
