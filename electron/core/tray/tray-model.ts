import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { MessageValues, Translate } from '../../../shared/messages/translator.ts';
import { FURTHER_NOTICE } from '../../../shared/mute.ts';
import type { Snapshot, WatchedView } from '../../../shared/snapshot.ts';
import { toConflictItem } from './tray-conflict.ts';
import type { TrayAction, TrayIconState, TrayItem, TrayModel } from './tray-menu.ts';
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
  const watchedPortId = watchedPort.id;
  const muted = toMutedWords(mutedUntil, snapshot, t);
  const label = muted === undefined ? t('tray.watched', values) : muted.toLabel(values);
  const acts: readonly TrayItem[] = [
    ...(view.verdict.kind === 'held'
      ? [toAct(t('tray.let-go'), { kind: 'let-go', watchedPortId })]
      : []),
    ...(muted === undefined
      ? []
      : [toAct(muted.stop, { kind: 'mute', watchedPortId, period: 'over' })]),
  ];
  const show = { kind: 'show', watchedPortId } as const;
  if (acts.length === 0) return toAct(label, show);
  return { kind: 'submenu', label, items: [...acts, toAct(t('tray.show'), show)] };
}

/** How a port that is ignored is told of, until a time or for good; `undefined` for all others. */
function toMutedWords(mutedUntil: string | undefined, { locale }: Snapshot, t: Translate) {
  if (mutedUntil === undefined) return undefined;
  if (mutedUntil === FURTHER_NOTICE) {
    return {
      toLabel: (values: MessageValues) => t('tray.watched-ignored', values),
      stop: t('tray.stop-ignoring'),
    };
  }
  const time = toClockTime(mutedUntil, locale);
  return {
    toLabel: (values: MessageValues) => t('tray.watched-muted', { ...values, time }),
    stop: t('tray.unmute', { time }),
  };
}

function toAct(label: string, action: TrayAction): TrayItem {
  return { kind: 'action', label, action };
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
