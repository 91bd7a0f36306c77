import { BellOff } from 'lucide-react';
import { memo } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import type { Listener } from '../../shared/listener.ts';
import { toFreeWords } from '../../shared/messages/free-words.ts';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { FURTHER_NOTICE } from '../../shared/mute.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { hasSquatter } from '../../shared/squatter.ts';
import type { Verdict } from '../../shared/verdict.ts';
import { Button } from '../components/Button.tsx';
import { ScopeMark } from '../components/ScopeMark.tsx';
import { StateShape } from '../components/StateShape.tsx';
import { toHealthSentence } from '../words/health-words.ts';
import {
  sayHolder,
  sayProgram,
  toDistinctOwners,
  toSince,
  toWidestScope,
} from '../words/listener-words.ts';
import { Foreign, Say } from '../words/Say.tsx';
import type { Saying } from '../words/saying.ts';
import { formatInstant, toAge } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { toWatchedItemId, useActs } from './acts.ts';
import { toShown, toSquatting, toVictims } from '../lists/evidence.ts';
import { toPrimaryAct } from '../lists/primary-act.ts';
import { toShownState } from '../lists/shown-state.ts';
import { DayStripBar } from './DayStripBar.tsx';
import { ConflictReason } from './ConflictReason.tsx';
import { EvidenceLine } from './EvidenceLine.tsx';
import { HoldButtons } from './HoldButtons.tsx';
import { Outcome, OutcomeRow } from './Outcome.tsx';
import type { DayStrip } from './use-day-strips.ts';
import { VictimButtons } from './VictimButtons.tsx';
import { WhyButton } from './WhyButton.tsx';

interface Props {
  readonly view: WatchedView;
  readonly evidence: readonly Listener[];
  readonly strip: DayStrip | undefined;
  readonly isTabStop: boolean;
  readonly isOpen: boolean;
  readonly onToggle: (id: string) => void;
}

/** One watched port that needs no attention: its state, its port, its name, in one line. */
export const WatchedRow = memo(function WatchedRow(props: Props) {
  const { t, nowMs, homeFolder } = useWords();
  const { view, evidence, strip, isOpen } = props;
  const { watchedPort, mutedUntil } = view;
  const state = toShownState(view);
  const itemId = toWatchedItemId(watchedPort.id);
  const since = toSince(toDistinctOwners(evidence));
  const widest = toWidestScope(evidence);
  return (
    <div role="rowgroup" className="row-block">
      <div
        role="row"
        aria-level={1}
        aria-expanded={isOpen}
        className={`row${isOpen ? ' open' : ''}`}
        data-item-id={itemId}
        tabIndex={props.isTabStop ? 0 : -1}
        onClick={() => props.onToggle(itemId)}
      >
        <span role="gridcell" className="cell-state">
          <StateShape state={state} />
          <span className="only-heard">{t(`verdict.${state}`)}</span>
        </span>
        <span role="gridcell" className="cell-port">
          {watchedPort.port}
        </span>
        <span role="gridcell" className="cell-what one-line">
          <Foreign text={watchedPort.name} className="what" />{' '}
          <span className={state === 'failing' || state === 'down' ? `state-${state}` : 'muted'}>
            <Say saying={sayHint(view, evidence, homeFolder)} />
          </span>
        </span>
        <span role="gridcell" className="cell-scope">
          {mutedUntil !== undefined && <BellOff size={14} role="img" aria-label={t('row.muted')} />}
          {mutedUntil === undefined && widest !== undefined && <ScopeMark scope={widest} />}
        </span>
        <span role="gridcell" className="cell-strip">
          {strip !== undefined && <DayStripBar strip={strip} />}
        </span>
        <span role="gridcell" className="cell-age muted">
          {since !== undefined && <Say saying={toAge(since, nowMs)} />}
        </span>
      </div>
      {isOpen && <WatchedDetails {...props} />}
      {!isOpen && <OutcomeRow subjectId={itemId} />}
    </div>
  );
});

