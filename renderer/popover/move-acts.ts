import { toReassignSentence, toUndoSentence } from '../../shared/messages/reassign-sentences.ts';
import type { ReassignOutcome } from '../../shared/reassign.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { invoke, subscribe } from '../bridge.ts';
import type { ActTools } from './act-tools.ts';
import { toWatchedItemId, UNDO_SUBJECT, type Acts, type OutcomeLine } from './acts.ts';

/** Moves a service after its plan was shown, and takes a move back. */
export function createMoveActs({
  tell,
  run,
  getWords,
  openDialog,
}: ActTools): Pick<Acts, 'planMove' | 'runMove' | 'stopWaiting' | 'undo'> {
  /** Says how far a move has come; returns the function that ends it. */
  function tellProgress({ id, name }: WatchedPort): () => void {
    let told: string | undefined;
    return subscribe('snapshot.changed', ({ rest }) => {
      const now = rest.moving?.find(({ watchedPortId }) => watchedPortId === id);
      if (now === undefined || now.phase === told) return;
      told = now.phase;
      const { t } = getWords();
      const isWaiting = now.phase === 'waiting';
      const key = now.phase === 'writing' ? 'act.moving' : (`act.moving-${now.phase}` as const);
      tell(toWatchedItemId(id), {
        tone: 'busy',
        text: t(key, { name, to: String(now.to), seconds: String(now.withinS) }),
        ...(isWaiting && { waitsFor: id }),
      });
    });
  }

  return {
    planMove: (watchedPort) =>
      run(toWatchedItemId(watchedPort.id), async () => {
        const reply = await invoke('service.plan-reassign', { watchedPortId: watchedPort.id });
        openDialog({ kind: 'move', watchedPort, ...reply });
      }),
    runMove: ({ watchedPort, token }, restarts) => {
      openDialog(undefined);
      const subjectId = toWatchedItemId(watchedPort.id);
      run(subjectId, async () => {
        const { t, homeFolder } = getWords();
        tell(subjectId, { tone: 'busy', text: t('act.moving', { name: watchedPort.name }) });
        const stopTelling = tellProgress(watchedPort);
        const reply = await invoke('service.reassign', { token, restarts }).finally(stopTelling);
        if (reply.kind === 'token-expired') {
          tell(subjectId, { tone: 'plain', text: t('reassign.token-expired') });
          return;
        }
        const { outcome } = reply;
        tell(subjectId, {
          tone: toTone(outcome),
          text: toReassignSentence(outcome, watchedPort, homeFolder, t),
          ...(hasLog(outcome) && { logId: outcome.entryId }),
        });
      });
    },
    stopWaiting: (watchedPortId) =>
      run(toWatchedItemId(watchedPortId), async () => {
        await invoke('service.stop-waiting', { watchedPortId });
      }),
    undo: (undoable) =>
      run(UNDO_SUBJECT, async () => {
        const { t, homeFolder } = getWords();
        const outcome = await invoke('service.undo-reassign', { entryId: undoable.entryId });
        // What was said of the move is no longer so.
        if (outcome.kind === 'undone') tell(toWatchedItemId(undoable.watchedPortId), undefined);
        tell(UNDO_SUBJECT, {
          tone: outcome.kind === 'undone' ? 'good' : 'bad',
          text: toUndoSentence(outcome, undoable.name, homeFolder, t),
        });
      }),
  };
}

/** A move whose service runs, or was not to be started, is good news; the rest needs the person. */
function toTone(outcome: ReassignOutcome): OutcomeLine['tone'] {
  if (outcome.kind !== 'reassigned') return 'bad';
  switch (outcome.service.kind) {
    case 'running':
    case 'not-restarted':
      return 'good';
    case 'not-awaited':
      return 'plain';
    case 'not-ended':
    case 'not-started':
    case 'not-up':
      return 'bad';
  }
}

function hasLog(
  outcome: ReassignOutcome,
): outcome is Extract<ReassignOutcome, { kind: 'reassigned' }> {
  return (
    outcome.kind === 'reassigned' &&
    'logFile' in outcome.service &&
    outcome.service.logFile !== undefined
  );
}
