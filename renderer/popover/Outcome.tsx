import { Check, CircleAlert, Copy, FileText, Info, LoaderCircle, X } from 'lucide-react';
import { useState } from 'react';
import { Button, IconButton } from '../components/Button.tsx';
import { Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { useActs, type OutcomeLine } from './acts.ts';

const pictures = { busy: LoaderCircle, good: Check, plain: Info, bad: CircleAlert } as const;

/** The sentence under a button: what is going on, or what became of it. */
export function Outcome(props: { readonly subjectId: string }) {
  const { t } = useWords();
  const acts = useActs();
  const line = acts.outcomes.get(props.subjectId);
  if (line === undefined) return null;
  const Picture = pictures[line.tone];
  return (
    <div className={`outcome outcome-${line.tone}`}>
      <Picture size={16} strokeWidth={2} aria-hidden="true" />
      <div className="outcome-text">
        <p className="evidence">
          <Sentence text={line.text} command={line.command} />
        </p>
        <OutcomeActs line={line} />
      </div>
      {line.tone !== 'busy' && (
        <IconButton label={t('act.dismiss')} onPress={() => acts.dismiss(props.subjectId)}>
          <X size={14} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  );
}

/** The same as a row of its own, for a grid. */
export function OutcomeRow({ subjectId }: { readonly subjectId: string }) {
  const acts = useActs();
  if (!acts.outcomes.has(subjectId)) return null;
  return (
    <div role="row">
      <div role="gridcell">
        <Outcome subjectId={subjectId} />
      </div>
    </div>
  );
}

/** The command looks like one, so that it is plain where it begins and ends. */
function Sentence({
  text,
  command,
}: {
  readonly text: string;
  readonly command?: string | undefined;
}) {
  if (command === undefined) return text;
  const at = text.indexOf(command);
  if (at === -1) return text;
  return (
    <>
      {text.slice(0, at)}
      <code className="outcome-command">{command}</code>
      {text.slice(at + command.length)}
    </>
  );
}

function OutcomeActs({ line }: { readonly line: OutcomeLine }) {
  const { t } = useWords();
  const acts = useActs();
  const { force, command, logId, text, waitsFor } = line;
  return (
    <>
      {force !== undefined && (
        <Button
          look="danger"
          isSmall
          onPress={() => acts.planKill(force.target, 'force', force.way)}
        >
          <span className="one-line">
            <Say saying={force.saying} />
          </span>
        </Button>
      )}
      {command !== undefined && text.includes(command) && <CopyButton command={command} />}
      {waitsFor !== undefined && (
        <Button isSmall onPress={() => acts.stopWaiting(waitsFor)}>
          {t('act.stop-waiting')}
        </Button>
      )}
      {logId !== undefined && (
        <Button isSmall onPress={() => acts.openLog(logId)}>
          <FileText size={14} aria-hidden="true" />
          {t('start.open-log')}
        </Button>
      )}
    </>
  );
}

function CopyButton({ command }: { readonly command: string }) {
  const { t } = useWords();
  const acts = useActs();
  const [isCopied, setIsCopied] = useState(false);
  const Picture = isCopied ? Check : Copy;
  return (
    <>
      <Button isSmall onPress={() => void acts.copy(command).then(setIsCopied)}>
        <Picture size={14} aria-hidden="true" />
        {t(isCopied ? 'act.copied' : 'act.copy-command')}
      </Button>
      <span className="only-heard" role="status">
        {isCopied && t('act.copied')}
      </span>
    </>
  );
}
