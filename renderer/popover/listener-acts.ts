import { invoke } from '../bridge.ts';
import type { ActTools } from './act-tools.ts';
import type { Acts } from './acts.ts';

/** Opens what a listener serves and where it runs, and puts what names it on the clipboard. */
export function createListenerActs({
  tell,
  run,
  getWords,
}: ActTools): Pick<Acts, 'openPage' | 'openFolder' | 'copyFor'> {
  return {
    openPage: (subjectId, listenerKey) =>
      run(subjectId, async () => {
        await invoke('listener.open-page', { listenerKey });
      }),
    openFolder: (subjectId, listenerKey) =>
      run(subjectId, async () => {
        await invoke('listener.open-folder', { listenerKey });
      }),
    copyFor: (subjectId, text) =>
      run(subjectId, async () => {
        const { t } = getWords();
        await invoke('text.copy', { text });
        tell(subjectId, { tone: 'good', text: t('act.copied-text', { text }) });
      }),
  };
}
