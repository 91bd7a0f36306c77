import type { LaunchOutcome } from '../../shared/launch.ts';
import { toLaunchSentence } from '../../shared/messages/kill-sentences.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { invoke } from '../bridge.ts';
import type { ActTools } from './act-tools.ts';
import { toStartSubject, type Acts } from './acts.ts';

/** Starts again what a kill has ended, and opens what it prints. */
export function createStartActs({
  tell,
  run,
  getWords,
}: ActTools): Pick<Acts, 'startAgain' | 'openLog'> {
  return {
    startAgain: (startable, place) => {
      const { id, name } = startable;
      const subjectId = toStartSubject(id);
      run(subjectId, async () => {
        const { t } = getWords();
        tell(subjectId, { tone: 'busy', text: t('start.starting', { name: toSafeText(name) }) });
        const outcome = await invoke('process.start-again', { id, place });
        tell(subjectId, {
          tone: outcome.kind === 'started' ? 'good' : 'bad',
          text: toLaunchSentence(outcome, startable, t),
          ...(outcome.kind === 'started' && { port: outcome.port }),
          ...(hasLog(outcome) && { logId: id }),
        });
      });
    },
    openLog: (id) => {
      run(toStartSubject(id), async () => {
        await invoke('process.open-log', { id });
      });
    },
  };
}

function hasLog(outcome: LaunchOutcome): boolean {
  return (
    outcome.kind === 'started' || (outcome.kind === 'failed' && outcome.reason === 'ended-at-once')
  );
}
