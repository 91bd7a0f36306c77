import { toWarningWords } from '../../shared/messages/kill-sentences.ts';
import type { Owner } from '../../shared/listener.ts';
import type { KillMeans, KillPlan, KillWarning, KillWay, KillWayKind } from '../../shared/kill.ts';
import { toProcessName } from '../../shared/titles.ts';
import type { Saying } from './saying.ts';

/** One way of a plan, by one means: what a dialog is about. */
export interface KillView {
  readonly plan: KillPlan;
  readonly way: KillWay;
  readonly means: KillMeans;
}

/** Why a process is never signalled. */
export function sayKillRefusal(refusal: NonNullable<KillPlan['refusal']>): Saying {
  return {
    key: `kill-refusal.${refusal.reason}`,
    values: { name: refusal.name, user: refusal.user },
  };
}

/** What a careful person wants to know first; of several processes it need not fit each one. */
export function sayKillWarning(warning: KillWarning, targetCount: number): Saying {
  return toWarningWords(warning, targetCount);
}

/** The ways that can be offered: only processes can be forced, units and containers cannot. */
export function toOfferedWays({ ways }: KillPlan, means: KillMeans): readonly KillWay[] {
  return means === 'graceful' ? ways : ways.filter(isOfProcesses);
}

/** Whether Portreeve itself ends somebody in this way, instead of telling a manager to. */
export function isOfProcesses({ kind }: KillWay): boolean {
  return kind === 'processes' || kind === 'tree' || kind === 'watcher';
}

/** Whom Portreeve would signal in this way, in this order. */
export function toSignalled({ plan, way }: Pick<KillView, 'plan' | 'way'>): readonly Owner[] {
  switch (way.kind) {
    case 'processes':
      return plan.targets;
    case 'tree':
      return [...plan.targets, ...way.below];
    case 'watcher':
      return [way.watcher.process, ...plan.targets];
    case 'unit':
    case 'container':
    case 'container-restart':
      return [];
  }
}

/** The question: one process is named, several are counted, whatever keeps them is named. */
export function sayKillTitle({ plan, way, means }: KillView): Saying {
  const port = String(plan.port);
  if (isOfProcesses(way) && (means === 'force' || way.kind !== 'watcher')) {
    const owners = toSignalled({ plan, way });
    const prefix = means === 'force' ? 'kill.force-title' : 'kill.title';
    return owners.length > 1
      ? { key: `${prefix}-several`, values: { count: owners.length, port } }
      : { key: prefix, values: { name: toFirstName(owners), port } };
  }
  switch (way.kind) {
    case 'watcher':
    case 'unit':
    case 'container':
    case 'container-restart':
      return { key: `kill.title-${way.kind}`, values: { name: toWayName(way), port } };
    case 'processes':
    case 'tree':
      return { key: 'kill.title', values: { name: toFirstName(plan.targets), port } };
  }
}

/** The answer, in the words of the question. */
export function sayKillButton({ plan, way, means }: KillView): Saying {
  switch (way.kind) {
    case 'processes':
    case 'tree':
      return sayEnding(toSignalled({ plan, way }), means);
    case 'watcher':
      return means === 'force'
        ? sayEnding(toSignalled({ plan, way }), means)
        : { key: 'kill.button-watcher', values: { name: toWayName(way) } };
    case 'unit':
    case 'container':
    case 'container-restart':
      return { key: `kill.button-${way.kind}`, values: { name: toWayName(way) } };
  }
}

/** A button that ends these processes. */
export function sayEnding(owners: readonly Owner[], means: KillMeans): Saying {
  if (owners.length > 1) {
    const key = means === 'force' ? 'kill.force-several' : 'kill.button-several';
    return { key, values: { count: owners.length } };
  }
  const key = means === 'force' ? 'kill.force' : 'kill.button';
  return { key, values: { name: toFirstName(owners) } };
}

