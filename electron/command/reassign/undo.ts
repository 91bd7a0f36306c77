import { toLocale } from '../../../shared/locale.ts';
import { toUndoSentence } from '../../../shared/messages/reassign-sentences.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { ReassignedEntry } from '../../../shared/history.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { UndoOutcome } from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import {
  findLaterMove,
  listFiles,
  listUndoable,
  toMovedSince,
  undoReassign,
} from '../../core/reassign/reassign-port.ts';
import { findRival } from '../../core/settings-changes.ts';
import { formatTable } from '../output/columns.ts';
import type { CommandCall } from '../call/command-call.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { formatDocument } from '../output/format-document.ts';
import { agreeToMove, keepMove, type MoveCall } from './keep-move.ts';
import { finishInterrupted } from './interrupted-moves.ts';
import { openSettings, toUnopenedReason, type UnopenedReason } from '../call/own-settings.ts';
import type { UndoAsked } from '../arguments/parse-reassign.ts';
import { toUndoExit } from './reassign-exit.ts';
import { toMoment } from '../output/time.ts';

const EXIT = EXIT_CODES.undo;

/** Why there is no move to show. */
type UndoRefusal = UnopenedReason | 'nothing-to-undo' | 'unknown-id';

/** `portreeve undo`: takes the last move back, or that one, after it was shown. */
export async function undoMove(call: CommandCall, asked: UndoAsked, t: Translate): Promise<number> {
  const { host } = call;
  if (!asked.isList) await finishInterrupted(call, t);
  const history = await host.historyStore.load();
  const moves = listUndoable(history);
  if (asked.isList) return listMoves(call, moves, asked.asksJson, t);
  const settings = await openSettings(call, t);
  const tell = (refused: UndoRefusal): void => {
    const document = { move: null, outcome: null, sentence: null, refused };
    if (asked.asksJson) call.print(formatDocument(document));
  };
  if (settings === undefined) {
    tell(toUnopenedReason(call));
    return EXIT.refused;
  }
  const { id } = asked;
  const [entry, other] = id === undefined ? moves.slice(0, 1) : findMoves(moves, id);
  if (entry === undefined || other !== undefined) {
    call.complain(t(id === undefined ? 'undo.nothing-to-undo' : 'command.undo-unknown'));
    tell(id === undefined ? 'nothing-to-undo' : 'unknown-id');
    return EXIT.nothing;
  }
  const later = findLaterMove(history, entry);
  if (later !== undefined) {
    const since = toMovedSince(later);
    const sentence = toUndoSentence(since, entry.name, host.homeFolder, t);
    call.complain(`portreeve: ${sentence} ${t('command.undo-later', { id: later.id })}`);
    if (asked.asksJson) call.print(formatDocument(toDocument(entry, since, sentence)));
    return EXIT.refused;
  }
  const { from, to, name, edits } = entry;
  if (!asked.asksJson) {
    const values = { name: toSafeText(name), from: String(to), to: String(from) };
    const files = listFiles(edits).map((file) => `  ${toShortPath(file, host.homeFolder)}`);
    call.print([t('command.undo-title', values), ...files].join('\n'));
  }
  if (asked.isDryRun) {
    if (asked.asksJson) call.print(formatDocument(toDocument(entry, undefined, undefined)));
    return EXIT.done;
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

/** By the whole id, or by enough of its beginning. */
function findMoves(moves: readonly ReassignedEntry[], id: string): readonly ReassignedEntry[] {
  const exact = moves.filter((move) => move.id === id);
  return exact.length > 0 ? exact : moves.filter((move) => move.id.startsWith(id));
}

/** Every move that can be taken back, the newest first. */
function listMoves(
  call: CommandCall,
  moves: readonly ReassignedEntry[],
  asksJson: boolean,
  t: Translate,
): number {
  if (asksJson) {
    call.print(formatDocument({ moves: moves.map(toMoveDocument) }));
  } else if (moves.length === 0) {
    call.print(t('undo.nothing-to-undo'));
  } else {
    const [nowMs, locale] = [call.host.clock.wallMs(), toLocale(call.host.systemLanguage)];
    const rows = moves.map(({ id, at, name, from, to }) => [
      toMoment(Date.parse(at), nowMs, locale),
      toSafeText(name),
      `${from} > ${to}`,
      id,
    ]);
    const header = (['when', 'name', 'move', 'id'] as const).map((column) =>
      t(`command.header-${column}`),
    );
    call.print(formatTable([header, ...rows]));
  }
  return moves.length === 0 ? EXIT.nothing : EXIT.done;
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
  if (undone.entry !== undefined) {
    const isKept = await keepMove(call, undone.entry, t);
    if (isKept) await call.host.configFiles.finish(undone.entry.id);
  }
  return undone.outcome;
}

/** See the README for the shape, which other programs rely on. */
function toDocument(
  entry: ReassignedEntry,
  outcome: UndoOutcome | undefined,
  sentence: string | undefined,
) {
  return {
    move: toMoveDocument(entry),
    outcome: outcome ?? null,
    sentence: sentence ?? null,
  };
}

function toMoveDocument({ id, at, name, from, to, edits }: ReassignedEntry) {
  return { id, at, name, from, to, files: listFiles(edits) };
}
