import { toSafeText } from '../../../shared/messages/sentences.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { FURTHER_NOTICE } from '../../../shared/mute.ts';
import type { Snapshot, WatchedView } from '../../../shared/snapshot.ts';
import { toConflictItem } from './tray-conflict.ts';
import type { TrayIconState, TrayItem, TrayModel } from './tray-menu.ts';
import { toSummary, toTellableConflicts, toVerdictText } from '../wording.ts';

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
      { kind: 'action', label: t('tray.history'), action: { kind: 'open', window: 'history' } },
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
  const isEndless = mutedUntil === FURTHER_NOTICE;
  const time = isEndless ? '' : toClockTime(mutedUntil, snapshot.locale);
  return {
    kind: 'submenu',
    label: isEndless
      ? t('tray.watched-ignored', values)
      : t('tray.watched-muted', { ...values, time }),
    items: [
      {
        kind: 'action',
        label: isEndless ? t('tray.stop-ignoring') : t('tray.unmute', { time }),
        action: { kind: 'mute', watchedPortId: watchedPort.id, period: 'over' },
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
