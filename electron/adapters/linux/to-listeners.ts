import { toBindScope, toListenerKey, type Listener, type Owner } from '../../../shared/listener.ts';
import { compareListeners, compareText } from '../compare-listeners.ts';
import type { FoundSocket } from './found-socket.ts';
import type { Pace } from './pace.ts';

/** What sockets have in common that make up one listener. */
type Place = Pick<Listener, 'key' | 'protocol' | 'family' | 'address' | 'port' | 'user'>;

interface Group {
  readonly place: Place;
  sockets: FoundSocket[];
  /** As it was told last. */
  listener: Listener | undefined;
}

/** By inode, in the order of their pids. */
type Owners = ReadonlyMap<string, readonly Owner[]>;

/** What only holders and accounts can tell. */
interface ListenerSources {
  readonly owners: Owners;
  /** The inodes whose owners are others than at the last build; undefined where all may be. */
  readonly changed: ReadonlySet<string> | undefined;
  /** The same as at the last build, unless all may be others. */
  readonly toUserName: (uid: number) => string;
}

interface ListenerBuilder {
  /**
   * Merges sockets into listeners; sorted by port, protocol, family, address and user. Those that
   * are the same as the last time come back as the same objects. Undefined when time was up.
   */
  build(
    sockets: readonly FoundSocket[],
    sources: ListenerSources,
    pace: Pace,
  ): Promise<readonly Listener[] | undefined>;
}

/** Creates a builder that remembers what it built last, and goes over what changed since. */
export function createListenerBuilder(): ListenerBuilder {
  const groups = new Map<string, Group>();
  const groupOf = new Map<FoundSocket, Group>();
  const byInode = new Map<string, FoundSocket>();
  /** Whether an inode was told for several sockets, which may be in several groups. */
  let isAnyTwofold = false;
  /** All groups in the order of their listeners; what came since the last build is at the end. */
  let ordered: Group[] = [];
  let last: readonly FoundSocket[] = [];

  function join(found: FoundSocket, user: string): Group {
    const place = toPlace(found, user);
    let group = groups.get(place.key);
    if (group === undefined) {
      group = { place, sockets: [], listener: undefined };
      groups.set(place.key, group);
      ordered.push(group);
    }
    group.sockets.push(found);
    groupOf.set(found, group);
    const { inode } = found.row;
    if (byInode.has(inode)) isAnyTwofold = true;
    byInode.set(inode, found);
    return group;
  }

  /** Returns the group that it was in, whose list is still to be cleared of it. */
  function leave(found: FoundSocket): Group | undefined {
    const group = groupOf.get(found);
    groupOf.delete(found);
    const { inode } = found.row;
    if (byInode.get(inode) === found) byInode.delete(inode);
    return group;
  }

  function* groupsOf(inodes: ReadonlySet<string>, sockets: readonly FoundSocket[]) {
    if (isAnyTwofold) {
      for (const found of sockets) if (inodes.has(found.row.inode)) yield groupOf.get(found);
      return;
    }
    for (const inode of inodes) {
      const found = byInode.get(inode);
      if (found !== undefined) yield groupOf.get(found);
    }
  }

  /** Half a build is none. */
  function giveUp(): undefined {
    groups.clear();
    groupOf.clear();
    byInode.clear();
    isAnyTwofold = false;
    ordered = [];
    last = [];
    return undefined;
  }

  /** All listeners in order, after the last group came and the last one went. */
  function list(countBefore: number): readonly Listener[] {
    const isAnyNew = ordered.length > countBefore;
    if (ordered.length > groups.size) ordered = ordered.filter(({ sockets }) => sockets.length > 0);
    if (isAnyNew) ordered.sort((a, b) => compareListeners(a.place, b.place));
    const listeners: Listener[] = [];
    for (const { listener } of ordered) if (listener !== undefined) listeners.push(listener);
    return listeners;
  }

  return {
    async build(sockets, { owners, changed, toUserName }, pace) {
      const countBefore = ordered.length;
      const touched = new Set(changed === undefined ? groups.values() : undefined);
      const touch = (group: Group | undefined): void => {
        if (group !== undefined) touched.add(group);
      };
      const { gone, come } = compareSockets(last, sockets);
      for (const found of gone) touch(leave(found));
      let step = 0;
      for (const found of changed === undefined ? sockets : come) {
        step += 1;
        if (pace.isDueAt(step) && (await pace.pause()) === 'overdue') return giveUp();
        const user = toUserName(found.row.uid);
        if (groupOf.get(found)?.place.user === user) continue;
        touch(leave(found));
        touch(join(found, user));
      }
      if (changed !== undefined) for (const group of groupsOf(changed, sockets)) touch(group);
      for (const group of touched) {
        step += 1;
        if (pace.isDueAt(step) && (await pace.pause()) === 'overdue') return giveUp();
        group.sockets = group.sockets.filter((found) => groupOf.get(found) === group);
        if (group.sockets.length > 0) group.listener = toListener(group, owners);
        else groups.delete(group.place.key);
      }
      last = sockets;
      return list(countBefore);
    },
  };
}

/** Which sockets are not there any more, and between which may be new ones. */
function compareSockets(
  before: readonly FoundSocket[],
  now: readonly FoundSocket[],
): { readonly gone: readonly FoundSocket[]; readonly come: readonly FoundSocket[] } {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head += 1;
  let tail = 0;
  const isSameFromEnd = (back: number): boolean =>
    before[before.length - back] === now[now.length - back];
  while (tail < shorter - head && isSameFromEnd(tail + 1)) tail += 1;
  const come = now.slice(head, now.length - tail);
  const middle = before.slice(head, before.length - tail);
  if (middle.length === 0) return { gone: middle, come };
  const all = new Set(now);
  return { gone: middle.filter((found) => !all.has(found)), come };
}

function toPlace({ table, row }: FoundSocket, user: string): Place {
  const { protocol, family } = table;
  const { address, port } = row;
  const key = toListenerKey({ protocol, family, address, port, user });
  return { key, protocol, family, address, port, user };
}

function toListener(group: Group, ownersOf: Owners): Listener {
  const { place, listener } = group;
  const sockets = toInodes(group.sockets);
  const { owners, isHidden } = toOwners(sockets, ownersOf);
  const ownerVisibility = isHidden ? 'hidden' : 'visible';
  const isV6Only = toV6Only(group.sockets);
  const isSame =
    listener !== undefined &&
    listener.ownerVisibility === ownerVisibility &&
    listener.isV6Only === isV6Only &&
    isSameList(listener.owners, owners) &&
    isSameList(listener.sockets, sockets);
  if (isSame) return listener;
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