/** The few words behind the name: what the state means here. */
function sayHint(view: WatchedView, evidence: readonly Listener[], homeFolder: string): Saying {
  const { verdict } = view;
  switch (verdict.kind) {
    case 'free':
      return toFreeWords(verdict);
    case 'held':
      return { key: 'verdict.held' };
    case 'expected': {
      const state = toShownState(view);
      if (state === 'failing' || state === 'down') return { key: `verdict.${state}` };
      return sayOtherName(sayProgram(evidence), view.watchedPort.name);
    }
    case 'conflict':
      return hasSquatter(verdict)
        ? sayHolder(evidence, homeFolder)
        : { key: `conflict.${verdict.conflict}` };
    case 'undetermined':
      return verdict.reason === 'owner-hidden'
        ? { key: 'holder.hidden', values: { user: evidence[0]?.user ?? '' } }
        : { key: 'verdict.undetermined' };
  }
}

/** A name that was just said is not said again. */
function sayOtherName(said: Saying, name: string): Saying {
  const told = said.values?.['name'];
  const isSame = typeof told === 'string' && told.toLowerCase() === name.toLowerCase();
  return isSame ? { key: 'verdict.expected' } : said;
}

function sayFree(verdict: Extract<Verdict, { kind: 'free' }>, expected: string): Saying {
  const isWhole = verdict.closing === undefined && verdict.kept === undefined;
  if (isWhole) return { key: 'row.waits-for', values: { expected } };
  return { key: 'row.free-but', values: { sentence: toFreeWords(verdict), expected } };
}

function WatchedDetails({ view, evidence }: Props) {
  const words = useWords();
  const { t, locale, homeFolder, nowMs } = words;
  const acts = useActs();
  const { watchedPort, verdict, mutedUntil } = view;
  const itemId = toWatchedItemId(watchedPort.id);
  const expected = toRuleText(watchedPort.expectedOwner, homeFolder, t);
  const act = toPrimaryAct(view);
  const canMove = watchedPort.configTargets.length > 0;
  return (
    <div role="row" aria-level={2} className="details">
      <div role="gridcell">
        {verdict.kind === 'undetermined' && verdict.reason !== 'owner-hidden' && (
          <p className="capital">{t(`undetermined.${verdict.reason}`)}</p>
        )}
        <ConflictReason view={view} evidence={evidence} />
        {verdict.kind !== 'conflict' && verdict.kind !== 'held' && evidence.length > 0 && (
          <p>
            <Say
              saying={{
                key: 'card.held',
                values: { holder: sayHolder(evidence, homeFolder), expected },
              }}
              strong={['name', 'expected']}
            />
          </p>
        )}
        {view.health !== undefined && <p>{toHealthSentence(view.health, words)}</p>}
        {verdict.kind === 'free' && (
          <p className="capital">
            <Say saying={sayFree(verdict, expected)} strong={['expected']} />
          </p>
        )}
        {verdict.kind === 'held' && (
          <p>
            <Say saying={{ key: 'row.held', values: { expected } }} strong={['expected']} />
          </p>
        )}
        {view.isHoldWanted === true && verdict.kind === 'free' && <p>{t('row.hold-later')}</p>}
        {mutedUntil !== undefined && (
          <p>
            {mutedUntil === FURTHER_NOTICE
              ? t('row.muted-further-notice')
              : t('row.muted-until', { until: formatInstant(mutedUntil, nowMs, { locale }) })}{' '}
            <AriaButton className="link" onPress={() => acts.mute(watchedPort, 'over')}>
              {t('row.unmute')}
            </AriaButton>
          </p>
        )}
        <EvidenceLine port={watchedPort.port} listeners={evidence} />
        <div className="details-acts">
          {act?.kind === 'follow' && (
            <Button isSmall onPress={() => acts.acceptOwner(watchedPort, toShown(evidence))}>
              {t('card.follow', { port: String(act.to) })}
            </Button>
          )}
          {canMove && act?.kind !== 'follow' && (
            <Button isSmall onPress={() => acts.planMove(watchedPort)}>
              {t('row.move')}
            </Button>
          )}
          <HoldButtons view={view} isSmall />
          <VictimButtons
            victims={toVictims(toSquatting(view, evidence))}
            subjectId={itemId}
            port={watchedPort.port}
            isSmall
          />
          <WhyButton itemId={itemId} isSmall />
          <Button look="plain" isSmall onPress={() => acts.openSettings(watchedPort.id)}>
            {t('card.edit')}
          </Button>
        </div>
        <Outcome subjectId={itemId} />
      </div>
    </div>
  );
}
