import { useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import type { ConfigTarget } from '../../shared/config-target.ts';
import { parsePort } from '../../shared/port-text.ts';
import { toTargetName } from '../../shared/target-name.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { DraftEditor } from './draft-editor.ts';
import { emptyTarget, parseTarget } from './target-draft.ts';

type Answer = CommandOutput<'config-target.test'> | { readonly kind: 'failed' };

/** Reads one place of the form now, and says which number stands there. */
export function TestTarget(props: { readonly editor: DraftEditor; readonly index: number }) {
  const { t, homeFolder } = useWords();
  const [tested, setTested] = useState<{ readonly of: string; readonly answer: Answer }>();
  const { draft } = props.editor;
  const parsed = parseTarget(draft.targets[props.index] ?? emptyTarget, homeFolder);
  if (parsed.kind !== 'valid') return null;
  const { target } = parsed;
  const read = parsePort(draft.port);
  const port = read.kind === 'port' ? read.port : undefined;
  // What was said of another place or port says nothing of this one.
  const subject = JSON.stringify([target, port]);
  const test = () => {
    const tell = (answer: Answer): void => setTested({ of: subject, answer });
    const input = { target, ...(port !== undefined && { port }) };
    invoke('config-target.test', input).then(tell, () => tell({ kind: 'failed' }));
  };
  const answer = tested?.of === subject ? tested.answer : undefined;
  return (
    <div className="test-target">
      <Button isSmall onPress={test}>
        {t('form.config-test')}
      </Button>
      <p className={answer?.kind === 'fits' ? 'told-good' : 'field-hint'} role="status">
        {answer !== undefined && <Told answer={answer} target={target} port={port} />}
      </p>
    </div>
  );
}

function Told(props: {
  readonly answer: Answer;
  readonly target: ConfigTarget;
  readonly port: number | undefined;
}) {
  const { t } = useWords();
  const { answer, target, port } = props;
  switch (answer.kind) {
    case 'fits':
      return t('form.config-test-fits', {
        line: String(answer.line),
        port: String(port ?? 65_535),
      });
    case 'differs':
      return port === undefined
        ? t('form.config-test-found', { found: String(answer.found) })
        : t('form.config-test-differs', { found: String(answer.found), port: String(port) });
    case 'refused': {
      const reason = t(`edit-refusal.${answer.reason}`, {
        key: toTargetName(target),
        port: String(port ?? ''),
      });
      return t('form.config-test-refused', { reason });
    }
    case 'not-granted':
      return t('form.config-test-not-granted');
    case 'failed':
      return t('act.refused');
  }
}
