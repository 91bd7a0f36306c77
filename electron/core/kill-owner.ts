import {
  isSameIdentity,
  type Listener,
  type Owner,
  type ProcessIdentity,
} from '../../shared/listener.ts';
import type { HistoryEntry } from '../../shared/history.ts';
import type { KillMeans, KillOutcome, KillPlan } from '../../shared/kill.ts';
import type { Settings } from '../../shared/settings.ts';
import type { Host, ScanResult } from './host.ts';
import { decideKillPlan } from './kill-plan.ts';
import { toOwners } from './state.ts';

const PAUSE_FIRST_MS = 8;
const PAUSE_GROWTH = 1.6;
const PAUSE_MAX_MS = 500;
/** SIGKILL is not negotiable, so waiting longer proves nothing. */
const FORCE_WAIT_MS = 2000;

export type PreparedKill =
  | { readonly kind: 'planned'; readonly plan: KillPlan }
  | { readonly kind: 'changed' }
  | { readonly kind: 'already-free' }
  | { readonly kind: 'scan-failed' };

/**
 * Reads the system afresh and plans the kill of whoever holds this listener now. Where the person
 * was shown other processes, there is no plan: nobody dies under another's name.
 */
export async function prepareKill(
  host: Host,
  listenerKey: string,
  settings: Settings,
  shown?: readonly ProcessIdentity[],
): Promise<PreparedKill> {
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return { kind: 'scan-failed' };
  const listener = scan.listeners.find(({ key }) => key === listenerKey);
  if (listener === undefined) return { kind: 'already-free' };
  if (shown !== undefined && !isSamePeople(listener.owners, shown)) return { kind: 'changed' };
  return { kind: 'planned', plan: await planFor(host, listener, scan.listeners, settings) };
}

async function planFor(
  host: Host,
  listener: Listener,
  listeners: readonly Listener[],
  settings: Settings,
): Promise<KillPlan> {
  const contexts = new Map(
    await Promise.all(
      listener.owners.map(
        async ({ identity }) => [identity.pid, await host.processes.readContext(identity)] as const,
      ),
    ),
  );
  const known = [...contexts].flatMap(([pid, context]) =>
    context === undefined ? [] : [[pid, context] as const],
  );
  return decideKillPlan({
    listener,
    listeners,
    contexts: new Map(known),
    clients: await host.scanner.countClients(listener.protocol, listener.port),
    self: host.processes.self,
    ancestors: host.processes.readAncestors(),
    user: host.processes.user,
    settings,
  });
}

/**
 * Carries out a plan that the person has seen. Everything is read again just before the signal;
 * wherever the system differs from the plan, nothing is signalled. The outcome is proven by
 * scanning, not by the death of the process.
 */
export async function killOwner(
  host: Host,
  plan: KillPlan,
  means: KillMeans,
  settings: Settings,
): Promise<KillOutcome> {
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return { kind: 'scan-failed', wasSignalled: false };
  const listener = scan.listeners.find(({ key }) => key === plan.listenerKey);
  if (listener === undefined) return { kind: 'already-free' };
  if (!isAsPlanned(listener, plan)) return { kind: 'changed' };

  // Planned anew, because what is protected may have changed since the plan was shown.
  const { targets, refusal } = await planFor(host, listener, scan.listeners, settings);
  if (refusal !== undefined) return { kind: 'refused', ...refusal };

  // Asked first, so that a group is not half ended when one of them belongs to somebody else.
  const stranger = host.processes.isPrivileged
    ? undefined
    : targets.find(({ user }) => user !== host.processes.user);
  if (stranger !== undefined) return toNotPermitted(host, stranger, means);

  const startedMs = host.clock.monotonicMs();
  const results = targets.map((target) => ({
    target,
    result: host.terminator.signal(target, plan.sockets, means),
  }));
  const denied = results.find(({ result }) => result === 'not-permitted');
  const isAnySent = results.some(({ result }) => result === 'sent');
  if (denied !== undefined && !isAnySent) return toNotPermitted(host, denied.target, means);
  if (results.every(({ result }) => result === 'changed')) return { kind: 'changed' };
  return proveFreed(host, plan, means, startedMs);
}

