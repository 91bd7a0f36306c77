import { useState } from 'react';
import type { CommandOutput } from '../../shared/contract.ts';
import { toRuleText } from '../../shared/messages/rule-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { ImportedPort } from '../../shared/project.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Dialog } from '../components/Dialog.tsx';
import { PlaceLine } from '../components/PlaceLine.tsx';
import { PortChoice, PortChoices } from '../components/PortChoices.tsx';
import { Problem } from '../components/Problem.tsx';
import { Foreign, Say } from '../words/Say.tsx';
import { useWords } from '../words/WordsProvider.tsx';

export type PlannedImport = Extract<CommandOutput<'project.plan-import'>, { kind: 'planned' }>;

/** The ports of a folder as they would be watched; all new ones are ticked. */
export function ImportDialog(props: {
  readonly planned: PlannedImport;
  readonly onClose: () => void;
}) {
  const { t, homeFolder } = useWords();
  const { planned, onClose } = props;
  const fresh = planned.ports.filter(({ watchedAs }) => watchedAs === undefined);
  const known = planned.ports.filter(({ watchedAs }) => watchedAs !== undefined);
  const [chosen, setChosen] = useState<readonly string[]>(
    fresh.map(({ watchedPort }) => watchedPort.id),
  );
  const [problem, setProblem] = useState<string>();
  const save = () => {
    invoke('project.import', { token: planned.token, chosen }).then(
      (reply) => {
        if (reply.kind === 'saved') onClose();
        else if (reply.kind === 'watched-twice') {
          setProblem(t('watch.watched-twice', { name: reply.name }));
        } else if (reply.kind === 'too-many') setProblem(t('watch.too-many'));
        else setProblem(t('import.expired'));
      },
      () => setProblem(t('act.refused')),
    );
  };
  const folder = toShortPath(planned.folder, homeFolder);
  return (
    <Dialog
      title={<Say saying={{ key: 'import.title', values: { folder } }} />}
      onClose={onClose}
      acts={
        <>
          <Button onPress={onClose} autoFocus={fresh.length === 0}>
            {t(fresh.length === 0 ? 'dialog.close' : 'dialog.cancel')}
          </Button>
          {fresh.length > 0 && (
            <Button look="filled" autoFocus isDisabled={chosen.length === 0} onPress={save}>
              {t('import.watch', { count: chosen.length })}
            </Button>
          )}
        </>
      }
    >
      {planned.ports.length === 0 && <p>{t('import.nothing')}</p>}
      {planned.isPartial && <p>{t('move.mentions-partial')}</p>}
      {fresh.length > 0 && (
        <PortChoices label={t('import.ports')} chosen={chosen} onChoose={setChosen}>
          {fresh.map((one) => (
            <PortChoice key={one.watchedPort.id} watchedPort={one.watchedPort}>
              <Origin imported={one} />
            </PortChoice>
          ))}
        </PortChoices>
      )}
      {known.map(({ watchedPort, watchedAs = '' }) => (
        <p key={watchedPort.id} className="field-hint">
          {t('import.watched', { port: String(watchedPort.port), name: watchedAs })}
        </p>
      ))}
      <Problem text={problem} />
    </Dialog>
  );
}

/** Whom it is for, and the lines that name it. */
function Origin({ imported }: { readonly imported: ImportedPort }) {
  const { t, homeFolder } = useWords();
  const { watchedPort, places } = imported;
  const expected = toRuleText(watchedPort.expectedOwner, homeFolder, t);
  return (
    <>
      <Foreign text={t('import.expected', { expected })} className="place-file" />
      {places.map(({ target, line, text }) => (
        <span key={`${target.file} ${line} ${text}`} className="import-place">
          <PlaceLine file={target.file} line={line} text={text} />
        </span>
      ))}
    </>
  );
}
