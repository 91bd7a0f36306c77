import { Triangle } from 'lucide-react';
import { memo } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { MenuItem } from 'react-aria-components/Menu';
import type { Listener } from '../../shared/listener.ts';
import { toReassignRefusalSentence } from '../../shared/messages/reassign-sentences.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { hasSquatter } from '../../shared/squatter.ts';
import { MoreMenu } from '../components/MoreMenu.tsx';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { toWatchedItemId, useActs } from './acts.ts';
import { toShown, toSquatting, toVictims } from '../lists/evidence.ts';
import { toPrimaryAct } from '../lists/primary-act.ts';
import { ConflictReason } from './ConflictReason.tsx';
import { EvidenceLine } from './EvidenceLine.tsx';
import { Outcome } from './Outcome.tsx';
import { PrimaryButton } from './PrimaryButton.tsx';
import { VictimButtons } from './VictimButtons.tsx';
import { WhyButton } from './WhyButton.tsx';

interface Props {
  readonly view: WatchedView;
  readonly evidence: readonly Listener[];
  readonly isTabStop: boolean;
}

/** One conflict: who holds the port, who was expected, and the acts that end it. */
export const ConflictCard = memo(function ConflictCard(props: Props) {
  const { t } = useWords();
  const { watchedPort, verdict } = props.view;
  const itemId = toWatchedItemId(watchedPort.id);
  const titleId = `title-${watchedPort.id}`;
  return (
    <article
      className="card"
      data-item-id={itemId}
      tabIndex={props.isTabStop ? 0 : -1}
      aria-labelledby={titleId}
    >
      <h3 id={titleId} className="card-title">
        <span className="card-port">{watchedPort.port}</span>
        <Foreign text={watchedPort.name} className="card-name one-line" />
        <span className="badge badge-conflict">
          <Triangle size={10} fill="currentColor" aria-hidden="true" />
          {verdict.kind === 'conflict' && t(`conflict.${verdict.conflict}`)}
        </span>
      </h3>
      <ConflictReason view={props.view} evidence={props.evidence} />
      <EvidenceLine port={watchedPort.port} listeners={props.evidence} />
      <CardActs view={props.view} evidence={props.evidence} />
      <Outcome subjectId={itemId} />
    </article>
  );
});

function CardActs({ view, evidence }: Pick<Props, 'view' | 'evidence'>) {
  const { watchedPort } = view;
  return (
    <>
      <div className="card-acts">
        <PrimaryButton view={view} evidence={evidence} />
        <VictimButtons
          victims={toVictims(toSquatting(view, evidence))}
          subjectId={toWatchedItemId(watchedPort.id)}
          port={watchedPort.port}
        />
        <WhyButton itemId={toWatchedItemId(watchedPort.id)} />
        <CardMenu view={view} evidence={evidence} />
      </div>
      <MoveRefusal view={view} />
    </>
  );
}

/** Why there is no move, and where to make one possible. */
function MoveRefusal({ view }: Pick<Props, 'view'>) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const { watchedPort, reassignPlan } = view;
  const act = toPrimaryAct(view);
  if (reassignPlan?.kind !== 'refused' || act?.kind === 'follow') return null;
  return (
    <p className="card-refusal">
      {toReassignRefusalSentence(reassignPlan.refusal, watchedPort, homeFolder, t)}
      {act === undefined && (
        <>
          {' '}
          <AriaButton className="link" onPress={() => acts.openSettings(watchedPort.id)}>
            {t('card.open-settings')}
          </AriaButton>
        </>
      )}
    </p>
  );
}

function CardMenu({ view, evidence }: Pick<Props, 'view' | 'evidence'>) {
  const { t } = useWords();
  const acts = useActs();
  const { verdict, watchedPort } = view;
  // Elsewhere there is nobody on the port who could be accepted.
  const canAccept = verdict.kind === 'conflict' && hasSquatter(verdict);
  return (
    <MoreMenu>
      {canAccept && (
        <MenuItem
          className="menu-item"
          onAction={() => acts.acceptOwner(watchedPort, toShown(evidence))}
        >
          {t('card.accept')}
        </MenuItem>
      )}
      {(['hour', 'until-morning', 'further-notice'] as const).map((period) => (
        <MenuItem
          key={period}
          className="menu-item"
          onAction={() => acts.mute(watchedPort, period)}
        >
          {t(`card.mute-${period}`)}
        </MenuItem>
      ))}
      <MenuItem className="menu-item" onAction={() => acts.openSettings(watchedPort.id)}>
        {t('card.edit')}
      </MenuItem>
    </MoreMenu>
  );
}
