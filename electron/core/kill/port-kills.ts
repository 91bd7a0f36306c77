import type { Listener } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillOutcome, KillPlan, KillWay } from '../../../shared/kill.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Host, ScanResult } from '../host.ts';
import { killOwner, type KillChoice } from './kill-owner.ts';
import { prepareKill } from './prepare-kill.ts';
import { proveFreed, proveRestarted } from './prove-freed.ts';

/*
 * A port may be held on several addresses, by one program or by several. A plan is about one
 * address; here they are made for all of them and carried out together.
 */

export type PlannedPort =
  | {
      readonly kind: 'planned';
      /** One an address; none where nobody listens. */
      readonly plans: readonly KillPlan[];
      /** What could not be read. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'changed' }
  | Extract<ScanResult, { kind: 'failed' }>;

/** Reads the system afresh and plans the kill of whoever holds one of these listeners. */
export async function planPort(
  host: Host,
  isAsked: (listener: Listener) => boolean,
  settings: Settings,
): Promise<PlannedPort> {
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return scan;
  const plans: KillPlan[] = [];
  for (const { key, owners } of scan.listeners.filter(isAsked)) {
    const shown = owners.map(({ identity }) => identity);
    const prepared = await prepareKill(host, key, settings, shown);
    if (prepared.kind === 'planned') plans.push(prepared.plan);
    else if (prepared.kind !== 'already-free') return { kind: 'changed' };
  }
  return { kind: 'planned', plans, missing: scan.missing };
}

/** The plans that one act carries out: of the same processes, or by way of the same supervisor. */
export function groupPlans(
  plans: readonly KillPlan[],
  toWay: (plan: KillPlan) => KillWay | undefined,
): readonly (readonly KillPlan[])[] {
  const groups = new Map<string, KillPlan[]>();
  for (const plan of plans) {
    const key = toActKey(plan, toWay(plan));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [plan]);
    else group.push(plan);
  }
  return [...groups.values()];
}

function toActKey({ targets, refusal }: KillPlan, way: KillWay | undefined): string {
  switch (way?.kind) {
    case 'unit':
      return JSON.stringify(['unit', way.unit.name, way.unit.isUserUnit]);
    case 'container':
    case 'container-restart':
      return JSON.stringify(['container', way.container.id]);
    case 'processes':
    case 'tree':
    case 'watcher':
    case undefined: {
      const pids = targets.map(({ identity }) => identity.pid);
      return JSON.stringify([refusal?.reason, pids, pids.length === 0 ? refusal?.user : '']);
    }
  }
}

/** Carries out one group: one act for all of its addresses, each of them proven. */
export async function killTogether(
  host: Host,
  plans: readonly KillPlan[],
  choice: KillChoice,
  settings: Settings,
): Promise<KillOutcome> {
  const startedMs = host.clock.monotonicMs();
  for (const [index, plan] of plans.entries()) {
    const outcome = await killOwner(host, plan, choice, settings);
    // Given up by itself meanwhile; the others may still be held.
    if (outcome.kind === 'already-free') continue;
    if (outcome.kind !== 'freed' && outcome.kind !== 'restarted') return outcome;
    const proofs = await Promise.all(
      plans
        .slice(index + 1)
        .map((rest) =>
          outcome.kind === 'restarted'
            ? proveRestarted(host, rest, outcome.name, startedMs)
            : proveFreed(host, { plan: rest, startedMs, way: choice.way, means: outcome.means }),
        ),
    );
    return proofs.find(({ kind }) => kind !== outcome.kind) ?? proofs.at(-1) ?? outcome;
  }
  return { kind: 'already-free' };
}

/**
 * The plan as it is after other kills of ours, which may have ended some of its processes too.
 * Wherever anybody else has come, it stays as it was shown, and is refused as changed.
 */
export async function planAgain(host: Host, plan: KillPlan, settings: Settings): Promise<KillPlan> {
  const prepared = await prepareKill(host, plan.listenerKey, settings);
  if (prepared.kind !== 'planned') return plan;
  const { targets, sockets } = prepared.plan;
  const isShown =
    sockets.every((socket) => plan.sockets.includes(socket)) &&
    targets.every(({ identity, executable }) =>
      plan.targets.some(
        (shown) => isSameIdentity(shown.identity, identity) && shown.executable === executable,
      ),
    );
  return isShown ? prepared.plan : plan;
}
