import { toReassignSentence, toUndoSentence } from '../../shared/messages/sentences.ts';
import { invoke } from '../bridge.ts';
import type { ActTools } from './act-tools.ts';
import { toWatchedItemId, UNDO_SUBJECT, type Acts } from './acts.ts';

/** Moves a service after its plan was shown, and takes a move back. */
export function createMoveActs({
  tell,
  run,
  getWords,
  openDialog,
}: ActTools): Pick<Acts, 'planMove' | 'runMove' | 'undo'> {
  return {
    planMove: (watchedPort) =>
      run(toWatchedItemId(watchedPort.id), async () => {
        const reply = await invoke('service.plan-reassign', { watchedPortId: watchedPort.id });
        openDialog({ kind: 'move', watchedPort, ...reply });
      }),
    runMove: ({ watchedPort, token }) => {
      openDialog(undefined);
      const subjectId = toWatchedItemId(watchedPort.id);
      run(subjectId, async () => {
        const { t, homeFolder } = getWords();
        tell(subjectId, { tone: 'busy', text: t('act.moving', { name: watchedPort.name }) });
        const reply = await invoke('service.reassign', { token });
        if (reply.kind === 'token-expired') {
          tell(subjectId, { tone: 'plain', text: t('reassign.token-expired') });
          return;
        }
        tell(subjectId, {
          tone: reply.outcome.kind === 'reassigned' ? 'good' : 'bad',
          text: toReassignSentence(reply.outcome, watchedPort, homeFolder, t),
        });
      });
    },
    undo: (undoable) =>
      run(UNDO_SUBJECT, async () => {
        const { t, homeFolder } = getWords();
        const outcome = await invoke('service.undo-reassign', { entryId: undoable.entryId });
        tell(UNDO_SUBJECT, {
          tone: outcome.kind === 'undone' ? 'good' : 'bad',
          text: toUndoSentence(outcome, undoable.name, homeFolder, t),
        });
      }),
  };
}