/** A way among others. */
export function sayWay(way: KillWay, { targets }: Pick<KillPlan, 'targets'>): Saying {
  const count = targets.length;
  switch (way.kind) {
    case 'processes':
      return { key: 'kill.way-processes', values: { count } };
    case 'tree':
      return { key: 'kill.way-tree', values: { count, below: way.below.length } };
    case 'watcher':
    case 'unit':
    case 'container':
    case 'container-restart':
      return { key: `kill.way-${way.kind}`, values: { name: toWayName(way) } };
  }
}

/** What happens then, sentence by sentence; `forces` is the setting that force follows by itself. */
export function sayMeans(view: KillView, isForceNext: boolean): readonly Saying[] {
  const { plan, way, means } = view;
  const seconds = Math.round(plan.graceMs / 1000);
  const count = toSignalled(view).length;
  const asksRights = needsPassword(view);
  const rights: readonly Saying[] = asksRights ? [{ key: 'kill.means-rights' }] : [];
  // Who was ended with an administrator's rights is not ended a second time without a question.
  const choice = { forces: isForceNext && !asksRights ? 'yes' : 'no' };
  switch (way.kind) {
    case 'processes':
    case 'tree':
      return means === 'force'
        ? [{ key: 'kill.means-force', values: { count } }, ...rights]
        : [{ key: 'kill.means-graceful', values: { count, seconds }, choice }, ...rights];
    case 'watcher': {
      if (means === 'force') return [{ key: 'kill.means-force', values: { count } }];
      const pid = String(way.watcher.process.identity.pid);
      return [{ key: 'kill.tells-watcher', values: { name: toWayName(way), pid }, choice }];
    }
    case 'unit':
      return [{ key: 'kill.tells-unit' }, ...rights];
    case 'container': {
      const policy = way.container.restartPolicy ?? 'no';
      return [{ key: 'kill.tells-container', values: { seconds }, choice: { policy } }];
    }
    case 'container-restart':
      return [{ key: 'kill.tells-container-restart' }];
  }
}

/** What is going on while the way is gone. */
export function sayBusy(
  { plan, way, means }: Omit<KillView, 'way'> & { readonly way: KillWay | undefined },
  targetNames: string,
): Saying {
  switch (way?.kind) {
    case 'unit':
    case 'container':
      return { key: 'act.stopping', values: { name: toWayName(way) } };
    case 'container-restart':
      return { key: 'act.restarting', values: { name: toWayName(way) } };
    case 'processes':
    case 'tree':
    case 'watcher':
    case undefined:
      break;
  }
  if (way !== undefined && needsPassword({ plan, way, means })) return { key: 'act.asking-rights' };
  // Those below are not named here: they may be many.
  const names = way?.kind === 'watcher' ? `${toWayName(way)}, ${targetNames}` : targetNames;
  return means === 'force'
    ? { key: 'act.forcing', values: { names } }
    : { key: 'act.killing', values: { names, seconds: Math.round(plan.graceMs / 1000) } };
}

/** The way of this kind, or the best one where the plan has none such. */
export function findWay(
  ways: readonly KillWay[],
  kind: KillWayKind | undefined,
): KillWay | undefined {
  return ways.find((way) => way.kind === kind) ?? ways[0];
}

/** Rights are asked for one process alone, or by the service manager for a unit of the system. */
function needsPassword({ plan, way }: KillView): boolean {
  if (!plan.needsRights) return false;
  if (way.kind === 'unit') return !way.unit.isUserUnit;
  return way.kind === 'processes' && plan.targets.length === 1;
}

/** Who is named in place of the processes. */
function toWayName(way: Exclude<KillWay, { kind: 'processes' | 'tree' }>): string {
  switch (way.kind) {
    case 'watcher':
      return way.watcher.name;
    case 'unit':
      return way.unit.name;
    case 'container':
    case 'container-restart':
      return way.container.name;
  }
}

/** As the card's button names it, which the person has just read. */
function toFirstName([first]: readonly Owner[]): string {
  return first === undefined ? '' : toProcessName(first);
}
