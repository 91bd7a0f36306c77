import {
  toReassignRefusalSentence,
  toReassignSentence,
  toSafeText,
  toShortPath,
} from '../../shared/messages/sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import {
  isRestartExpected,
  type MovePhase,
  type ReadyReassignPlan,
  type ReassignOutcome,
} from '../../shared/reassign.ts';
import type { Settings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { applyReassign } from '../core/reassign/reassign-port.ts';
import type { CommandCall } from './command-call.ts';
import { toScanFailureText } from './complaints.ts';
import { formatDocument } from './format-document.ts';
import { findTarget, type FoundTarget, type KillTarget } from './kill-target.ts';
import { agreeToMove, keepMove } from './keep-move.ts';
import { openSettings } from './own-settings.ts';
import type { ReassignAsked } from './parse-reassign.ts';
import { readPlan } from './read-plan.ts';
import { MOVE_EXIT, toReassignExit } from './reassign-exit.ts';
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
  const refuse = (sentence: string): number => {
    call.complain(sentence);
    return MOVE_EXIT.refused;
  };
  // A look needs no right to write.
  const settings = asked.isDryRun
    ? (await host.settingsStore.read()).settings
    : await openSettings(call, t);
  if (settings === undefined) return MOVE_EXIT.refused;
  const found = findTarget(asked, settings.watchedPorts);
  if (found.kind !== 'found') return refuse(toUnknownText(found, t));
  const [watched, other] =
    asked.target.kind === 'name'
      ? found.watched.filter(isCalled(asked.target.name))
      : found.watched;
  if (watched === undefined) {
    call.complain(t('command.move-unwatched', { port: String(found.port) }));
    return MOVE_EXIT.nothing;
  }
  if (other !== undefined) {
    return refuse(toAmbiguousText([watched, other], t));
  }
  const planned = await readPlan(host, settings, watched, asked.to);
  if (planned.kind === 'failed') return refuse(toScanFailureText(planned, t));
  if (planned.kind === 'refused') {
    const sentence = toReassignRefusalSentence(planned.refusal, watched, host.homeFolder, t);
    if (asked.asksJson) call.print(formatDocument({ plan: planned, outcome: null, sentence }));
    return refuse(`portreeve: ${sentence}`);
  }
  const restarts = asked.restarts ?? isRestartExpected(planned);
  if (asked.restarts === true && planned.restart === undefined) {
    return refuse(t('command.move-no-restart', { name: watched.name }));
  }
  if (!asked.asksJson) {
    const { homeFolder } = host;
    call.print(toPlanText(planned, { name: watched.name, restarts, homeFolder, t }));
  }
  if (asked.isDryRun) {
    if (asked.asksJson) call.print(formatDocument({ plan: planned, outcome: null }));
    return MOVE_EXIT.done;
  }
  const answer = await agreeToMove(call, asked, 'command.move-ask', t);
  if (answer !== 'yes') return answer;
  const outcome = await carryOut(call, { plan: planned, watched, settings, restarts }, asked, t);
  const sentence = toReassignSentence(outcome, watched, host.homeFolder, t);
  if (asked.asksJson) call.print(formatDocument({ plan: planned, outcome, sentence }));
  else printOutcome(call, outcome, sentence, t);
  return toReassignExit(outcome);
}

function toUnknownText(found: Exclude<FoundTarget, KillTarget>, t: Translate): string {
  if (found.kind === 'ambiguous-name') return toAmbiguousText(found.fitting, t);
  const names = found.known.map(({ name }) => toSafeText(name)).join(', ');
  const name = toSafeText(found.name);
  return names === ''
    ? t('command.nothing-watched')
    : t('command.move-unknown-name', { name, names });
}

function toAmbiguousText(fitting: readonly WatchedPort[], t: Translate): string {
  const names = fitting.map(
    ({ name, port, protocol, address }) => `${toSafeText(name)} (${port} ${protocol} ${address})`,
  );
  return t('command.move-ambiguous', { names: names.join(', ') });
}

function isCalled(name: string): (watched: WatchedPort) => boolean {
  return (watched) => watched.name.toLowerCase() === name.toLowerCase();
}

interface Move {
  readonly plan: ReadyReassignPlan;
  readonly watched: WatchedPort;
  readonly settings: Settings;
  readonly restarts: boolean;
}

async function carryOut(
  call: CommandCall,
  { plan, watched, settings, restarts }: Move,
  { asksJson }: ReassignAsked,
  t: Translate,
): Promise<ReassignOutcome> {
  let isCancelled = false;
  call.onStop(() => {
    isCancelled = true;
  });
  let kept: Promise<void> = Promise.resolve();
  const { outcome, entries } = await applyReassign(call.host, plan, watched, {
    settings,
    restarts,
    isCancelled: () => isCancelled,
    onWritten: (entry) => {
      kept = keepMove(call, entry, t);
    },
    tell: (phase) => {
      if (!asksJson && phase !== 'writing') call.complain(toProgress(phase, plan, watched, t));
    },
  });
  await kept;
  if (call.keepsHistory) await call.host.historyStore.append(entries);
  return outcome;

  function toProgress(
    phase: Exclude<MovePhase, 'writing'>,
    { to }: ReadyReassignPlan,
    { name }: WatchedPort,
    translate: Translate,
  ): string {
    const seconds = String(settings.startsWithinS);
    return translate(`act.moving-${phase}`, { name, to: String(to), seconds });
  }
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
