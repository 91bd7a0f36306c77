import { Ellipsis, Triangle } from 'lucide-react';
import { memo } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import type { Listener } from '../../shared/listener.ts';
import { toReassignRefusalSentence, toRuleText } from '../../shared/messages/sentences.ts';
import type { WatchedView } from '../../shared/snapshot.ts';
import { Button } from '../components/Button.tsx';
import { sayHolder, toDistinctOwners, toSince } from '../words/listener-words.ts';
import { Foreign, Say } from '../words/Say.tsx';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { toWatchedItemId, useActs } from './acts.ts';
import { toVictims } from '../lists/evidence.ts';
import { EvidenceLine } from './EvidenceLine.tsx';
import { Outcome } from './Outcome.tsx';

interface Props {
  readonly view: WatchedView;
  readonly evidence: readonly Listener[];
  readonly isTabStop: boolean;
}

/** One conflict: who holds the port, who was expected, and the acts that end it. */
export const ConflictCard = memo(function ConflictCard(props: Props) {
  const { t } = useWords();
  const { watchedPort } = props.view;
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
          {t('conflict.squatted')}
        </span>
      </h3>
      <HeldBy {...props} />
      <EvidenceLine listeners={props.evidence} />
      <CardActs {...props} />
      <Outcome subjectId={itemId} />
    </article>
  );
});

function HeldBy({ view, evidence }: Props) {
  const { t, locale, homeFolder, nowMs } = useWords();
  const since = toSince(toDistinctOwners(evidence));
  const values = {
    holder: sayHolder(evidence, homeFolder),
    expected: toRuleText(view.watchedPort.expectedOwner, homeFolder, t),
  };
  return (
    <p className="card-sentence">
      <Say
        strong={['name', 'expected']}
        saying={
          since === undefined
            ? { key: 'card.held', values }
            : {
                key: 'card.held-since',
                values: { ...values, since: formatInstant(since, nowMs, { locale }) },
              }
        }
      />
    </p>
  );
}

function CardActs({ view, evidence }: Props) {
  const { t, homeFolder } = useWords();
  const acts = useActs();
  const { watchedPort, reassignPlan } = view;
  const subjectId = toWatchedItemId(watchedPort.id);
  return (
    <>
      <div className="card-acts">
        {reassignPlan?.kind === 'ready' && (
          <Button look="filled" onPress={() => acts.planMove(watchedPort)}>
            {t('card.move', { port: String(reassignPlan.to) })}
          </Button>
        )}
        {toVictims(evidence).map((victim) => (
          <Button
            key={victim.listenerKey}
            look="danger"
            onPress={() =>
              acts.planKill({
                subjectId,
                listenerKey: victim.listenerKey,
                port: watchedPort.port,
              })
            }
          >
            <span className="one-line">
              <Say saying={victim.saying} />
            </span>
          </Button>
        ))}
        <CardMenu view={view} />
      </div>
      {reassignPlan?.kind === 'refused' && (
        <p className="card-refusal">
          {toReassignRefusalSentence(reassignPlan.refusal, watchedPort, homeFolder, t)}{' '}
          <AriaButton className="link" onPress={() => acts.openSettings(watchedPort.id)}>
            {t('card.open-settings')}
          </AriaButton>
        </p>
      )}
    </>
  );
}

function CardMenu({ view }: { readonly view: WatchedView }) {
  const { t } = useWords();
  const acts = useActs();
  return (
    <MenuTrigger>
      <AriaButton className="icon-button" aria-label={t('card.more')}>
        <Ellipsis size={18} aria-hidden="true" />
      </AriaButton>
      <Popover className="menu-popover" placement="bottom end" offset={4}>
        <Menu className="menu">
          <MenuItem className="menu-item" onAction={() => acts.acceptOwner(view.watchedPort)}>
            {t('card.accept')}
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => acts.mute(view.watchedPort, 60)}>
            {t('card.mute')}
          </MenuItem>
          <MenuItem className="menu-item" onAction={() => acts.openSettings(view.watchedPort.id)}>
            {t('card.edit')}
          </MenuItem>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
