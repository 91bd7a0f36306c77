import type { Listener } from '../../shared/listener.ts';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { sayConflict, STRONG_IN_CONFLICTS } from '../words/conflict-words.ts';
import { toDistinctOwners, toSince } from '../words/listener-words.ts';
import { Say } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';

/** Why the service cannot have its port. */
export function ConflictReason(props: {
  readonly view: WatchedView;
  readonly evidence: readonly Listener[];
}) {
  const { t, locale, homeFolder, nowMs } = useWords();
  const { watchedPort, verdict } = props.view;
  if (verdict.kind !== 'conflict') return null;
  const since = toSince(toDistinctOwners(props.evidence));
  const saying = sayConflict(verdict, {
    service: watchedPort.name,
    expected: toRuleText(watchedPort.expectedOwner, homeFolder, t),
    evidence: props.evidence,
    since: since === undefined ? undefined : formatInstant(since, nowMs, { locale }),
    homeFolder,
  });
  return (
    <p className="card-sentence">
      <Say saying={saying} strong={STRONG_IN_CONFLICTS} />
    </p>
  );
}
