import { invoke } from '../bridge.ts';
import { toWatchedItemId, type Acts } from './acts.ts';
import type { ActTools } from './act-tools.ts';

/** Has the app keep a port bound for its service, and lets it go. */
export function createHoldActs({ tell, run, getWords }: ActTools): Pick<Acts, 'hold' | 'letGo'> {
  return {
    hold: ({ id, name, port }) =>
      run(toWatchedItemId(id), async () => {
        const outcome = await invoke('watched-port.hold', { watchedPortId: id });
        const { t } = getWords();
        const values = { name, port: String(port) };
        if (outcome.kind === 'held') {
          tell(toWatchedItemId(id), { tone: 'good', text: t('act.held', values) });
        } else if (outcome.kind === 'unavailable') {
          const reason = t(`passed-over.${outcome.reason}`, values);
          tell(toWatchedItemId(id), {
            tone: 'bad',
            text: t('act.not-held', { ...values, reason }),
          });
        }
      }),
    letGo: ({ id, name, port }) =>
      run(toWatchedItemId(id), async () => {
        await invoke('watched-port.let-go', { watchedPortId: id });
        const text = getWords().t('act.let-go', { name, port: String(port) });
        tell(toWatchedItemId(id), { tone: 'good', text });
      }),
  };
}
