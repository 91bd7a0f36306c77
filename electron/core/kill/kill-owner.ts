import type { Listener, Owner } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type {
  KillMeans,
  KillOutcome,
  KillPlan,
  KillWay,
  KillWayKind,
} from '../../../shared/kill.ts';
import { toRealMeans } from '../../../shared/real-means.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { Unit } from '../../../shared/supervision.ts';
import type { Host } from '../host.ts';
import { createKillRounds, type ProcessWay } from './kill-rounds.ts';
import { decideRefusal, isKept, type NeverKill } from './never-kill.ts';
import { proveFreed, proveRestarted } from './prove-freed.ts';
import { toEngineCommand, toUnitCommand } from './stop-commands.ts';

/** What the person chose of a plan. */
export interface KillChoice {
  readonly way: KillWayKind;
  readonly means: KillMeans;
}

/**
 * Carries out a plan that the person has seen, in the way that they chose. The listener and its
 * holders are read again first, and each process once more just before its signal; wherever the
 * system differs from the plan, nothing is signalled. The outcome is proven by scanning, not by
 * the death of a process.
 */
export async function killOwner(
  host: Host,
  plan: KillPlan,
  choice: KillChoice,
  settings: Settings,
): Promise<KillOutcome> {
  const way = plan.ways.find(({ kind }) => kind === choice.way);
  if (way === undefined) return refuse(plan);
  const scan = await host.scanner.scan();
  if (scan.kind === 'failed') return { kind: 'scan-failed', wasSignalled: false };
  const listener = scan.listeners.find(({ key }) => key === plan.listenerKey);
  if (listener === undefined) return { kind: 'already-free' };
  if (!isAsPlanned(listener, plan)) return { kind: 'changed' };
  const kept = plan.targets.find((target) => isKept(target, settings));
  if (kept !== undefined) {
    return { kind: 'refused', reason: 'protected', name: kept.name, user: kept.user };
  }
  switch (way.kind) {
    case 'unit':
      return stopUnit(host, plan, way.unit);
    case 'container':
    case 'container-restart':
      return askEngine(host, plan, way);
    case 'processes':
    case 'tree':
    case 'watcher':
      if (listener.ownerVisibility === 'hidden') return { kind: 'changed' };
      return endProcesses(host, plan, way, toRealMeans(plan, choice.means), settings);
  }
}

function refuse(plan: KillPlan): KillOutcome {
  return plan.refusal === undefined ? { kind: 'changed' } : { kind: 'refused', ...plan.refusal };
}

async function stopUnit(host: Host, plan: KillPlan, unit: Unit): Promise<KillOutcome> {
  const startedMs = host.clock.monotonicMs();
  const result = await host.units.stop(unit);
  if (result !== 'stopped') {
    return {
      kind: 'unit-failed',
      unit: unit.name,
      reason: result,
      command: toUnitCommand(unit) ?? '',
    };
  }
  return proveFreed(host, { plan, way: 'unit', means: 'graceful', startedMs });
}

async function askEngine(
  host: Host,
  plan: KillPlan,
  { kind, container }: Extract<KillWay, { kind: 'container' | 'container-restart' }>,
): Promise<KillOutcome> {
  const startedMs = host.clock.monotonicMs();
  const isStop = kind === 'container';
  const result = await (isStop
    ? host.containers.stop(container, plan.graceMs)
    : host.containers.restart(container, plan.graceMs));
  if (result.kind === 'failed') {
    const command = toEngineCommand(container, isStop ? 'stop' : 'restart');
    return { kind: 'engine-failed', name: container.name, reason: result.reason, command };
  }
  return isStop
    ? proveFreed(host, { plan, way: kind, means: 'graceful', startedMs })
    : proveRestarted(host, plan, container.name, startedMs);
}

async function endProcesses(
  host: Host,
  plan: KillPlan,
  way: ProcessWay,
  means: KillMeans,
  settings: Settings,
): Promise<KillOutcome> {
  const { targets } = plan;
  // Once more, because what is protected may have changed since the plan was shown.
  const never: NeverKill = {
    self: host.processes.self,
    ancestors: host.processes.readAncestors(),
    protectedProcesses: settings.protectedProcesses,
  };
  const victims = way.kind === 'watcher' ? [way.watcher.process, ...targets] : targets;
  for (const victim of victims) {
    const reason = decideRefusal(victim, undefined, never);
    if (reason !== undefined) {
      return { kind: 'refused', reason, name: victim.name, user: victim.user };
    }
  }
  const stranger = victims.find(({ user }) => user !== host.processes.user);
  if (stranger !== undefined && !host.processes.isPrivileged) {
    // A group is not half ended: with rights, only the one process that the plan is about.
    return way.kind === 'processes' && targets.length === 1
      ? endWithRights(host, plan, stranger, means)
      : toNotPermitted(host, stranger, means);
  }
  const mayEnd = (owner: Owner): boolean => decideRefusal(owner, undefined, never) === undefined;
  const rounds = createKillRounds(host, plan, way, means, mayEnd);
  const startedMs = host.clock.monotonicMs();
  const begun = rounds.begin();
  switch (begun.kind) {
    case 'changed':
      return { kind: 'changed' };
    case 'not-permitted':
      return toNotPermitted(host, begun.target, means);
    case 'begun': {
      const { forceAfterGrace } = settings;
      return proveFreed(host, { plan, way: way.kind, means, startedMs, rounds, forceAfterGrace });
    }
  }
}

async function endWithRights(
  host: Host,
  plan: KillPlan,
  target: Owner,
  means: KillMeans,
): Promise<KillOutcome> {
  const result = await host.elevation.signal(target, plan.sockets, means);
  switch (result) {
    case 'changed':
      return { kind: 'changed' };
    case 'sent':
    case 'gone': {
      const startedMs = host.clock.monotonicMs();
      return proveFreed(host, { plan, way: 'processes', means, startedMs });
    }
    case 'dismissed':
    case 'not-authorised':
    case 'no-agent':
    case 'not-installed':
    case 'failed': {
      const command = host.terminator.toCommand(target, means);
      return { kind: 'not-elevated', reason: result, command };
    }
  }
}

function toNotPermitted(host: Host, target: Owner, means: KillMeans): KillOutcome {
  return {
    kind: 'not-permitted',
    user: target.user,
    command: host.terminator.toCommand(target, means),
  };
}

function isAsPlanned(listener: Listener, plan: KillPlan): boolean {
  return (
    listener.sockets.length === plan.sockets.length &&
    listener.sockets.every((socket) => plan.sockets.includes(socket)) &&
    listener.owners.length === plan.targets.length &&
    listener.owners.every((owner) =>
      plan.targets.some(
        (target) =>
          isSameIdentity(owner.identity, target.identity) && owner.executable === target.executable,
      ),
    )
  );
}
