import { formatLocalAddress } from '../../../shared/address.ts';
import { toAlsoHeldWords, listAlsoHeld } from '../../../shared/also-held.ts';
import { toBindScope } from '../../../shared/listener.ts';
import type { KillPlan, KillWarning, KillWay } from '../../../shared/kill.ts';
import { toWarningText } from '../../../shared/messages/kill-sentences.ts';
import { toNames, toSafeText } from '../../../shared/messages/safe-text.ts';
import type { Translate } from '../../../shared/messages/translator.ts';
import { toShowCommand } from '../../core/show-command.ts';
import { describeOwner } from '../../core/wording.ts';
import {
  toAfterwards,
  toBelowText,
  toMeansText,
  toOtherWays,
  toWayText,
  type KillWords,
} from './kill-way-text.ts';
import {
  formatRows,
  toAddresses,
  toContainerRows,
  toOwnerRows,
  toPids,
} from '../output/owner-rows.ts';
import { endsProcesses } from '../arguments/parse-kill.ts';
import { listWarnings, type PlannedKill } from './planned-kill.ts';

/** All that is to happen, before any of it does: whom, how, what it costs, and what else could be done. */
export function toPlanText(kills: readonly PlannedKill[], words: KillWords): string {
  const blocks = kills.map((kill) => toBlock(kill, kills.length > 1, words));
  return [toHeadline(kills, words), ...blocks].join('\n\n');
}

function toHeadline(kills: readonly PlannedKill[], { port, protocol, homeFolder, t }: KillWords) {
  const values = { port: String(port), protocol: protocol.toUpperCase() };
  if (kills.length > 1) return t('why.held-several', { ...values, count: kills.length });
  const owner = kills[0]?.owners[0];
  const isUnseen = kills[0]?.plans[0].refusal?.reason === 'no-process';
  return owner === undefined
    ? t(isUnseen ? 'why.held-unseen' : 'why.held-hidden', {
        ...values,
        user: toHiddenUser(kills[0]),
      })
    : t('why.held', { ...values, holder: describeOwner(owner, homeFolder, t) });
}

function toHiddenUser(kill: PlannedKill | undefined): string {
  return toSafeText(kill?.plans[0].refusal?.user ?? '', 40);
}

function toBlock(kill: PlannedKill, isOneOfSeveral: boolean, words: KillWords): string {
  const { homeFolder, t } = words;
  const { owners, plans } = kill;
  const [owner] = owners;
  const heading =
    owner === undefined
      ? t('why.holder-hidden', { user: toHiddenUser(kill) })
      : describeOwner(owner, homeFolder, t);
  const addresses = plans.map(({ address, port }) => ({
    address,
    port,
    scope: toBindScope(address),
  }));
  const rows = formatRows([
    [t('why.label-address'), toAddresses(addresses, t)],
    ...toOwnerRows(owners, words),
    ...toContainerRows(plans[0], t),
  ]);
  const parts = [
    [...(isOneOfSeveral ? [heading] : []), rows],
    [t('command.kill-title'), ...indent(toActLines(kill, words))],
    toOtherWays(kill, words),
  ];
  return parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function toActLines(kill: PlannedKill, words: KillWords): readonly string[] {
  const { t } = words;
  const { owners, way } = kill;
  const [plan] = kill.plans;
  const spared = kill.spared.map((one) => toSparedText(one, t));
  if (way === undefined) return [toRefusalText(plan, words), ...spared];
  const lines = [
    ...kill.expectedBy.map((name) =>
      t('command.kill-expected', { name: toSafeText(name), count: owners.length }),
    ),
    toWayText(way, plan, words),
    ...(way.kind === 'tree' ? [toBelowText(way.below, words)] : []),
    toMeansText(way, plan, words),
  ];
  lines.push(...spared);
  if (plan.needsRights && way.kind === 'processes') lines.push(t('kill.means-rights'));
  lines.push(...toAfterwards(way, plan, words));
  for (const warning of listWarnings(kill)) {
    if (!isMet(warning, way, words)) lines.push(toWarningText(warning, owners.length, t));
  }
  const alsoHeld = listAlsoHeld(kill.plans, kill.plans);
  if (alsoHeld.length > 0) {
    const addresses = toAlsoHeldWords(alsoHeld, plan.protocol).join(t('list.separator'));
    lines.push(t('kill.also-holds', { count: owners.length, addresses }));
  }
  return lines;
}

function toSparedText({ expectedBy, owners }: PlannedKill, t: Translate): string {
  const name = expectedBy.map((one) => toSafeText(one)).join(t('list.separator'));
  return t('command.kill-spared', { name, pids: toPids(owners, t) });
}

/** Whether this way sees to it: then `starts it again` is no longer true. Force asks nobody. */
function isMet(warning: KillWarning, way: KillWay, { means }: KillWords): boolean {
  if (warning.kind === 'ignores-term' || warning.kind === 'stopped' || warning.kind === 'traced') {
    return means === 'force' && endsProcesses(way.kind);
  }
  // Whoever else is told to stop it has its own ways.
  if (warning.kind === 'force-only') return !endsProcesses(way.kind);
  if (warning.kind === 'watcher')
    return way.kind === 'watcher' && way.watcher.name === warning.name;
  return (
    warning.kind === 'unit' &&
    way.kind === 'unit' &&
    way.unit.name === warning.unit.name &&
    (warning.facts?.triggeredBy ?? []).length === 0
  );
}

/** Why nothing is done, with the line that shows who it is where that is hidden. */
function toRefusalText({ refusal }: KillPlan, words: KillWords): string {
  const { port, protocol, system, t } = words;
  if (refusal === undefined) return '';
  const { reason, name, user } = refusal;
  const sentence = t(`kill-refusal.${reason}`, {
    name: toSafeText(name, 40),
    user: toSafeText(user, 40),
  });
  if (reason !== 'hidden-owner' && reason !== 'own-hidden') return sentence;
  const command = toShowCommand(system, protocol, port);
  const key = reason === 'own-hidden' ? 'why.own-hidden-next' : 'why.hidden-next';
  return `${sentence}\n  ${t(key, { command })}`;
}

/** Which of several kills a sentence is about: its addresses and names. */
export function toKillLabel({ plans, owners }: PlannedKill): string {
  const addresses = plans.map(({ address, port }) => formatLocalAddress(address, port)).join(', ');
  const names = toNames(owners);
  return names === '' ? addresses : `${addresses} ${names}`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
