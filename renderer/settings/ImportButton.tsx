import { useState } from 'react';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { Problem } from '../components/Problem.tsx';
import { toShortPath } from '../../shared/messages/short-path.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { ImportDialog, type PlannedImport } from './ImportDialog.tsx';

/** Lets a person pick a folder and shows what of it could be watched. */
export function ImportButton() {
  const { t, homeFolder } = useWords();
  const [isLooking, setIsLooking] = useState(false);
  const [planned, setPlanned] = useState<PlannedImport>();
  const [problem, setProblem] = useState<string>();
  const look = () => {
    setIsLooking(true);
    setProblem(undefined);
    invoke('project.plan-import', {})
      .then(
        (reply) => {
          if (reply.kind === 'planned') setPlanned(reply);
          else if (reply.kind === 'unreadable') {
            const folder = toShortPath(reply.folder, homeFolder);
            setProblem(t('form.find-unreadable', { folder }));
          }
        },
        () => setProblem(t('act.refused')),
      )
      .finally(() => setIsLooking(false));
  };
  return (
    <>
      <Button isDisabled={isLooking} onPress={look}>
        {t('ports.import')}
      </Button>
      <Problem text={problem} />
      {planned !== undefined && (
        <ImportDialog planned={planned} onClose={() => setPlanned(undefined)} />
      )}
    </>
  );
}
