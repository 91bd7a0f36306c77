import { toSafeText } from '../../shared/messages/safe-text.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { toSummary, toTellableConflicts, toVerdictText } from './wording.ts';

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
  return [summary, ...conflicts].join(t('list.clause-separator'));
}

/** One watched port with its verdict: `3000 web: held by node (~/blog), expected next`. */
export function toWatchedLine(view: WatchedView, snapshot: Snapshot, t: Translate): string {
  return t('command.watched-line', {
    port: String(view.watchedPort.port),
    name: toSafeText(view.watchedPort.name),
    protocol: toToldProtocol(view.watchedPort, snapshot),
    verdict: toVerdictText(view, snapshot, t),
  });
}

/** TCP goes without saying, unless the number is watched on UDP too. */
function toToldProtocol({ port, protocol }: WatchedPort, { watched }: Snapshot): string {
  const isAlone = watched.every(
    ({ watchedPort: other }) => other.port !== port || other.protocol === protocol,
  );
  return protocol === 'tcp' && isAlone ? 'none' : protocol.toUpperCase();
}
