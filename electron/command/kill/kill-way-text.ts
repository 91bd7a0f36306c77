import type { Protocol } from '../../../shared/listener.ts';
import type { KillMeans, KillPlan, KillWay, KillWayKind } from '../../../shared/kill.ts';
import { toRealMeans } from '../../../shared/real-means.ts';
import { toSafeText } from '../../../shared/messages/safe-text.ts';
import type { System } from '../../../shared/system.ts';
import { toProcessName, toTitle } from '../../../shared/titles.ts';
import { formatRows, type RowWords } from '../output/owner-rows.ts';
import { endsProcesses } from '../arguments/parse-kill.ts';
import type { ChosenKills, PlannedKill } from './planned-kill.ts';

export interface KillWords extends RowWords {
  readonly system: System;
  readonly port: number;
  readonly protocol: Protocol;
  readonly means: KillMeans;
  /** Whether the settings force whoever outlives the grace time. */
  readonly forcesAfterGrace: boolean;
}

const BELOW_MAX = 8;

/** What is done, in a few words. */
export function toWayText(way: KillWay, { targets }: KillPlan, { t }: KillWords): string {
  const count = targets.length;
  switch (way.kind) {
    case 'processes':
      return t('kill.way-processes', { count });
    case 'tree':
      return t('kill.way-tree', { count, below: way.below.length });
    case 'watcher': {
      const { name, process } = way.watcher;
      const watcher = `${toSafeText(name, 40)} (pid ${process.identity.pid})`;
      return t('command.kill-watcher', { name: watcher, count });
    }
    case 'unit':
      return t('kill.way-unit', { name: toSafeText(way.unit.name) });
    case 'container':
    case 'container-restart':
      return t(`kill.way-${way.kind}`, { name: toSafeText(way.container.name) });
  }
}

/** Who else ends with a tree. */
export function toBelowText(below: KillPlan['targets'], { t }: KillWords): string {
  const titles = below
    .slice(0, BELOW_MAX)
    .map((one) => t('title.with-pid', { title: toTitle(one).text, pid: String(one.identity.pid) }));
  const shown = below.length > BELOW_MAX ? [...titles, '…'] : titles;
  return t('command.kill-below', { processes: shown.join('; ') });
}

/** How gently, and for how long. */
export function toMeansText(way: KillWay, plan: KillPlan, words: KillWords): string {
  const { forcesAfterGrace, t } = words;
  const means = toRealMeans(plan, words.means);
  const seconds = Math.round(plan.graceMs / 1000);
  switch (way.kind) {
    case 'unit':
      return t('kill.tells-unit');
    case 'container':
      return t('kill.tells-container', { seconds, policy: way.container.restartPolicy ?? 'no' });
    case 'container-restart':
      return t('kill.tells-container-restart');
    case 'processes':
    case 'tree':
    case 'watcher': {
      const count = toEnded(way, plan);
      return means === 'force'
        ? t('kill.means-force', { count })
        : t('kill.means-graceful', { count, seconds, forces: forcesAfterGrace ? 'yes' : 'no' });
    }
  }
}

function toEnded(way: KillWay, { targets }: KillPlan): number {
  if (way.kind === 'tree') return targets.length + way.below.length;
  return way.kind === 'watcher' ? targets.length + 1 : targets.length;
}

/** What starts it again much later, so that nobody is surprised then. */
export function toAfterwards(way: KillWay, plan: KillPlan, { t }: KillWords): readonly string[] {
  if (way.kind !== 'unit') return [];
  const isEnabled = plan.warnings.some(
    (warning) =>
      warning.kind === 'unit' &&
      warning.unit.name === way.unit.name &&
      warning.facts?.isEnabled === true,
  );
  return isEnabled ? [t('command.kill-unit-enabled')] : [];
}

/** What could be done instead, each with its flag. */
export function toOtherWays({ way, plans }: PlannedKill, words: KillWords): readonly string[] {
  const { means, t } = words;
  const [plan] = plans;
  if (way === undefined) return [];
  const rows = plan.ways
    .filter(({ kind }) => kind !== way.kind)
    .map((other) => [toWayFlag(other.kind), toWayText(other, plan, words)] as const);
  const force =
    means === 'graceful' && endsProcesses(way.kind)
      ? [['--force', t('command.kill-force', { count: toEnded(way, plan) })] as const]
      : [];
  const all = [...rows, ...force];
  return all.length === 0 ? [] : [t('command.kill-others'), formatRows(all)];
}

/** How a way is asked for. */
function toWayFlag(way: KillWayKind): string {
  return way === 'tree' ? '--tree' : `--way ${way}`;
}

/** Why the way that was asked for leads nowhere. */
export function toChoiceProblemText(
  problem: Exclude<ChosenKills, { kind: 'chosen' }>,
  { t }: Pick<KillWords, 't'>,
): string {
  const { plan, way } = problem;
  const [first] = plan.targets;
  const name = first === undefined ? '' : toProcessName(first);
  const offered = plan.ways.map(({ kind }) => kind);
  if (problem.kind === 'no-such-way') {
    return t('command.kill-no-such-way', { way, name, ways: offered.join(t('list.separator')) });
  }
  const ways = offered.filter(endsProcesses).map(toWayFlag);
  return ways.length === 0
    ? t('command.kill-never-forced', { way, name })
    : t('command.kill-not-forced', { way, name, ways: ways.join(t('list.separator')) });
}
