import type { Listener, ProcessIdentity } from '../../shared/listener.ts';
import { toSafeText, toShortPath } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { hasSquatter } from '../../shared/verdict.ts';
import { findEvidence, toOwners } from './state.ts';
import { toSummary, toTellableConflicts, toVerdictText } from './wording.ts';

/** What a click in the tray's menu asks for. */
export type TrayAction =
  | {
      readonly kind: 'kill';
      readonly listenerKey: string;
      /** Whom the line names. */
      readonly shown: readonly ProcessIdentity[];
    }
  | { readonly kind: 'reassign'; readonly watchedPortId: string }
  | {
      readonly kind: 'accept-owner';
      readonly watchedPortId: string;
      readonly shown: readonly ProcessIdentity[];
    }
  | { readonly kind: 'mute'; readonly watchedPortId: string; readonly minutes: number }
  | { readonly kind: 'show'; readonly watchedPortId: string }
  | { readonly kind: 'undo'; readonly entryId: string }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  | { readonly kind: 'open'; readonly window: 'popover' | 'settings' }
  | { readonly kind: 'quit' };

export interface TrayActionItem {
  readonly kind: 'action';
  readonly label: string;
  readonly action: TrayAction;
}

export type TrayItem =
  | { readonly kind: 'separator' }
  /** A line to read; it cannot be clicked. */
  | { readonly kind: 'text'; readonly label: string }
  | TrayActionItem
  | { readonly kind: 'submenu'; readonly label: string; readonly items: readonly TrayItem[] };

/** The icon's state; the shapes differ, so that no colour is needed to tell them apart. */
export type TrayIconState =
  | { readonly kind: 'calm' | 'paused' | 'not-watching' }
  | { readonly kind: 'conflict'; readonly count: number };

/** Everything the tray shows, as data. */
export interface TrayModel {
  readonly icon: TrayIconState;
  readonly tooltip: string;
  readonly menu: readonly TrayItem[];
}

const MUTE_MINUTES = 60;

/** The tray for a snapshot; the menu is complete on its own, for desktops where it is all there is. */
export function toTrayModel(snapshot: Snapshot, t: Translate): TrayModel {
  const conflicts = toTellableConflicts(snapshot);
  return {
    icon: toIconState(snapshot, conflicts.length),
    tooltip: toTooltip(snapshot, t),
    menu: [
      ...toHeading(snapshot, t),
      ...conflicts.map((view) => toConflictItem(view, snapshot, t)),
      ...toWatchedItems(snapshot, conflicts, t),
      ...toUndoItems(snapshot, t),
      { kind: 'action', label: t('tray.open'), action: { kind: 'open', window: 'popover' } },
      { kind: 'action', label: t('tray.settings'), action: { kind: 'open', window: 'settings' } },
      {
        kind: 'action',
        label: t(snapshot.settings.isPaused ? 'tray.resume' : 'tray.pause'),
        action: { kind: 'pause', isPaused: !snapshot.settings.isPaused },
      },
      { kind: 'separator' },
      { kind: 'action', label: t('tray.quit'), action: { kind: 'quit' } },
    ],
  };
}

function toIconState(snapshot: Snapshot, conflictCount: number): TrayIconState {
  switch (snapshot.watching.kind) {
    case 'paused':
      return { kind: 'paused' };
    case 'not-watching':
      return { kind: 'not-watching' };
    case 'starting':
    case 'watching':
      return conflictCount === 0 ? { kind: 'calm' } : { kind: 'conflict', count: conflictCount };
  }
}

function toTooltip(snapshot: Snapshot, t: Translate): string {
  const summary = toSummary(snapshot, t);
  const { kind } = snapshot.watching;
  if (kind === 'paused' || kind === 'not-watching') return summary;
  const listeners = t('summary.listeners', { count: snapshot.listeners.length });
  return toTellableConflicts(snapshot).length > 0
    ? `${summary}, ${listeners}`
    : t('tray.tooltip-calm', { summary, listeners });
}

function toHeading(snapshot: Snapshot, t: Translate): readonly TrayItem[] {
  return [{ kind: 'text', label: toSummary(snapshot, t) }, { kind: 'separator' }];
}

/** What can be done about a conflict without seeing more of it: the kills, and to ignore it. */
export function toQuickItems(
  view: WatchedView,
  snapshot: Snapshot,
  t: Translate,
): readonly TrayActionItem[] {
  return [...toKillItems(view, snapshot, t), toMuteItem(view, t)];
}

