import type { Translate } from '../../../shared/messages/translator.ts';
import { toLeftOver } from '../../core/reassign/left-over.ts';
import { toNoticeText } from '../call/complaints.ts';
import { keepFollowed, keepInHistory, type MoveCall } from './keep-move.ts';

/**
 * Before anything else is moved: takes back what a run that was killed had begun to write, writes
 * down what it had wholly written, and tells of both.
 */
export async function finishInterrupted(call: MoveCall, t: Translate): Promise<void> {
  const { host, complain, ownsSettings } = call;
  if (!ownsSettings) return;
  const recovered = await host.configFiles.recover();
  if (recovered.kind !== 'nothing') {
    const notice =
      recovered.kind === 'stuck'
        ? ({ ...recovered, kind: 'move-stuck', id: 'move-stuck' } as const)
        : ({ ...recovered, kind: 'move-taken-back', id: 'move-taken-back' } as const);
    complain(toNoticeText(notice, host.homeFolder, t));
  }
  const unfinished = await host.configFiles.listUnfinished();
  if (unfinished.length === 0) return;
  const history = await host.historyStore.load();
  for (const entry of unfinished) {
    const left = toLeftOver(host, entry, history);
    let isKept = true;
    if (left !== undefined) {
      const entries = left.isRecorded ? left.entries : [entry, ...left.entries];
      isKept = await keepInHistory(call, entries, t);
      await keepFollowed(call, entry, t);
      if (left.notice !== undefined) complain(toNoticeText(left.notice, host.homeFolder, t));
    }
    if (isKept) await host.configFiles.finish(entry.id);
  }
}
