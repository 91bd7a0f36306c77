import { formatLocalAddress } from '../../../shared/address.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { ConflictVerdict, Verdict } from '../../../shared/verdict.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { PortLimits, PortUse } from '../host.ts';
import { findExcluded } from './excluded.ts';
import { doAddressesMeet, toBindAddress } from './overlap.ts';
import { isBlocking } from './use-rules.ts';

/** What is known of the system beside its listeners. */
export interface Surroundings {
  /** Sockets on watched ports that do not listen; a port that was not looked at has none here. */
  readonly uses: readonly PortUse[];
  readonly limits: PortLimits | undefined;
  /** Which family `localhost` is tried in first on this machine. */
  readonly localhostFirst: 4 | 6;
  readonly isPrivileged: boolean;
  /** See `RealPaths` in verdict.ts. */
  readonly realPaths: Readonly<Record<string, string>>;
}

export const unknownSurroundings: Surroundings = {
  uses: [],
  limits: undefined,
  localhostFirst: 4,
  isPrivileged: false,
  realPaths: {},
};

const toKeys = (listeners: readonly Listener[]): readonly string[] =>
  listeners.map((listener) => listener.key);

/** Who answers a connection to this loopback address: the most specific of those that cover it. */
function findServer(listeners: readonly Listener[], family: 4 | 6): Listener | undefined {
  const loopback = toBindAddress(family === 4 ? '127.0.0.1' : '::1');
  const covering = listeners.filter((one) => doAddressesMeet(one, loopback));
  const isExact = (one: Listener): boolean => one.scope === 'loopback';
  return covering.find(isExact) ?? covering.find((one) => one.family === family) ?? covering[0];
}

/**
 * Names the conflict between a service and squatters on the same port, by who gets what; undefined
 * where the service is there and nobody else is on any of its addresses.
 */
export function decideCompany(
  service: readonly Listener[],
  squatters: readonly Listener[],
  localhostFirst: 4 | 6,
): ConflictVerdict | undefined {
  const sharers = squatters.filter((one) => service.some((own) => isSameAddress(own, one)));
  if (sharers.length > 0) {
    return {
      kind: 'conflict',
      conflict: 'squatted',
      listenerKeys: toKeys(sharers),
      isShared: true,
    };
  }
  const listenerKeys = toKeys(squatters);
  const everyone = [...service, ...squatters];
  const servers = { 4: findServer(everyone, 4), 6: findServer(everyone, 6) };
  const isService = (listener: Listener | undefined): boolean =>
    listener !== undefined && service.includes(listener);
  if (
    servers[4] !== undefined &&
    servers[6] !== undefined &&
    isService(servers[4]) !== isService(servers[6])
  ) {
    const reached = isService(servers[localhostFirst]) ? 'service' : 'squatter';
    const own = isService(servers[4]) ? 4 : 6;
    const other = own === 4 ? 6 : 4;
    return {
      kind: 'conflict',
      conflict: 'split',
      listenerKeys,
      localhostReaches: reached,
      serviceAddress: formatAddress(servers[own]),
      squatterAddress: formatAddress(servers[other]),
    };
  }
  const wildcard = service.find((one) => one.scope === 'wildcard');
  const specific =
    wildcard && squatters.find((one) => one.scope !== 'wildcard' && doAddressesMeet(one, wildcard));
  if (specific !== undefined) {
    return {
      kind: 'conflict',
      conflict: 'shadowed',
      listenerKeys,
      serviceAddress: formatAddress(wildcard),
      squatterAddress: formatAddress(specific),
    };
  }
  const inTheWay =
    service.length === 0
      ? squatters
      : squatters.filter((one) => service.some((own) => doAddressesMeet(one, own)));
  return inTheWay.length === 0
    ? undefined
    : { kind: 'conflict', conflict: 'squatted', listenerKeys: toKeys(inTheWay) };
}

function isSameAddress(a: Listener, b: Listener): boolean {
  return a.family === b.family && a.address === b.address;
}

function formatAddress(listener: Listener | undefined): string {
  return listener === undefined ? '' : formatLocalAddress(listener.address, listener.port);
}

/** Whether a service can have a port on which nobody listens, and what keeps it from it if not. */
export function decideEmpty(
  watched: WatchedPort,
  surroundings: Surroundings,
  wasHeld: boolean,
): Verdict {
  const { uses, limits, isPrivileged } = surroundings;
  const onPort = uses.filter((use) => isOnWatched(use, watched));
  const blocking = onPort.filter((use) => isBlocking(use, limits));
  const first = blocking.find(({ state }) => state === 'connected') ?? blocking[0];
  if (first !== undefined) return toInUse(first);
  // A port that its service held is one that it may hold, whatever the account here may do.
  const isReserved = limits !== undefined && watched.port < limits.unprivilegedFrom;
  if (isReserved && !isPrivileged && !wasHeld) {
    return {
      kind: 'conflict',
      conflict: 'reserved',
      listenerKeys: [],
      unprivilegedFrom: limits.unprivilegedFrom,
    };
  }
  const excluded = findExcluded(limits, watched);
  if (excluded !== undefined) {
    return { kind: 'conflict', conflict: 'excluded', listenerKeys: [], ...excluded };
  }
  const closing = onPort.filter((use) => use.state === 'closing').length;
  const kept = onPort.filter((use) => use.state !== 'closing');
  const [keeper] = kept;
  return {
    kind: 'free',
    ...(closing > 0 && { closing }),
    ...(keeper !== undefined && { kept: { count: kept.length, ...toUser(keeper) } }),
  };
}

/** Whether this socket and one on the watched address are in each other's way. */
function isOnWatched(use: PortUse, { port, protocol, address }: WatchedPort): boolean {
  if (use.port !== port || use.protocol !== protocol) return false;
  return address === 'any' || doAddressesMeet(use, toBindAddress(address));
}

function toInUse(use: PortUse): ConflictVerdict {
  const { remoteAddress, remotePort, state } = use;
  const { program, ...whose } = toUser(use);
  return {
    kind: 'conflict',
    conflict: 'outgoing',
    listenerKeys: [],
    program,
    remote: remoteAddress === undefined ? '' : formatLocalAddress(remoteAddress, remotePort ?? 0),
    ...(state === 'half-closed' && { halfClosed: whose }),
  };
}

function toUser({ owners }: PortUse): { readonly program: string; readonly pid?: number } {
  const [owner] = owners;
  return owner === undefined ? { program: '' } : { program: owner.name, pid: owner.identity.pid };
}

/** The other entry that wants this port for somebody else, where there is one. */
export function findRival(
  watched: WatchedPort,
  others: readonly WatchedPort[],
): WatchedPort | undefined {
  return others.find(
    (other) =>
      other.id !== watched.id &&
      other.port === watched.port &&
      other.protocol === watched.protocol &&
      isOverlappingWatch(other.address, watched.address) &&
      JSON.stringify(other.expectedOwner) !== JSON.stringify(watched.expectedOwner),
  );
}

function isOverlappingWatch(a: string, b: string): boolean {
  if (a === 'any' || b === 'any') return true;
  return doAddressesMeet(toBindAddress(a), toBindAddress(b));
}
