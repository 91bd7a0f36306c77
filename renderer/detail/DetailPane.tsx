import { ArrowLeft, History, Triangle, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../components/Button.tsx';
import { StateShape } from '../components/StateShape.tsx';
import { toSquatting, toVictims } from '../lists/evidence.ts';
import { toShownState } from '../lists/shown-state.ts';
import { Button } from '../components/Button.tsx';
import { useActs } from '../popover/acts.ts';
import { ConflictReason } from '../popover/ConflictReason.tsx';
import { HoldButtons } from '../popover/HoldButtons.tsx';
import { Outcome } from '../popover/Outcome.tsx';
import { PrimaryButton } from '../popover/PrimaryButton.tsx';
import { VictimButtons } from '../popover/VictimButtons.tsx';
import { windowActs } from '../popover/window-acts.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { sayWhy } from '../words/why-words.ts';
import { HealthFacts } from './HealthFacts.tsx';
import { LinkActs } from './LinkActs.tsx';
import { ReportFacts } from './ReportFacts.tsx';
import { toSituation, type Subject } from './subject.ts';
import { useReport } from './use-report.ts';
import './detail.css';

/** All about one port: why it is as it is, who holds it, where that came from, what can be done. */
export function DetailPane(props: {
  readonly subject: Subject;
  readonly isBeside: boolean;
  readonly onClose: () => void;
}) {
  const { t, homeFolder } = useWords();
  const { subject, isBeside } = props;
  const pane = useRef<HTMLElement>(null);
  const reading = useReport(subject.question, toSituation(subject));
  useEffect(() => pane.current?.focus(), []);
  const label = t('detail.title', { port: String(subject.port) });
  return (
    <aside ref={pane} className="detail" aria-label={label} tabIndex={-1}>
      <header className="detail-head">
        {!isBeside && (
          <IconButton label={t('detail.back')} onPress={props.onClose}>
            <ArrowLeft size={18} aria-hidden="true" />
          </IconButton>
        )}
        <Heading subject={subject} />
        <IconButton
          label={t('detail.who-had')}
          onPress={() => windowActs.openHistoryOf(subject.port)}
        >
          <History size={18} aria-hidden="true" />
        </IconButton>
        {isBeside && (
          <IconButton label={t('dialog.close')} onPress={props.onClose}>
            <X size={18} aria-hidden="true" />
          </IconButton>
        )}
      </header>
      {/* What scrolls can be reached and scrolled with the keyboard. */}
      <section className="detail-body" aria-label={label} tabIndex={0}>
        {subject.view?.verdict.kind === 'conflict' ? (
          <ConflictReason view={subject.view} evidence={subject.listeners} />
        ) : (
          reading.kind === 'read' && (
            <p className="card-sentence">
              <Say saying={sayWhy(reading.report, homeFolder)} strong={['holder']} />
            </p>
          )
        )}
        <PaneActs subject={subject} />
        <Outcome subjectId={subject.itemId} />
        <LinkActs subject={subject} />
        {subject.view !== undefined && <HealthFacts view={subject.view} />}
        <div aria-busy={reading.kind === 'reading'}>
          {reading.kind === 'read' && <ReportFacts report={reading.report} />}
          {reading.kind === 'reading' && <p className="muted">{t('act.looking')}</p>}
          {reading.kind === 'gone' && <p className="muted">{t('detail.gone')}</p>}
          {reading.kind === 'failed' && <p className="muted">{t('act.refused')}</p>}
        </div>
      </section>
    </aside>
  );
}

function Heading({ subject }: { readonly subject: Subject }) {
  const { t } = useWords();
  const { view, row, port } = subject;
  const name =
    view?.watchedPort.name ?? row?.container?.name ?? row?.program?.tool ?? row?.program?.name;
  const verdict = view?.verdict;
  const state = view === undefined ? undefined : toShownState(view);
  return (
    <h2 className="detail-title">
      <span className="card-port">{port}</span>
      {name !== undefined && <Foreign text={name} className="card-name one-line" />}
      {verdict?.kind === 'conflict' && (
        <span className="badge badge-conflict">
          <Triangle size={10} fill="currentColor" aria-hidden="true" />
          {t(`conflict.${verdict.conflict}`)}
        </span>
      )}
      {state !== undefined && state !== 'conflict' && (
        <span className={`badge badge-${state}`}>
          <StateShape state={state} />
          <span className="capital">{t(`verdict.${state}`)}</span>
        </span>
      )}
    </h2>
  );
}

function PaneActs({ subject }: { readonly subject: Subject }) {
  const { t } = useWords();
  const acts = useActs();
  const { view, row, listeners, itemId, port } = subject;
  const squatting = view === undefined ? listeners : toSquatting(view, listeners);
  const canMove =
    view !== undefined &&
    view.verdict.kind !== 'conflict' &&
    view.watchedPort.configTargets.length > 0;
  return (
    <div className="card-acts">
      {view !== undefined && <PrimaryButton view={view} evidence={listeners} />}
      {canMove && <Button onPress={() => acts.planMove(view.watchedPort)}>{t('row.move')}</Button>}
      {view !== undefined && <HoldButtons view={view} />}
      <VictimButtons victims={toVictims(squatting)} subjectId={itemId} port={port} />
      {view === undefined && row !== undefined && (
        <Button onPress={() => acts.askWatch(row)}>{t('row.watch')}</Button>
      )}
      {view !== undefined && (
        <Button look="plain" onPress={() => acts.openSettings(view.watchedPort.id)}>
          {t('card.edit')}
        </Button>
      )}
    </div>
  );
}
