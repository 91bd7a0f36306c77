import type { Listener, Owner, Protocol } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { BindAnswer, BindCause, PortHolder, WhyReport } from '../../../shared/why.ts';
import type { PortLimits, PortUse } from '../host.ts';
import { findExcluded } from '../verdicts/excluded.ts';
import { findAcceptor } from '../verdicts/find-acceptor.ts';
import { decideOverlap, doAddressesMeet, toBindAddress } from '../verdicts/overlap.ts';
import { isOutgoing } from '../verdicts/use-rules.ts';
import type { System } from '../../../shared/system.ts';
import { toOwners } from '../state.ts';
import { isOwnerByRule } from '../verdicts/verdict.ts';

/** Whether one of these listeners is known to refuse a bind of this address; IPv6 alone for `::`. */
export function isForetold(
  address: string,
  listeners: readonly Listener[],
  system: System,
): boolean {
  const wanted = { ...toBindAddress(address), isV6Only: true };
  return listeners.some((held) => {
    // Whether `::` takes IPv4 along is not always told, and then only the system knows.
    const isUnsure = held.address === '::' && held.isV6Only === undefined && wanted.family === 4;
    return !isUnsure && decideOverlap(held, wanted, system) === 'blocks';
  });
}

/** The same processes on one or more addresses of a port are one holder; hidden ones are by user. */
export function toHolderGroups(listeners: readonly Listener[]): readonly (readonly Listener[])[] {
  const groups = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const pids = listener.owners.map(({ identity }) => identity.pid).join(',');
    const key = `${pids}|${listener.ownerVisibility}|${pids === '' ? listener.user : ''}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [listener]);
    else group.push(listener);
  }
  return [...groups.values()];
}

/** Parents before their children, so that the first is the one that the others came from. */
export function sortFamily(owners: readonly Owner[]): readonly Owner[] {
  const pids = new Set(owners.map(({ identity }) => identity.pid));
  const isChild = ({ parentPid }: Owner): boolean => parentPid !== undefined && pids.has(parentPid);
  return owners.toSorted(
    (a, b) => Number(isChild(a)) - Number(isChild(b)) || a.identity.pid - b.identity.pid,
  );
}

/** A connection that some listener of the port has accepted, as far as addresses tell. */
export function isAccepted(use: PortUse, listeners: readonly Listener[]): boolean {
  const local = { family: use.family, address: use.address };
  return listeners.some((held) => doAddressesMeet(held, local));
}

export interface CauseFacts {
  readonly refused: readonly BindAnswer[];
  readonly listeners: readonly Listener[];
  /** What no listener explains; undefined when it could not be read. */
  readonly uses: readonly PortUse[] | undefined;
  readonly limits: PortLimits | undefined;
  readonly protocol: Protocol;
  readonly port: number;
  /** Whether all listeners of the machine could be read. */
  readonly isComplete: boolean;
}

/** Why these binds were refused: the system gives a number, the rest is found among its tables. */
export function decideCauses(facts: CauseFacts): readonly BindCause[] {
  const errnos = new Set(
    facts.refused.map(({ result }) => (result.kind === 'refused' ? result.errno : '')),
  );
  return [...errnos].flatMap((errno): readonly BindCause[] => {
    if (errno === 'EADDRINUSE') return decideUsers(facts);
    if (errno === 'EACCES' || errno === 'EPERM') {
      const excluded = findExcluded(facts.limits, facts);
      if (excluded !== undefined) return [{ kind: 'excluded', ...excluded }];
      const from = facts.limits?.unprivilegedFrom;
      return from !== undefined && facts.port < from
        ? [{ kind: 'privileged', unprivilegedFrom: from }]
        : [{ kind: 'not-permitted' }];
    }
    return [{ kind: 'unknown', errno }];
  });
}

function decideUsers(facts: CauseFacts): readonly BindCause[] {
  const { listeners, uses, limits, isComplete } = facts;
  if (listeners.length > 0) return [{ kind: 'listener' }];
  if (uses === undefined) return [{ kind: 'unknown', errno: 'EADDRINUSE' }];
  const countIn = (state: PortUse['state']): number =>
    uses.filter((use) => use.state === state).length;
  const connected = uses.filter(({ state }) => state === 'connected');
  const outgoing = connected.filter((use) => isOutgoing(use, limits));
  const causes: readonly BindCause[] = [
    { kind: 'outgoing-connection', count: outgoing.length } as const,
    { kind: 'leftover-connection', count: connected.length - outgoing.length } as const,
    { kind: 'bound', count: countIn('bound') } as const,
    { kind: 'half-closed-connection', count: countIn('half-closed') } as const,
    { kind: 'closing-connection', count: countIn('closing') } as const,
  ].filter(({ count }) => count > 0);
  if (causes.length > 0) return causes;
  return isComplete ? [{ kind: 'bound-unlisted' }] : [{ kind: 'unknown', errno: 'EADDRINUSE' }];
}

/** Who answers on this loopback address. */
function findServer(listeners: readonly Listener[], address: string): Listener | undefined {
  return findAcceptor(listeners, toBindAddress(address));
}

/** Whom `localhost` reaches, where it makes a difference which family is tried first. */
export function toLocalhost(
  listeners: readonly Listener[],
  order: readonly (4 | 6)[],
): WhyReport['localhost'] {
  const first = order[0] ?? 4;
  const server = findServer(listeners, first === 4 ? '127.0.0.1' : '::1');
  const other = findServer(listeners, first === 4 ? '::1' : '127.0.0.1');
  if (other === undefined || isSameHolder(server, other)) return undefined;
  const reaches = server?.owners[0];
  return { first, ...(reaches !== undefined && { reaches }), isOtherServed: true };
}

function isSameHolder(a: Listener | undefined, b: Listener): boolean {
  return (
    a !== undefined &&
    a.user === b.user &&
    a.owners.length === b.owners.length &&
    a.owners.every((owner, index) => {
      const twin = b.owners[index];
      return twin !== undefined && isSameIdentity(owner.identity, twin.identity);
    })
  );
}

/**
 * Who started first, where several programs are at odds over the port: its holders, and the
 * expected service of a watched port that listens elsewhere. Empty where there is nothing to
 * compare.
 */
export function toStartOrder(
  holders: readonly PortHolder[],
  watched: readonly WatchedPort[],
  listeners: readonly Listener[],
): WhyReport['startOrder'] {
  const found: { owner: Owner; role: 'holder' | 'expected'; port: number }[] = [];
  for (const holder of holders) {
    const owner = holder.processes[0]?.owner;
    const port = holder.listeners[0]?.port;
    if (owner !== undefined && port !== undefined) found.push({ owner, role: 'holder', port });
  }
  for (const { expectedOwner, port } of watched) {
    if (expectedOwner.kind === 'anybody') continue;
    const elsewhere = listeners.filter((listener) => listener.port !== port);
    const service = toOwners(elsewhere).find((owner) => isOwnerByRule(owner, expectedOwner));
    const isHolder = found.some(({ owner }) => isOwnerByRule(owner, expectedOwner));
    const at = elsewhere.find(({ owners }) => service !== undefined && owners.includes(service));
    if (service === undefined || at === undefined || isHolder) continue;
    found.push({ owner: service, role: 'expected', port: at.port });
  }
  const dated = found.flatMap((one) => {
    const startedMs = Date.parse(one.owner.startedAt ?? '');
    return Number.isNaN(startedMs) ? [] : [{ ...one, startedMs }];
  });
  if (dated.length < 2) return [];
  const sorted = dated.toSorted((a, b) => a.startedMs - b.startedMs);
  const firstMs = sorted[0]?.startedMs ?? 0;
  return sorted.map(({ owner, role, port, startedMs }) => ({
    owner,
    role,
    port,
    afterFirstMs: startedMs - firstMs,
  }));
}