function toNotPermitted(host: Host, target: Owner, means: KillMeans): KillOutcome {
  return {
    kind: 'not-permitted',
    user: target.user,
    command: host.terminator.toCommand(target, means),
  };
}

/** Whether these are exactly the processes that were shown. */
export function isSamePeople(owners: readonly Owner[], shown: readonly ProcessIdentity[]): boolean {
  return (
    owners.length === shown.length &&
    owners.every(({ identity }) => shown.some((other) => isSameIdentity(identity, other)))
  );
}

function isAsPlanned(listener: Listener, plan: KillPlan): boolean {
  return (
    listener.ownerVisibility === 'visible' &&
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

async function proveFreed(
  host: Host,
  plan: KillPlan,
  means: KillMeans,
  startedMs: number,
): Promise<KillOutcome> {
  const deadlineMs = means === 'force' ? FORCE_WAIT_MS : plan.graceMs;
  let pauseMs = PAUSE_FIRST_MS;
  for (;;) {
    await host.clock.sleep(pauseMs);
    const afterMs = Math.round(host.clock.monotonicMs() - startedMs);
    const standing = toStanding(await host.scanner.scan(), plan);
    const isOver = afterMs >= deadlineMs;
    switch (standing.kind) {
      case 'free':
        return { kind: 'freed', afterMs, means };
      case 'taken-again':
        return { kind: 'taken-again', holders: standing.holders, afterMs };
      case 'held':
        if (isOver) return { kind: 'still-held', holders: standing.holders, afterMs, means };
        break;
      case 'unknown':
        if (isOver) return { kind: 'scan-failed', wasSignalled: true };
        break;
    }
    pauseMs = Math.min(pauseMs * PAUSE_GROWTH, PAUSE_MAX_MS);
  }
}

type Standing =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'held' | 'taken-again'; readonly holders: readonly Owner[] };

function toStanding(scan: ScanResult, plan: KillPlan): Standing {
  if (scan.kind === 'failed') return { kind: 'unknown' };
  const onAddress = scan.listeners.filter(
    ({ protocol, address, port }) =>
      protocol === plan.protocol && address === plan.address && port === plan.port,
  );
  if (onAddress.length === 0) {
    return scan.missing.length === 0 ? { kind: 'free' } : { kind: 'unknown' };
  }
  const holders = toOwners(onAddress);
  const isOldSocket = onAddress.some(({ sockets }) =>
    sockets.some((socket) => plan.sockets.includes(socket)),
  );
  return { kind: isOldSocket ? 'held' : 'taken-again', holders };
}

/** What history says of a kill; undefined where nothing was signalled. */
export function toKilledEntry(
  host: Host,
  plan: KillPlan,
  means: KillMeans,
  outcome: KillOutcome,
): HistoryEntry | undefined {
  const recorded = toRecordedOutcome(outcome);
  if (recorded === undefined) return undefined;
  return {
    kind: 'killed',
    id: host.createId(),
    at: new Date(host.clock.wallMs()).toISOString(),
    protocol: plan.protocol,
    port: plan.port,
    names: plan.targets.map(({ name }) => name),
    pids: plan.targets.map(({ identity }) => identity.pid),
    means,
    outcome: recorded,
  };
}

function toRecordedOutcome(outcome: KillOutcome) {
  switch (outcome.kind) {
    case 'freed':
    case 'still-held':
    case 'taken-again':
      return outcome.kind;
    case 'scan-failed':
      return outcome.wasSignalled ? 'unproven' : undefined;
    case 'already-free':
    case 'changed':
    case 'refused':
    case 'not-permitted':
      return undefined;
  }
}
