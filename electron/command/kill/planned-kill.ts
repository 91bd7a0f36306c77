import type { Owner } from '../../../shared/listener.ts';
import type { KillPlan, KillWay, KillWayKind } from '../../../shared/kill.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { groupPlans } from '../../core/kill/port-kills.ts';
import { isOnAddress } from '../../core/kill/port-standing.ts';
import { toOwners } from '../../core/state.ts';
import type { RealPaths } from '../../core/verdicts/verdict.ts';
import { listExpectedBy } from './kill-target.ts';
import { findContainer } from '../output/owner-rows.ts';
import { endsProcesses, type KillAsked } from '../arguments/parse-kill.ts';

/** What one act would end, on one address or on several. */
export interface PlannedKill {
  /** One an address, the first of which speaks for all. */
  readonly plans: readonly [KillPlan, ...KillPlan[]];
  /** Whom it is about, each once; empty where they are hidden. */
  readonly owners: readonly Owner[];
  /** Absent where everything is refused. */
  readonly way: KillWay | undefined;
  /** The watched ports whose own service this is. */
  readonly expectedBy: readonly string[];
  /** The expected service beside whom it is about, left alone. */
  readonly spared: readonly PlannedKill[];
}

export type ChosenKills =
  | { readonly kind: 'chosen'; readonly kills: readonly PlannedKill[] }
  /** The person asked for a way that does not lead there. */
  | {
      readonly kind: 'no-such-way';
      readonly way: KillWayKind;
      readonly plan: KillPlan;
    }
  /** What helps best cannot be forced. */
  | { readonly kind: 'not-forced'; readonly way: KillWayKind; readonly plan: KillPlan };

/** Which way each plan is carried out, and which of them by one act. */
export function chooseKills(
  plans: readonly KillPlan[],
  asked: Pick<KillAsked, 'target' | 'way' | 'means'>,
  watched: readonly WatchedPort[],
  realPaths: RealPaths,
): ChosenKills {
  const toWay = ({ ways }: KillPlan): KillWay | undefined => {
    if (asked.way === undefined) return ways[0];
    const way = ways.find(({ kind }) => kind === asked.way);
    // A tree of which nothing is below is the process alone.
    return way === undefined && asked.way === 'tree'
      ? ways.find(({ kind }) => kind === 'processes')
      : way;
  };
  for (const plan of plans) {
    const way = toWay(plan);
    if (plan.ways.length > 0 && way === undefined && asked.way !== undefined) {
      return { kind: 'no-such-way', way: asked.way, plan };
    }
    if (asked.means === 'force' && way !== undefined && !endsProcesses(way.kind)) {
      return { kind: 'not-forced', way: way.kind, plan };
    }
  }
  const kills = groupPlans(plans, toWay).flatMap((group): readonly PlannedKill[] => {
    const [first, ...rest] = group;
    if (first === undefined) return [];
    const owners = toOwners(group.map(({ targets }) => ({ owners: targets })));
    const container = findContainer(first);
    const subject = { owners, ...(container !== undefined && { container }) };
    const expectedBy = listExpectedBy(subject, watched, realPaths);
    return [{ plans: [first, ...rest], owners, way: toWay(first), expectedBy, spared: [] }];
  });
  return { kind: 'chosen', kills: spareServices(kills, asked.target.kind === 'name') };
}

/**
 * Where somebody else is beside the expected service, only that one is in the way: on its very
 * address, or on any where the service was asked for by its name.
 */
function spareServices(kills: readonly PlannedKill[], isByName: boolean): readonly PlannedKill[] {
  const isBeside = (a: PlannedKill, b: PlannedKill): boolean => isByName || isSharing(a, b);
  const strangers = kills.filter(({ expectedBy }) => expectedBy.length === 0);
  const spared = kills.filter(
    (kill) => kill.expectedBy.length > 0 && strangers.some((stranger) => isBeside(kill, stranger)),
  );
  return kills
    .filter((kill) => !spared.includes(kill))
    .map((kill) => ({ ...kill, spared: spared.filter((one) => isBeside(one, kill)) }));
}

function isSharing(a: PlannedKill, b: PlannedKill): boolean {
  return a.plans.some((plan) => b.plans.some((other) => isOnAddress(plan, other)));
}

/** What a careful person should know of any of the plans, each thing once. */
export function listWarnings({ plans }: PlannedKill): KillPlan['warnings'] {
  const warnings = plans.flatMap((plan) => plan.warnings);
  return [...new Map(warnings.map((one) => [JSON.stringify(one), one])).values()];
}
