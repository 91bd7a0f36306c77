import { Check, CircleAlert, Info, LoaderCircle, X } from 'lucide-react';
import { Button, IconButton } from '../components/Button.tsx';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs } from './acts.ts';

const pictures = { busy: LoaderCircle, good: Check, plain: Info, bad: CircleAlert } as const;

/** The sentence under a button: what is going on, or what became of it. */
export function Outcome(props: { readonly subjectId: string }) {
  const { t } = useWords();
  const acts = useActs();
  const line = acts.outcomes.get(props.subjectId);
  if (line === undefined) return null;
  const Picture = pictures[line.tone];
  const { force } = line;
  return (
    <div className={`outcome outcome-${line.tone}`}>
      <Picture size={16} strokeWidth={2} aria-hidden="true" />
      <div className="outcome-text">
        <p className="evidence">{line.text}</p>
        {force !== undefined && (
          <Button look="danger" isSmall onPress={() => acts.planKill(force.target, 'force')}>
            <span className="one-line">
              <Say saying={force.saying} />
            </span>
          </Button>
        )}
      </div>
      {line.tone !== 'busy' && (
        <IconButton label={t('act.dismiss')} onPress={() => acts.dismiss(props.subjectId)}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}
