import type { KillOutcome } from '../../shared/kill.ts';
import { toLocale } from '../../shared/locale.ts';
import { toKillSentence } from '../../shared/messages/kill-sentences.ts';
import type { Translate } from '../../shared/messages/translate.ts';
import type { Settings } from '../../shared/settings.ts';
import type { LoadedSettings } from '../core/host.ts';
import { toKilledEntry } from '../core/kill/kill-history.ts';
import { killTogether, planAgain, planPort } from '../core/kill/port-kills.ts';
import { toStopForGood } from '../core/tray/stop-lines.ts';
import { readRealPaths } from '../core/verdicts/rule-paths.ts';
import { EXIT_INTERRUPTED, type CommandCall } from './command-call.ts';
import { toNoticeText, toScanFailureText } from './complaints.ts';
import { KILL_EXIT, toExit, toRefused, toWorstExit } from './kill-exit.ts';
import { toKillJson, type KillResult } from './kill-json.ts';
import { findTarget, toTargetProblemText, type KillTarget } from './kill-target.ts';
import { toKillLabel, toPlanText } from './kill-text.ts';
import { toChoiceProblemText } from './kill-way-text.ts';
import type { KillAsked } from './parse-kill.ts';
import { chooseKills, type PlannedKill } from './planned-kill.ts';

/** What is known once somebody was found who can be shown. */
interface Order {
  readonly target: KillTarget;
  readonly kills: readonly PlannedKill[];
  readonly settings: Settings;
}

/**
 * `portreeve kill`: shows whom it would end and how, asks, does it, and proves it. Nothing is
 * signalled that was not shown. Resolves to the exit code.
 */
export async function killPort(call: CommandCall, asked: KillAsked, t: Translate): Promise<number> {
  let stop = (): void => undefined;
  const stopped = new Promise<'stopped'>((resolve) => {
    stop = () => resolve('stopped');
  });
  call.onStop(stop);
  const progress = { hasBegun: false };
  const killing = planAndKill(call, asked, t, () => {
    progress.hasBegun = true;
  });
  const code = await Promise.race([killing, stopped]);
  if (code !== 'stopped') return code;
  call.complain(t(progress.hasBegun ? 'command.kill-stopped' : 'command.kill-stopped-before'));
  return EXIT_INTERRUPTED;
}

async function planAndKill(
  call: CommandCall,
  asked: KillAsked,
  t: Translate,
  onBegin: () => void,
): Promise<number> {
  const planned = await plan(call, asked, t);
  if (typeof planned === 'number') return planned;
  const { target, kills, settings } = planned;
  const { host } = call;
  if (kills.length === 0) {
    const { port, protocol } = target;
    const values = { port: String(port), protocol: protocol.toUpperCase() };
    const why = `portreeve why ${port}${protocol === 'udp' ? ' --udp' : ''}`;
    call.print(
      asked.asksJson ? toKillJson(target, asked, []) : t('command.kill-nobody', { ...values, why }),
    );
    return KILL_EXIT.nobody;
  }
  if (!asked.asksJson) {
    call.print(
      toPlanText(kills, {
        port: target.port,
        protocol: target.protocol,
        means: asked.means,
        forcesAfterGrace: settings.forceAfterGrace,
        homeFolder: host.homeFolder,
        locale: toLocale(host.systemLanguage),
        nowMs: host.clock.wallMs(),
        t,
      }),
    );
  }
  if (!asked.isDryRun && kills.some(({ way }) => way !== undefined)) {
    const answer = await agree(call, asked, t);
    if (answer !== 'yes') return answer;
  }
  if (!asked.isDryRun) onBegin();
  const results: KillResult[] = [];
  for (const kill of kills) {
    const result = await carryOut(call, asked, planned, kill, results.length > 0, t);
    if (!asked.asksJson && result.sentence !== undefined && kill.way !== undefined) {
      const { sentence } = result;
      const label = toKillLabel(kill);
      call.print(kills.length > 1 ? t('command.kill-of', { label, sentence }) : sentence);
      const forGood = toForGood(result);
      if (forGood !== undefined) call.print(t('command.kill-for-good', { command: forGood }));
    }
    results.push(result);
  }
  if (asked.asksJson) call.print(toKillJson(target, asked, results));
  return toWorstExit(
    results.map(({ outcome }) => (outcome === undefined ? KILL_EXIT.freed : toExit(outcome))),
  );
}