function toKillItems(
  { verdict }: WatchedView,
  snapshot: Snapshot,
  t: Translate,
): readonly TrayActionItem[] {
  if (verdict.kind !== 'conflict' || !hasSquatter(verdict)) return [];
  return findEvidence(snapshot, verdict).map((listener) => toKillItem(listener, snapshot, t));
}

function toMuteItem({ watchedPort }: WatchedView, t: Translate): TrayActionItem {
  return {
    kind: 'action',
    label: t('tray.mute'),
    action: { kind: 'mute', watchedPortId: watchedPort.id, minutes: MUTE_MINUTES },
  };
}

function toConflictItem(view: WatchedView, snapshot: Snapshot, t: Translate): TrayItem {
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
      toMuteItem(view, t),
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
  if (listener.container !== undefined) {
    const name = toSafeText(listener.container.name, 60);
    return {
      kind: 'action',
      label: t(asks ? 'tray.stop-container-ask' : 'tray.stop-container', { name }),
      action: { kind: 'kill', listenerKey: listener.key, shown: toIdentities([listener]) },
    };
  }
  return {
    kind: 'action',
    label: t(isSeveral ? 'tray.kill-several' : asks ? 'tray.kill-ask' : 'tray.kill', values),
    action: { kind: 'kill', listenerKey: listener.key, shown: toIdentities([listener]) },
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
    {
      kind: 'text',
      label: t('tray.move-preview', {
        file: toSafeText(toShortPath(plan.edit.target.file, snapshot.homeFolder)),
        line: plan.edit.line,
        before: toSafeText(plan.edit.before),
        after: toSafeText(plan.edit.after),
      }),
    },
  ];
}

function toIdentities(listeners: readonly Listener[]): readonly ProcessIdentity[] {
  return toOwners(listeners).map(({ identity }) => identity);
}

function toAcceptItems(
  view: WatchedView,
  evidence: readonly Listener[],
  t: Translate,
): readonly TrayItem[] {
  const { watchedPort, verdict } = view;
  const shown = toIdentities(evidence);
  const action = { kind: 'accept-owner', watchedPortId: watchedPort.id, shown } as const;
  if (verdict.kind === 'conflict' && verdict.conflict === 'drifted') {
    const values = { name: toSafeText(watchedPort.name), port: String(verdict.serviceOn) };
    return [{ kind: 'action', label: t('tray.follow', values), action }];
  }
  const [owner] = toOwners(evidence);
  if (owner === undefined || verdict.kind !== 'conflict' || !hasSquatter(verdict)) return [];
  return [
    { kind: 'action', label: t('tray.accept', { name: toSafeText(owner.name, 40) }), action },
  ];
}

function toWatchedItems(
  snapshot: Snapshot,
  conflicts: readonly WatchedView[],
  t: Translate,
): readonly TrayItem[] {
  const others = snapshot.watched.filter((view) => !conflicts.includes(view));
  const items = others.map((view) => toWatchedItem(view, snapshot, t));
  return conflicts.length + items.length === 0 ? [] : [...items, { kind: 'separator' }];
}

function toWatchedItem(view: WatchedView, snapshot: Snapshot, t: Translate): TrayItem {
  const { watchedPort, mutedUntil } = view;
  const values = {
    port: String(watchedPort.port),
    name: toSafeText(watchedPort.name),
    verdict: toVerdictText(view, snapshot, t),
  };
  const show: TrayItem = {
    kind: 'action',
    label: t('tray.watched', values),
    action: { kind: 'show', watchedPortId: watchedPort.id },
  };
  if (mutedUntil === undefined) return show;
  const time = toClockTime(mutedUntil, snapshot.locale);
  return {
    kind: 'submenu',
    label: t('tray.watched-muted', { ...values, time }),
    items: [
      {
        kind: 'action',
        label: t('tray.unmute', { time }),
        action: { kind: 'mute', watchedPortId: watchedPort.id, minutes: 0 },
      },
      {
        kind: 'action',
        label: t('tray.show'),
        action: { kind: 'show', watchedPortId: watchedPort.id },
      },
    ],
  };
}

function toUndoItems(snapshot: Snapshot, t: Translate): readonly TrayItem[] {
  const { undoable } = snapshot;
  if (undoable === undefined) return [];
  return [
    {
      kind: 'action',
      label: t('tray.undo', { name: toSafeText(undoable.name), port: String(undoable.from) }),
      action: { kind: 'undo', entryId: undoable.entryId },
    },
    { kind: 'separator' },
  ];
}

function toClockTime(iso: string, locale: string): string {
  return new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(
    new Date(iso),
  );
}
