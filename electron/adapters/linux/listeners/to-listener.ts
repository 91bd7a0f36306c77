import {
  toBindScope,
  toListenerKey,
  toSharerKey,
  type Listener,
  type Owner,
} from '../../../../shared/listener.ts';
import type { ListenerPlace } from '../../compare-listeners.ts';
import { splitPrograms } from '../../split-programs.ts';
import type { FoundSocket } from '../sockets/found-socket.ts';
import { NO_INODE } from '../sockets/parse-proc-net.ts';
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

/** The sockets of each program that shares the place, and where each is told; the first as it was. */
export function splitPlace(
  place: Place,
  found: readonly FoundSocket[],
  ownersOf: Owners,
): readonly { readonly place: Place; readonly found: readonly FoundSocket[] }[] {
  const interfaces = new Set(found.map(({ row }) => row.interfaceIndex));
  // Bound to an interface each, they take no connections from each other.
  if (interfaces.size > 1) return [{ place, found }];
  const sorted = found.toSorted((a, b) => a.row.inode - b.row.inode);
  const parts = splitPrograms(sorted, ({ row }) => ownersOf.get(row.inode) ?? []);
  return parts.map((part, index) => ({
    place:
      index === 0 ? place : { ...place, key: toSharerKey(place.key, String(part[0]?.row.inode)) },
    found: part,
  }));
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
  const inodes = toInodes(found);
  const { owners, isHidden } = toOwners(inodes, ownersOf);
  const sockets = inodes.map(String);
  const ownerVisibility = isHidden ? 'hidden' : 'visible';
  const isV6Only = toV6Only(found);
  const isSame =
    last !== undefined &&
    last.ownerVisibility === ownerVisibility &&
    last.isV6Only === isV6Only &&
    isSameList(last.owners, owners) &&
    isSameList(last.sockets, sockets);
  if (isSame) return last;
  return {
    ...place,
    scope: toBindScope(place.address),
    ...(isV6Only === undefined ? {} : { isV6Only }),
    ownerVisibility,
    owners,
    sockets,
  };
}

/** Lowest first, each once. */
function toInodes(sockets: readonly FoundSocket[]): readonly number[] {
  const inodes = sockets.map(({ row }) => row.inode);
  return inodes.length === 1 ? inodes : [...new Set(inodes)].sort((a, b) => a - b);
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
  inodes: readonly number[],
  ownersOf: Owners,
): { readonly owners: readonly Owner[]; readonly isHidden: boolean } {
  if (inodes.length === 1) {
    const owners = ownersOf.get(inodes[0] ?? NO_INODE) ?? [];
    return { owners, isHidden: owners.length === 0 };
  }
  const owners = new Map<number, Owner>();
  let isHidden = false;
  for (const inode of inodes) {
    const own = ownersOf.get(inode);
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