/** The line that ends what started the processes again; undefined where nothing is known to. */
function toForGood({ kill, outcome }: KillResult): string | undefined {
  if (outcome?.kind !== 'taken-again' || outcome.by === undefined) return undefined;
  return toStopForGood(kill.plans[0], []);
}

/** Finds out whom it is about; a number is the code of having said why that cannot be. */
async function plan(call: CommandCall, asked: KillAsked, t: Translate): Promise<Order | number> {
  const { host } = call;
  const refuse = (sentence: string): number => {
    call.complain(sentence);
    return KILL_EXIT.refused;
  };
  const loaded = await host.settingsStore.read();
  const { graceMs = loaded.settings.graceMs } = asked;
  const settings = { ...loaded.settings, graceMs };
  for (const notice of loaded.notices) call.complain(toNoticeText(notice, host.homeFolder, t));
  if (isBlind(loaded) && !asked.isDryRun) return refuse(t('command.kill-blind'));
  const target = findTarget(asked, settings.watchedPorts);
  if (target.kind !== 'found') return refuse(toTargetProblemText(target, t));
  const planned = await planPort(host, target.isAsked, settings);
  if (planned.kind === 'failed') return refuse(toScanFailureText(planned, t));
  if (planned.kind === 'changed') return refuse(`portreeve: ${t('kill.changed')}`);
  if (planned.missing.length > 0) {
    call.complain(t('command.partial', { missing: planned.missing.join(', ') }));
    // Silence proves nothing then.
    if (planned.plans.length === 0) return KILL_EXIT.refused;
  }
  const realPaths = await readRealPaths(host, target.watched);
  const chosen = chooseKills(planned.plans, asked, target.watched, realPaths);
  if (chosen.kind !== 'chosen') return refuse(toChoiceProblemText(chosen, { t }));
  return { target, kills: chosen.kills, settings };
}

/** Whether the person's list of protected processes is out of reach. */
function isBlind({ notices }: LoadedSettings): boolean {
  return notices.some(({ kind }) => kind === 'settings-unreadable' || kind === 'settings-newer');
}

async function agree(
  { ask, print, complain }: CommandCall,
  { isAgreed }: KillAsked,
  t: Translate,
): Promise<'yes' | number> {
  if (isAgreed) return 'yes';
  if (ask === undefined) {
    complain(t('command.kill-nobody-to-ask'));
    return KILL_EXIT.refused;
  }
  const answer = (await ask(`\n${t('command.kill-ask')} `))?.trim().toLowerCase();
  const isYes = answer !== undefined && t('command.kill-yes').split(' ').includes(answer);
  if (isYes) return 'yes';
  print(t('command.kill-declined'));
  return KILL_EXIT.notFreed;
}

async function carryOut(
  call: CommandCall,
  asked: KillAsked,
  { settings }: Order,
  kill: PlannedKill,
  isAfterOthers: boolean,
  t: Translate,
): Promise<KillResult> {
  const { host } = call;
  const { way } = kill;
  const [first] = kill.plans;
  const toResult = (outcome: KillOutcome): KillResult => ({
    kill,
    outcome,
    sentence: toKillSentence(outcome, first.port, t),
  });
  if (way === undefined) return toResult(toRefused(first) ?? { kind: 'changed' });
  if (asked.isDryRun) return { kill, outcome: undefined, sentence: undefined };
  const choice = { way: way.kind, means: asked.means };
  const plans = isAfterOthers
    ? await Promise.all(kill.plans.map((plan) => planAgain(host, plan, settings)))
    : kill.plans;
  const outcome = await killTogether(host, plans, choice, settings);
  const entry = toKilledEntry(host, first, choice, outcome, false);
  if (entry !== undefined && call.keepsHistory) {
    const notice = await host.historyStore.append([entry]);
    if (notice !== undefined) call.complain(toNoticeText(notice, host.homeFolder, t));
  }
  return toResult(outcome);
}
