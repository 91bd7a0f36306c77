import { toSafeText } from '../../shared/messages/safe-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { Button } from '../components/Button.tsx';
import { useWords, type Words } from '../words/WordsProvider.tsx';
import { toPortText, type HistoryRecord } from './records.ts';
import { toFrom, toLength, toTo, toWhat } from './record-words.ts';

/** All that is known of the bar or row that was chosen. */
export function RecordDetails(props: {
  readonly record: HistoryRecord | undefined;
  /** Given for a move that was not taken back. */
  readonly onUndo: (() => void) | undefined;
}) {
  const words = useWords();
  const { t } = words;
  const { record, onUndo } = props;
  return (
    <section
      className="record-details"
      tabIndex={0}
      aria-label={t('history.details')}
      aria-live="polite"
    >
      {record === undefined ? (
        <p className="muted">{t('history.details-none')}</p>
      ) : (
        <>
          <h2>
            {toPortText(record)} <bdi>{record.who}</bdi>
          </h2>
          <dl>
            {toFacts(record, words).map(([label, value]) => (
              <div key={label} className="record-fact">
                <dt>{label}</dt>
                <dd>
                  <bdi>{value}</bdi>
                </dd>
              </div>
            ))}
          </dl>
          {onUndo !== undefined && (
            <Button isSmall onPress={onUndo}>
              {t('history.undo-move')}
            </Button>
          )}
        </>
      )}
    </section>
  );
}

function toFacts(record: HistoryRecord, words: Words): readonly (readonly [string, string])[] {
  const { t, homeFolder } = words;
  const facts: [string, string | undefined][] = [
    [t('history.column-what'), toWhat(record, t)],
    [t('history.column-from'), toFrom(record, words)],
    [t('history.column-to'), toTo(record, words)],
    [t('history.column-length'), toLength(record, words)],
  ];
  if (record.kind === 'interval') {
    const { holder, addresses, end } = record.interval;
    const { pid, name, startedAt } = holder;
    if (end === 'unwatched' || end === 'unknown') {
      facts.push([t('history.fact-end'), t(`history.end.${end}`)]);
    }
    if (pid !== undefined) {
      const values = { name: toSafeText(name, 40), pid: String(pid) };
      facts.push([t('history.fact-process'), t('history.fact-process-pid', values)]);
    }
    facts.push([t('history.fact-user'), toSafeText(holder.user, 40)]);
    facts.push([
      t('history.fact-folder'),
      toSafeText(toShortPath(holder.folder ?? '', homeFolder)),
    ]);
    facts.push([t('history.fact-addresses'), addresses.join(', ')]);
    if (startedAt !== undefined) {
      const started = { ...record, startMs: Date.parse(startedAt) };
      facts.push([t('history.fact-started'), toFrom(started, words)]);
    }
  }
  return facts.flatMap(([label, value]) =>
    value === undefined || value === '' ? [] : [[label, value] as const],
  );
}
