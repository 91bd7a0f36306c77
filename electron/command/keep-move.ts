import type { ReassignedEntry, ReassignUndoneEntry } from '../../shared/history.ts';
import type { MessageKey, Translate } from '../../shared/messages/translator.ts';
import { followMove } from '../core/settings-changes.ts';
import { askApp } from '../core/ask-app.ts';
import type { CommandCall } from './command-call.ts';
import { toNoticeText } from './complaints.ts';
import { keepSettings, openSettings } from './own-settings.ts';
import { MOVE_EXIT, type MoveExit } from './reassign-exit.ts';

/** What changing the settings and the history takes of a call, be it a person's or a program's. */
export type MoveCall = Pick<CommandCall, 'host' | 'complain' | 'ownsSettings'>;

/**
 * Writes down that a service moved, or moved back: in the history, where `undo` finds it, and in
 * its watched port. An app that runs takes both over.
 */
export async function keepMove(
  call: MoveCall,
  entry: ReassignedEntry | ReassignUndoneEntry,
  t: Translate,
): Promise<void> {
  const { host } = call;
  const notice = await host.historyStore.append([entry]);
  if (notice !== undefined) call.complain(toNoticeText(notice, host.homeFolder, t));
  await keepFollowed(call, entry, t);
}

/** The same without the history, which has it. */
export async function keepFollowed(
  call: MoveCall,
  entry: ReassignedEntry | ReassignUndoneEntry,
  t: Translate,
): Promise<void> {
  // Read once more: the plan may have been on the screen for long.
  const settings = await openSettings(call, t);
  if (settings === undefined) return;
  await keepSettings(call, { before: settings, after: followMove(settings, entry) }, t);
  await askApp(call.host.coordinator, 'settings.reload', {});
}

/** Asks whoever sits at the terminal; a number is the code of having been told no. */
export async function agreeToMove(
  { ask, print, complain }: CommandCall,
  { isAgreed }: { readonly isAgreed: boolean },
  question: MessageKey,
  t: Translate,
): Promise<'yes' | MoveExit> {
  if (isAgreed) return 'yes';
  if (ask === undefined) {
    complain(t('command.move-nobody-to-ask'));
    return MOVE_EXIT.refused;
  }
  const answer = (await ask(`\n${t(question)} `))?.trim().toLowerCase();
  if (answer !== undefined && t('command.kill-yes').split(' ').includes(answer)) return 'yes';
  print(t('command.move-declined'));
  return MOVE_EXIT.notDone;
}
