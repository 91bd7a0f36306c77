import { toReassignSentence } from '../../../shared/messages/reassign-sentences.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import { toShortPath } from '../../../shared/messages/short-path.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import {
  isRestartExpected,
  type MovePhase,
  type ReassignOutcome,
} from '../../../shared/reassign.ts';
import { carryOutMove, type Move } from './carry-out-move.ts';
import type { CommandCall } from '../call/command-call.ts';
import { toScanFailureText } from '../call/complaints.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import { formatDocument } from '../output/format-document.ts';
import { agreeToMove } from './keep-move.ts';
import { finishInterrupted } from './interrupted-moves.ts';
import { findMoveTarget } from './move-target.ts';
import { openSettings, toUnopenedReason } from '../call/own-settings.ts';
import type { ReassignAsked } from '../arguments/parse-reassign.ts';
import { readPlan } from './read-plan.ts';
import { toReassignExit, toRefusedExit } from './reassign-exit.ts';
import { readMentions, toMentionLines, toMentionsDocument } from './reassign-mentions.ts';
import { toMoveRefusalText, toRefusedDocument, type MoveRefusal } from './reassign-refusal.ts';
import { toPlanText } from './reassign-text.ts';

/**
 * `portreeve reassign`: shows where a watched service would move and which lines that changes,
 * asks, does it as a whole or not at all, and proves it. Resolves to the exit code.
 */
export async function reassignPort(
  call: CommandCall,
  asked: ReassignAsked,
  t: Translate,
): Promise<number> {
  const { host } = call;
  const refuse = (refusal: MoveRefusal, complaint?: string): number => {
    if (asked.asksJson) call.print(formatDocument(toRefusedDocument(refusal)));
    if (complaint !== undefined) call.complain(complaint);
    return toRefusedExit(refusal);
  };
  if (!asked.isDryRun) await finishInterrupted(call, t);
  // A look needs no right to write.
  const settings = asked.isDryRun
    ? (await host.settingsStore.read()).settings
    : await openSettings(call, t);
  if (settings === undefined) return refuse({ refused: toUnopenedReason(call) });
  const target = findMoveTarget(asked, settings.watchedPorts, t);
  if (target.kind !== 'found') return refuse({ refused: target.kind }, target.sentence);
  const { watched } = target;
  if (asked.to === watched.port) {
    const name = toSafeText(watched.name);
    const sentence = t('command.move-already', { name, port: String(watched.port) });
    return refuse({ refused: 'already-there', sentence }, t('command.complaint', { sentence }));
  }
  const planned = await readPlan(host, settings, watched, asked.to);
  if (planned.kind === 'failed') {
    return refuse({ refused: 'scan-failed' }, toScanFailureText(planned, t));
  }
  if (planned.kind === 'refused') {
    const sentence = toMoveRefusalText(
      planned.refusal,
      { watched, to: asked.to },
      host.homeFolder,
      t,
    );
    const refusal = { refused: planned.refusal.kind, plan: planned, sentence };
    return refuse(refusal, t('command.complaint', { sentence }));
  }
  const restarts = asked.restarts ?? isRestartExpected(planned);
  if (asked.restarts === true && planned.restart === undefined) {
    const complaint = t('command.move-no-restart', { name: watched.name });
    return refuse({ refused: 'no-restart', plan: planned }, complaint);
  }
  const read = await readMentions(host, watched);
  const mentions = toMentionsDocument(read);
  if (!asked.asksJson) {
    const { homeFolder } = host;
    const text = toPlanText(planned, { name: watched.name, restarts, homeFolder, t });
    call.print([text, ...toMentionLines(read, watched, homeFolder, t)].join('\n'));
  }
  if (asked.isDryRun) {
    if (asked.asksJson) call.print(formatDocument({ plan: planned, mentions, outcome: null }));
    return EXIT_CODES.reassign.done;
  }
  const answer = await agreeToMove(call, asked, 'command.move-ask', t);
  if (answer !== 'yes') return answer;
  const outcome = await carryOut(call, { plan: planned, watched, settings, restarts }, asked, t);
  const sentence = toReassignSentence(outcome, watched, host.homeFolder, t);
  if (asked.asksJson) call.print(formatDocument({ plan: planned, mentions, outcome, sentence }));
  else printOutcome(call, outcome, sentence, t);
  return toReassignExit(outcome);
}

async function carryOut(
  call: CommandCall,
  move: Move,
  { asksJson }: ReassignAsked,
  t: Translate,
): Promise<ReassignOutcome> {
  const { plan, watched, settings } = move;
  let isCancelled = false;
  call.onStop(() => {
    isCancelled = true;
  });
  const tell = (phase: MovePhase): void => {
    if (asksJson || phase === 'writing') return;
    const seconds = String(settings.startsWithinS);
    call.complain(t(`act.moving-${phase}`, { name: watched.name, to: String(plan.to), seconds }));
  };
  return carryOutMove(call, move, { tell, isCancelled: () => isCancelled }, t);
}

function printOutcome(
  { print, host }: CommandCall,
  outcome: ReassignOutcome,
  sentence: string,
  t: Translate,
): void {
  print(`\n${sentence}`);
  if (outcome.kind !== 'reassigned') return;
  const { service } = outcome;
  if ('logFile' in service && service.logFile !== undefined) {
    print(t('command.move-log', { file: toShortPath(service.logFile, host.homeFolder) }));
  }
  print(t('command.move-undo', { command: `portreeve undo ${outcome.entryId}` }));
}
