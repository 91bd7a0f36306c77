import { CircleAlert, Undo2, X } from 'lucide-react';
import { toNoticeSentence } from '../../shared/messages/notice-sentences.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { send } from '../bridge.ts';
import { Button, IconButton } from '../components/Button.tsx';
import { Say } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { toStartSubject, UNDO_SUBJECT, useActs } from './acts.ts';
import { Outcome } from './Outcome.tsx';
import { StartOffers } from './StartOffers.tsx';

/** What the person should know before the lists: the app's own troubles, an undo, outcomes. */
export function Notices(props: {
  readonly snapshot: Snapshot;
  /** Items that show their own outcome; every other outcome is told here. */
  readonly shownIds: ReadonlySet<string>;
}) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const { notices, undoable, startable, watching } = props.snapshot;
  const offered = new Set(startable.map(({ id }) => toStartSubject(id)));
  const strays = [...acts.outcomes.keys()].filter(
    (id) => !props.shownIds.has(id) && !offered.has(id),
  );
  return (
    <div className="notices">
      {watching.kind === 'not-watching' && <NotWatching since={watching.since} />}
      {notices.map((notice) => (
        <div key={notice.id} className="notice" role="status">
          <CircleAlert size={16} aria-hidden="true" />
          <p className="evidence">{toNoticeSentence(notice, homeFolder, t)}</p>
          <IconButton
            label={t('act.dismiss')}
            onPress={() => send('notice.dismiss', { id: notice.id })}
          >
            <X size={14} aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {undoable !== undefined && !acts.outcomes.has(UNDO_SUBJECT) && (
        <div className="undo-bar">
          <p>
            <Say
              saying={{
                key: 'undo.moved',
                values: {
                  name: undoable.name,
                  from: String(undoable.from),
                  to: String(undoable.to),
                },
              }}
              strong={['name', 'to']}
            />
          </p>
          <Button look="plain" isSmall onPress={() => acts.undo(undoable)}>
            <Undo2 size={14} aria-hidden="true" />
            {t('undo.button')}
          </Button>
        </div>
      )}
      <StartOffers startable={startable} />
      {strays.map((id) => (
        <Outcome key={id} subjectId={id} />
      ))}
    </div>
  );
}

function NotWatching(props: { readonly since: string }) {
  const { t, locale, nowMs } = useWords();
  const since = formatInstant(props.since, nowMs, { locale });
  return (
    <div className="notice" role="status">
      <CircleAlert size={16} aria-hidden="true" />
      <p>
        {t('scan-failure.next')} {t('popover.last-good', { since })}
      </p>
    </div>
  );
}
