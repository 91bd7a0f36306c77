import type { Listener } from '../../../shared/listener.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../../shared/snapshot.ts';
import { hasSquatter } from '../../../shared/squatter.ts';
import { findEvidence, toContainerIds, toOwners } from '../state.ts';
import type { TrayActionItem, TrayItem } from './tray-menu.ts';
import { toVerdictText } from '../wording.ts';

/** The words are those of the tray's catalogue. */
const SNOOZES = ['hour', 'until-morning'] as const;

/** What can be done about a conflict without seeing more of it: the kills, and to ignore it. */
export function toQuickItems(
  view: WatchedView,
  snapshot: Snapshot,
  t: Translate,
): readonly TrayActionItem[] {
  return [
    ...toKillItems(view, snapshot, t),
    ...SNOOZES.map((period) => toMuteItem(view, period, t)),
  ];
}

function toKillItems(
  { verdict }: WatchedView,
  snapshot: Snapshot,
  t: Translate,
): readonly TrayActionItem[] {
  if (verdict.kind !== 'conflict' || !hasSquatter(verdict)) return [];
  const victims = toKillable(findEvidence(snapshot, verdict));
  return victims.map((listener) => toKillItem(listener, snapshot, t));
}

function toMuteItem(
  { watchedPort }: WatchedView,
  period: 'hour' | 'until-morning' | 'further-notice',
  t: Translate,
): TrayActionItem {
  return {
    kind: 'action',
    label: t(`tray.mute-${period}`),
    action: { kind: 'mute', watchedPortId: watchedPort.id, period },
  };
}

/** The submenu of one conflict: all that can be done about it, with whom each line names. */
export function toConflictItem(view: WatchedView, snapshot: Snapshot, t: Translate): TrayItem {
  const { watchedPort, verdict } = view;
  const evidence = findEvidence(snapshot, verdict);
  return {
    kind: 'submenu',
    label: t('tray.conflict', {
      port: String(watchedPort.port),
      name: toSafeText(watchedPort.name),
      sentence: toVerdictText(view, snapshot, t),
    }),
    items: [
      ...toKillItems(view, snapshot, t),
      ...toMoveItems(view, snapshot, t),
      ...toAcceptItems(view, evidence, t),
      ...[...SNOOZES, 'further-notice' as const].map((period) => toMuteItem(view, period, t)),
      {
        kind: 'action',
        label: t('tray.show'),
        action: { kind: 'show', watchedPortId: watchedPort.id },
      },
    ],
  };
}

function toKillItem(listener: Listener, snapshot: Snapshot, t: Translate): TrayActionItem {
  const [owner] = listener.owners;
  const isSeveral = listener.owners.length > 1;
  const values = {
    name: toSafeText(owner?.name ?? '', 40),
    pid: String(owner?.identity.pid ?? ''),
    count: listener.owners.length,
  };
  const asks = snapshot.settings.askBeforeKill === 'always';
  const action = { kind: 'kill', listenerKey: listener.key, ...toShown([listener]) } as const;
  if (listener.container !== undefined) {
    const name = toSafeText(listener.container.name, 60);
    return {
      kind: 'action',
      label: t(asks ? 'tray.stop-container-ask' : 'tray.stop-container', { name }),
      action,
    };
  }
  return {
    kind: 'action',
    label: t(isSeveral ? 'tray.kill-several' : asks ? 'tray.kill-ask' : 'tray.kill', values),
    action,
  };
}

function toMoveItems(view: WatchedView, snapshot: Snapshot, t: Translate): readonly TrayItem[] {
  const plan = view.reassignPlan;
  if (plan?.kind !== 'ready') return [];
  // The change itself stands in the menu, because a click must never write what was not shown.
  return [
    {
      kind: 'action',
      label: t('tray.move', { name: toSafeText(view.watchedPort.name), port: String(plan.to) }),
      action: { kind: 'reassign', watchedPortId: view.watchedPort.id },
    },
    ...plan.edits.map((edit) => ({
      kind: 'text' as const,
      label: t('tray.move-preview', {
        file: toSafeText(toShortPath(edit.target.file, snapshot.homeFolder)),
        line: edit.line,
        before: toSafeText(edit.before),
        after: toSafeText(edit.after),
      }),
    })),
  ];
}

/** Whom a line about these listeners names. */
function toShown(listeners: readonly Listener[]) {
  return {
    shown: toOwners(listeners).map(({ identity }) => identity),
    shownContainers: toContainerIds(listeners),
  };
}

/** Several addresses of one container are stopped by one click. */
function toKillable(listeners: readonly Listener[]): readonly Listener[] {
  const containers = new Set<string>();
  return listeners.filter(({ container, owners }) => {
    if (container === undefined) return owners.length > 0;
    const isFirst = !containers.has(container.id);
    containers.add(container.id);
    return isFirst;
  });
}

function toAcceptItems(
  view: WatchedView,
  evidence: readonly Listener[],
  t: Translate,
): readonly TrayItem[] {
  const { watchedPort, verdict } = view;
  const action = {
    kind: 'accept-owner',
    watchedPortId: watchedPort.id,
    ...toShown(evidence),
  } as const;
  if (verdict.kind === 'conflict' && verdict.conflict === 'drifted') {
    const values = { name: toSafeText(watchedPort.name), port: String(verdict.serviceOn) };
    return [{ kind: 'action', label: t('tray.follow', values), action }];
  }
  const container = evidence.find((listener) => listener.container !== undefined)?.container;
  const name = container?.name ?? toOwners(evidence)[0]?.name;
  if (name === undefined || verdict.kind !== 'conflict' || !hasSquatter(verdict)) return [];
  return [{ kind: 'action', label: t('tray.accept', { name: toSafeText(name, 40) }), action }];
}
