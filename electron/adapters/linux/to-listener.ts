import { toBindScope, toListenerKey, type Listener, type Owner } from '../../../shared/listener.ts';
import { compareText, type ListenerPlace } from '../compare-listeners.ts';
import type { FoundSocket } from './found-socket.ts';
import type { Owners } from './read-owners.ts';

/** What sockets have in common that make up one listener. */
export type Place = ListenerPlace & Pick<Listener, 'key'>;

/** Where the listener of this socket is; `user` is the name of the socket's account. */
export function toPlace({ table, row }: FoundSocket, user: string): Place {
  const { protocol, family } = table;
  const { address, port } = row;
  const key = toListenerKey({ protocol, family, address, port, user });
  return { key, protocol, family, address, port, user };
}

/**
 * The listener that these sockets make up, of which there is at least one; the very object of the
 * last time when it is the same.
 */
export function toListener(
  place: Place,
  found: readonly FoundSocket[],
  ownersOf: Owners,
  last: Listener | undefined,
): Listener {
  const sockets = toInodes(found);
  const { owners, isHidden } = toOwners(sockets, ownersOf);
  const ownerVisibility = isHidden ? 'hidden' : 'visible';
  const isV6Only = toV6Only(found);
  const isSame =
    last !== undefined &&
    last.ownerVisibility === ownerVisibility &&
    last.isV6Only === isV6Only &&
    isSameList(last.owners, owners) &&
    isSameList(last.sockets, sockets);
  if (isSame) return last;
  const { key, protocol, family, address, port, user } = place;
  return {
    key,
    protocol,
    family,
    address,
    port,
    scope: toBindScope(address),
    ...(isV6Only === undefined ? {} : { isV6Only }),
    user,
    ownerVisibility,
    owners,
    sockets,
  };
}

/** Lowest first, each once. */
function toInodes(sockets: readonly FoundSocket[]): readonly string[] {
  const inodes = sockets.map(({ row }) => row.inode);
  return inodes.length === 1 ? inodes : [...new Set(inodes)].sort(compareInodes);
}

/** Undefined while no socket tells; one that takes IPv4 too counts. */
function toV6Only(sockets: readonly FoundSocket[]): boolean | undefined {
  let isV6Only: boolean | undefined;
  for (const { row } of sockets) {
    if (row.isV6Only !== undefined && isV6Only !== false) ({ isV6Only } = row);
  }
  return isV6Only;
}

function toOwners(
  sockets: readonly string[],
  ownersOf: Owners,
): { readonly owners: readonly Owner[]; readonly isHidden: boolean } {
  if (sockets.length === 1) {
    const owners = ownersOf.get(sockets[0] ?? '') ?? [];
    return { owners, isHidden: owners.length === 0 };
  }
  const owners = new Map<number, Owner>();
  let isHidden = false;
  for (const one of sockets) {
    const own = ownersOf.get(one);
    if (own === undefined) isHidden = true;
    else for (const owner of own) owners.set(owner.identity.pid, owner);
  }
  return {
    owners: [...owners.values()].sort((a, b) => a.identity.pid - b.identity.pid),
    isHidden,
  };
}

/** An owner that changed is another object. */
function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** Inodes are decimal numbers without a known bound. */
function compareInodes(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}
