import { useState } from 'react';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { PlaceLine } from '../components/PlaceLine.tsx';
import { PortChoice, PortChoices } from '../components/PortChoices.tsx';
import { Problem } from '../components/Problem.tsx';
import { Foreign } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { StepTitle } from './StepTitle.tsx';
import type { Suggestion } from './suggestions.ts';
import type { Suggestions } from './use-suggestions.ts';

/** Which ports are to be watched. */
export function ChooseStep(props: {
  readonly suggestions: Suggestions;
  readonly problem: string | undefined;
}) {
  const { t } = useWords();
  const { isLooking, all, chosen, choose, add } = props.suggestions;
  return (
    <>
      <StepTitle text={t('welcome.choose-title')} />
      <p className="muted">{t('welcome.choose-hint')}</p>
      {all.length > 0 && (
        <PortChoices label={t('welcome.choose-ports')} chosen={chosen} onChoose={choose}>
          {all.map((one) => (
            <PortChoice key={one.watchedPort.id} watchedPort={one.watchedPort}>
              <Origin suggestion={one} />
            </PortChoice>
          ))}
        </PortChoices>
      )}
      <p className="muted" role="status">
        {isLooking && t('welcome.looking')}
        {!isLooking && all.length === 0 && t('welcome.nothing-found')}
      </p>
      <PickFolder onFound={add} />
      <Problem text={props.problem} />
    </>
  );
}

/** Whom it is for, and the first line that names it, or that it runs now. */
function Origin({ suggestion: { watchedPort, places } }: { readonly suggestion: Suggestion }) {
  const { t, homeFolder } = useWords();
  const expected = toRuleText(watchedPort.expectedOwner, homeFolder, t);
  const [place] = places;
  return (
    <>
      <span className="place-file">
        <Foreign text={t('welcome.for-owner', { expected })} />{' '}
        {place === undefined && t('welcome.runs-now')}
      </span>
      {place !== undefined && (
        <PlaceLine file={place.target.file} line={place.line} text={place.text} />
      )}
    </>
  );
}

function PickFolder({ onFound }: { readonly onFound: Suggestions['add'] }) {
  const { t, homeFolder } = useWords();
  const [isLooking, setIsLooking] = useState(false);
  const [told, setTold] = useState<string>();
  const look = () => {
    setIsLooking(true);
    setTold(undefined);
    invoke('project.plan-import', {})
      .then(
        (reply) => {
          if (reply.kind === 'cancelled') return;
          const folder = toShortPath(reply.folder, homeFolder);
          if (reply.kind === 'unreadable') setTold(t('welcome.folder-unreadable', { folder }));
          else {
            onFound(reply.ports);
            if (reply.ports.length === 0) setTold(t('welcome.folder-nothing', { folder }));
            else if (reply.isPartial) setTold(t('welcome.folder-partial', { folder }));
          }
        },
        () => setTold(t('act.refused')),
      )
      .finally(() => setIsLooking(false));
  };
  return (
    <div className="welcome-pick">
      <Button isSmall isDisabled={isLooking} onPress={look}>
        {t('welcome.pick-folder')}
      </Button>
      <p className="muted" role="status">
        {told}
      </p>
    </div>
  );
}
