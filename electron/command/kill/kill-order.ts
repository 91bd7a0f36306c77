import type { KillMeans, KillOutcome, KillPlan } from '../../../shared/kill.ts';
import { toKillSentence } from '../../../shared/messages/kill-sentences.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import type { Settings } from '../../../shared/settings.ts';
import { findKeeper } from '../../core/holds/find-keeper.ts';
import { toKilledEntry } from '../../core/kill/kill-history.ts';
import { killTogether, planAgain, planPort } from '../../core/kill/port-kills.ts';
import { readRealPaths } from '../../core/verdicts/rule-paths.ts';
import type { CommandCall } from '../call/command-call.ts';
import { toNoticeText, toScanFailureText } from '../call/complaints.ts';
import { isBlind } from '../call/is-blind.ts';
import { toRefused } from './kill-exit.ts';
import type { KillResult, UnplannedKill } from './kill-json.ts';
import { findTarget, toTargetProblemText, type KillTarget } from './kill-target.ts';
import { toChoiceProblemText } from './kill-way-text.ts';
import type { KillAsked } from '../arguments/parse-kill.ts';
import { chooseKills, type PlannedKill } from './planned-kill.ts';

/** What is known once somebody was found who can be shown. */
export interface KillOrder {
  readonly target: KillTarget;
  readonly kills: readonly PlannedKill[];
  readonly settings: Settings;
}

/** What planning and carrying out take of a call, be it a person's or a program's. */
export type KillCall = Pick<CommandCall, 'host' | 'complain' | 'keepsHistory'>;

/** Finds out whom it is about; tells where that cannot be, and why. */
export async function planKill(
  call: KillCall,
  asked: Pick<KillAsked, 'target' | 'protocol' | 'way' | 'means' | 'graceMs'>,
  t: Translate,
): Promise<KillOrder | UnplannedKill> {
  const { host } = call;
  const loaded = await host.settingsStore.read();
  const { graceMs = loaded.settings.graceMs } = asked;
  const settings = { ...loaded.settings, graceMs };
  for (const notice of loaded.notices) call.complain(toNoticeText(notice, host.homeFolder, t));
  const target = findTarget(asked, settings.watchedPorts);
  const refuse = (refused: UnplannedKill['refused'], sentence: string): UnplannedKill => {
    call.complain(sentence);
    return { refused, target: target.kind === 'found' ? target : undefined };
  };
  if (isBlind(loaded)) return refuse('settings-unreadable', t('command.kill-blind'));
  if (target.kind !== 'found') return refuse(target.kind, toTargetProblemText(target, t));
  const planned = await planPort(host, target.isAsked, settings);
  if (planned.kind === 'failed') return refuse('scan-failed', toScanFailureText(planned, t));
  if (planned.kind === 'changed')
    return refuse('changed', t('command.complaint', { sentence: t('kill.changed') }));
  if (planned.missing.length > 0) {
    const partial = t('command.partial', { missing: planned.missing.join(t('list.separator')) });
    // Silence proves nothing then.
    if (planned.plans.length === 0) return refuse('scan-partial', partial);
    call.complain(partial);
  }
  if (await isKeptByApp(host, settings, planned.plans)) {
    return refuse('held-by-portreeve', t('command.kill-kept', { port: String(target.port) }));
  }
  const realPaths = await readRealPaths(host, target.watched);
  const chosen = chooseKills(planned.plans, asked, target.watched, realPaths);
  if (chosen.kind !== 'chosen') return refuse(chosen.kind, toChoiceProblemText(chosen, { t }));
  return { target, kills: chosen.kills, settings };
}

/** Whether the port is held by the running app itself, for its service. */
async function isKeptByApp(
  host: KillCall['host'],
  settings: Settings,
  plans: readonly KillPlan[],
): Promise<boolean> {
  const keeperPid = await findKeeper(host, settings);
  return plans.some(({ targets }) => targets.some(({ identity }) => identity.pid === keeperPid));
}

/** Does one of the planned kills, and proves it; `isAfterOthers` where others of the order went before. */
export async function carryOutKill(
  call: KillCall,
  { settings, means }: { readonly settings: Settings; readonly means: KillMeans },
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
  const choice = { way: way.kind, means };
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
