import type {
  HistoryEntry,
  ReassignedEntry,
  ReassignUndoneEntry,
} from '../../../shared/history.ts';
import type { MessageKey, Translate } from '../../../shared/messages/translator.ts';
import { followMove } from '../../core/settings-changes.ts';
import { askApp } from '../../core/ask-app.ts';
import { askYes } from '../call/ask-yes.ts';
import type { CommandCall } from '../call/command-call.ts';
import { toNoticeText } from '../call/complaints.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { keepSettings, openSettings } from '../call/own-settings.ts';
import type { MoveExit } from './reassign-exit.ts';

/** What changing the settings and the history takes of a call, be it a person's or a program's. */
export type MoveCall = Pick<CommandCall, 'host' | 'complain' | 'ownsSettings'>;

/**
 * Writes down that a service moved, or moved back: in the history, where `undo` finds it, and in
 * its watched port. An app that runs takes both over. Answers whether history has it; where it does
 * not, the move's journal has to stay, from which the next command or start records it.
 */
export async function keepMove(
  call: MoveCall,
  entry: ReassignedEntry | ReassignUndoneEntry,
  t: Translate,
): Promise<boolean> {
  const isKept = await keepInHistory(call, [entry], t);
  await keepFollowed(call, entry, t);
  return isKept;
}

/** Whether history took them; where it did not, that is told. */
export async function keepInHistory(
  { host, complain }: Pick<MoveCall, 'host' | 'complain'>,
  entries: readonly HistoryEntry[],
  t: Translate,
): Promise<boolean> {
  const notice = await host.historyStore.append(entries);
  if (notice !== undefined) complain(toNoticeText(notice, host.homeFolder, t));
  return notice === undefined;
}

/** Has the watched port follow the move. */
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
  call: CommandCall,
  { isAgreed }: { readonly isAgreed: boolean },
  question: MessageKey,
  t: Translate,
): Promise<'yes' | MoveExit> {
  const answer = isAgreed ? 'yes' : await askYes(call, t(question), t);
  switch (answer) {
    case 'yes':
      return answer;
    case 'no':
      call.print(t('command.move-declined'));
      return EXIT_CODES.reassign.notDone;
    case 'nobody-to-ask':
      call.complain(t('command.move-nobody-to-ask'));
      return EXIT_CODES.reassign.refused;
  }
}
