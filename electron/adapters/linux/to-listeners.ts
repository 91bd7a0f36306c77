import { toBindScope, toListenerKey, type Listener, type Owner } from '../../../shared/listener.ts';
import { compareListeners, compareText } from '../compare-listeners.ts';
import type { FoundSocket } from './found-socket.ts';
import type { Pace } from './pace.ts';

/** What sockets have in common that make up one listener. */
type Place = Pick<Listener, 'key' | 'protocol' | 'family' | 'address' | 'port' | 'user'>;

interface Group {
  readonly place: Place;
  members: Member[];
  /** Whether the members are others than the listener was told with. */
  isTouched: boolean;
  /** As it was told last. */
  listener?: Listener;
}

/** A socket that belongs to a group. */
interface Member {
  readonly found: FoundSocket;
  readonly group: Group;
  /** The number of the last build that the socket was there for. */
  seenIn: number;
}

/** What only holders and accounts can tell. */
interface ListenerSources {
  /** By inode, in the order of their pids. */
  readonly owners: ReadonlyMap<string, readonly Owner[]>;
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

/**
 * Creates a builder that remembers what it built last: most sockets are what they were, and only
 * the listeners of the others are built anew.
 */
export function createListenerBuilder(): ListenerBuilder {
  const members = new Map<FoundSocket, Member>();
  const groups = new Map<string, Group>();
  /** All groups in the order of their listeners; what came since the last build is at the end. */
  let ordered: Group[] = [];
  let buildNumber = 0;

  function join(found: FoundSocket, user: string): Member {
    const place = toPlace(found, user);
    let group = groups.get(place.key);
    if (group === undefined) {
      group = { place, members: [], isTouched: true };
      groups.set(place.key, group);
      ordered.push(group);
    }
    const member = { found, group, seenIn: buildNumber };
    group.members.push(member);
    group.isTouched = true;
    members.set(found, member);
    return member;
  }

  const isHere = ({ seenIn }: Member): boolean => seenIn === buildNumber;

  /** Drops the sockets of a group that are not there any more. */
  function dropGone(group: Group): void {
    for (const member of group.members) {
      /** One whose account was given another name is a member elsewhere by now. */
      if (!isHere(member) && members.get(member.found) === member) members.delete(member.found);
    }
    group.members = group.members.filter(isHere);
    group.isTouched = true;
    if (group.members.length === 0) groups.delete(group.place.key);
  }

  /** Half a build is none. */
  function giveUp(): undefined {
    members.clear();
    groups.clear();
    ordered = [];
    return undefined;
  }

  return {
    async build(sockets, sources, pace) {
      buildNumber += 1;
      const countBefore = ordered.length;
      let step = 0;
      for (const found of sockets) {
        step += 1;
        if (pace.isDueAt(step) && (await pace.pause()) === 'overdue') return giveUp();
        const user = sources.toUserName(found.row.uid);
        const known = members.get(found);
        const member = known?.group.place.user === user ? known : join(found, user);
        member.seenIn = buildNumber;
      }
      const isAnyNew = ordered.length > countBefore;
      const listeners: Listener[] = [];
      for (const group of ordered) {
        step += 1;
        if (pace.isDueAt(step) && (await pace.pause()) === 'overdue') return giveUp();
        if (!group.members.every(isHere)) dropGone(group);
        if (group.members.length === 0) continue;
        const listener = toListener(group, sources);
        group.listener = listener;
        group.isTouched = false;
        listeners.push(listener);
      }
      if (ordered.length > groups.size) {
        ordered = ordered.filter((group) => group.members.length > 0);
      }
      if (isAnyNew) {
        ordered.sort((a, b) => compareListeners(a.place, b.place));
        listeners.sort(compareListeners);
      }
      return listeners;
    },
  };
}

function toPlace({ table, row }: FoundSocket, user: string): Place {
  const { protocol, family } = table;
  const { address, port } = row;
  const key = toListenerKey({ protocol, family, address, port, user });
  return { key, protocol, family, address, port, user };
}

function toListener(group: Group, sources: ListenerSources): Listener {
  const { place, members, listener } = group;
  const isSettled = listener !== undefined && !group.isTouched;
  const sockets = isSettled ? listener.sockets : toInodes(members);
  const isV6Only = isSettled ? listener.isV6Only : isAnyV6Only(members);
  const { owners, isHidden } = toOwners(sockets, sources);
  const ownerVisibility = isHidden ? 'hidden' : 'visible';
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
function toInodes(members: readonly Member[]): readonly string[] {
  return [...new Set(members.map(({ found }) => found.row.inode))].sort(compareInodes);
}

/** Undefined while no socket tells; one that takes IPv4 too counts. */
function isAnyV6Only(members: readonly Member[]): boolean | undefined {
  let isV6Only: boolean | undefined;
  for (const { found } of members) {
    if (found.row.isV6Only !== undefined && isV6Only !== false) ({ isV6Only } = found.row);
  }
  return isV6Only;
}

const NO_OWNERS: readonly Owner[] = [];

function toOwners(
  sockets: readonly string[],
  sources: ListenerSources,
): { readonly owners: readonly Owner[]; readonly isHidden: boolean } {
  if (sockets.length === 1) {
    const owners = sources.owners.get(sockets[0] ?? '') ?? NO_OWNERS;
    return { owners, isHidden: owners.length === 0 };
  }
  const owners = new Map<number, Owner>();
  let isHidden = false;
  for (const one of sockets) {
    const own = sources.owners.get(one);
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
