import { toSafeText, toShortPath, toUndoSentence } from '../../shared/messages/sentences.ts';
import type { ReassignedEntry } from '../../shared/history.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { UndoOutcome } from '../../shared/reassign.ts';
import type { Settings } from '../../shared/settings.ts';
import { findUndoable, listFiles, undoReassign } from '../core/reassign/reassign-port.ts';
import { findRival } from '../core/settings-changes.ts';
import type { CommandCall } from './command-call.ts';
import { formatDocument } from './format-document.ts';
import { agreeToMove, keepMove, type MoveCall } from './keep-move.ts';
import { openSettings } from './own-settings.ts';
import type { UndoAsked } from './parse-reassign.ts';
import { MOVE_EXIT, toUndoExit } from './reassign-exit.ts';

/** `portreeve undo`: takes the last move back, or that one, after it was shown. */
export async function undoMove(call: CommandCall, asked: UndoAsked, t: Translate): Promise<number> {
  const { host } = call;
  const settings = await openSettings(call, t);
  if (settings === undefined) return MOVE_EXIT.refused;
  const entry = findUndoable(await host.historyStore.load());
  // Moves are taken back in reverse: under an earlier one lies a later one.
  if (entry === undefined || (asked.id !== undefined && asked.id !== entry.id)) {
    call.complain(t(asked.id === undefined ? 'undo.nothing-to-undo' : 'command.undo-not-last'));
    return MOVE_EXIT.nothing;
  }
  const { from, to, name, edits } = entry;
  if (!asked.asksJson) {
    const values = { name: toSafeText(name), from: String(to), to: String(from) };
    const files = listFiles(edits).map((file) => `  ${toShortPath(file, host.homeFolder)}`);
    call.print([t('command.undo-title', values), ...files].join('\n'));
  }
  if (asked.isDryRun) {
    if (asked.asksJson) call.print(formatDocument(toDocument(entry, undefined, undefined)));
    return MOVE_EXIT.done;
  }
  const answer = await agreeToMove(call, asked, 'command.undo-ask', t);
  if (answer !== 'yes') return answer;
  const outcome = await takeBack(call, entry, settings, t);
  const sentence = toUndoSentence(outcome, name, host.homeFolder, t);
  call.print(
    asked.asksJson ? formatDocument(toDocument(entry, outcome, sentence)) : `\n${sentence}`,
  );
  return toUndoExit(outcome);
}

/** Takes this move back and writes that down, unless another entry watches the old port now. */
export async function takeBack(
  call: MoveCall,
  entry: ReassignedEntry,
  { watchedPorts }: Settings,
  t: Translate,
): Promise<UndoOutcome> {
  const rival = findRival(watchedPorts, entry);
  if (rival !== undefined) return { kind: 'port-watched', port: entry.from, name: rival.name };
  const undone = await undoReassign(call.host, entry);
  if (undone.entry !== undefined) await keepMove(call, undone.entry, t);
  return undone.outcome;
}

/** See the README for the shape, which other programs rely on. */
function toDocument(
  { id, name, from, to, edits }: ReassignedEntry,
  outcome: UndoOutcome | undefined,
  sentence: string | undefined,
) {
  return {
    move: { id, name, from, to, files: listFiles(edits) },
    outcome: outcome ?? null,
    sentence: sentence ?? null,
  };
}
