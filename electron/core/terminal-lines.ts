import { toRuleText, toSafeText } from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { findEvidence } from './state.ts';
import { toHolderText, toSummary, toTellableConflicts, toVerdictText } from './tray-model.ts';

/** The line that a terminal gets when the app has started. */
export function toStartedLine(snapshot: Snapshot, t: Translate): string {
  return t('terminal.started', {
    watched: snapshot.watched.length,
    summary: toSummaryLine(snapshot, t),
  });
}

/** The answer in one line: the summary and, where there are any, the conflicts. */
export function toSummaryLine(snapshot: Snapshot, t: Translate): string {
  const summary = toSummary(snapshot, t);
  if (snapshot.watching.kind !== 'watching') return summary;
  const conflicts = toTellableConflicts(snapshot).map((view) => toWatchedLine(view, snapshot, t));
  return [summary, ...conflicts].join('; ');
}

/** One watched port with its verdict: `3000 web: held by node (~/blog), expected next`. */
export function toWatchedLine(view: WatchedView, snapshot: Snapshot, t: Translate): string {
  const { watchedPort, verdict } = view;
  const values = { port: String(watchedPort.port), name: toSafeText(watchedPort.name) };
  if (verdict.kind !== 'conflict') {
    return t('command.check-line', { ...values, verdict: toVerdictText(view, snapshot, t) });
  }
  return t('command.check-conflict', {
    ...values,
    holder: toHolderText(findEvidence(snapshot, verdict), snapshot.homeFolder, t),
    expected: toSafeText(toRuleText(watchedPort.expectedOwner, snapshot.homeFolder, t)),
  });
}
