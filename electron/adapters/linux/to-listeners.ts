import { toBindScope, toListenerKey, type Listener, type Owner } from '../../../shared/listener.ts';
import { compareListeners, compareText } from '../compare-listeners.ts';
import type { FoundSocket } from './found-socket.ts';
import type { Pace } from './pace.ts';

/** The listener's name, which a socket has for as long as its account keeps its own. */
interface Named {
  readonly user: string;
  readonly key: string;
}

interface Group {
  readonly found: FoundSocket;
  readonly user: string;
  readonly inodes: string[];
  /** Undefined while no socket of the group told; one that takes IPv4 too counts. */
  isV6Only: boolean | undefined;
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

/** Creates a builder that remembers what it built last. */
export function createListenerBuilder(): ListenerBuilder {
  let names: ReadonlyMap<FoundSocket, Named> = new Map();
  let last: ReadonlyMap<string, Listener> = new Map();

  return {
    async build(sockets, sources, pace) {
      const namesNow = new Map<FoundSocket, Named>();
      const groups = new Map<string, Group>();
      for (const found of sockets) {
        if (pace.isDue() && (await pace.pause()) === 'overdue') return undefined;
        const { inode, isV6Only } = found.row;
        const named = toNamed(found, names.get(found), sources);
        namesNow.set(found, named);
        const group = groups.get(named.key);
        if (group === undefined) {
          groups.set(named.key, { found, user: named.user, inodes: [inode], isV6Only });
          continue;
        }
        if (!group.inodes.includes(inode)) group.inodes.push(inode);
        group.isV6Only = group.isV6Only === false ? false : isV6Only;
      }
      const now = new Map<string, Listener>();
      for (const [key, group] of groups) {
        if (pace.isDue() && (await pace.pause()) === 'overdue') return undefined;
        now.set(key, toListener(key, group, last.get(key), sources));
      }
      names = namesNow;
      last = now;
      return [...now.values()].sort(compareListeners);
    },
  };
}

function toNamed(
  found: FoundSocket,
  before: Named | undefined,
  { toUserName }: ListenerSources,
): Named {
  const { table, row } = found;
  const user = toUserName(row.uid);
  if (before?.user === user) return before;
  const { protocol, family } = table;
  return {
    user,
    key: toListenerKey({ protocol, family, address: row.address, port: row.port, user }),
  };
}

function toListener(
  key: string,
  group: Group,
  last: Listener | undefined,
  sources: ListenerSources,
): Listener {
  const sockets = group.inodes.sort(compareInodes);
  const { owners, isHidden } = toOwners(sockets, sources);
  const ownerVisibility = isHidden ? 'hidden' : 'visible';
  const isSame =
    last !== undefined &&
    last.ownerVisibility === ownerVisibility &&
    last.isV6Only === group.isV6Only &&
    isSameList(last.owners, owners) &&
    isSameList(last.sockets, sockets);
  if (isSame) return last;
  return {
    key,
    protocol: group.found.table.protocol,
    family: group.found.table.family,
    address: group.found.row.address,
    port: group.found.row.port,
    scope: toBindScope(group.found.row.address),
    ...(group.isV6Only === undefined ? {} : { isV6Only: group.isV6Only }),
    user: group.user,
    ownerVisibility,
    owners,
    sockets,
  };
}

function toOwners(
  sockets: readonly string[],
  sources: ListenerSources,
): { readonly owners: readonly Owner[]; readonly isHidden: boolean } {
  const [inode = ''] = sockets;
  if (sockets.length === 1) {
    const owners = sources.owners.get(inode) ?? [];
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
