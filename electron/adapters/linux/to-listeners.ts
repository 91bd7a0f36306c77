import { toBindScope, toListenerKey, type Listener, type Owner } from '../../../shared/listener.ts';
import type { Holder } from './owner-index.ts';
import type { ProcNetRow } from './parse-proc-net.ts';
import type { ProcNetName } from './read-proc-net.ts';

export interface FoundSocket {
  readonly table: ProcNetName;
  readonly row: ProcNetRow;
}

interface Group {
  readonly table: ProcNetName;
  readonly row: ProcNetRow;
  readonly user: string;
  readonly inodes: Set<string>;
}

/** The names that only rows, holders and accounts can be given from outside. */
interface ListenerSources {
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  readonly toUserName: (uid: number) => string;
  readonly toOwner: (holder: Holder) => Owner;
}

/** Merges sockets into listeners; sorted by port, protocol, family, address and user. */
export function toListeners(
  sockets: readonly FoundSocket[],
  sources: ListenerSources,
): readonly Listener[] {
  const groups = new Map<string, Group>();
  for (const { table, row } of sockets) {
    const user = sources.toUserName(row.uid);
    const key = toListenerKey({ ...table, address: row.address, port: row.port, user });
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { table, row, user, inodes: new Set([row.inode]) });
    else group.inodes.add(row.inode);
  }
  return [...groups].map(([key, group]) => toListener(key, group, sources)).sort(compareListeners);
}

function toListener(key: string, group: Group, sources: ListenerSources): Listener {
  const sockets = [...group.inodes].sort(compareInodes);
  const owners = new Map<number, Owner>();
  let isHidden = false;
  for (const inode of sockets) {
    const holders = sources.holders.get(inode);
    if (holders === undefined) isHidden = true;
    else for (const holder of holders) owners.set(holder.stat.pid, sources.toOwner(holder));
  }
  return {
    key,
    protocol: group.table.protocol,
    family: group.table.family,
    address: group.row.address,
    port: group.row.port,
    scope: toBindScope(group.row.address),
    user: group.user,
    ownerVisibility: isHidden ? 'hidden' : 'visible',
    owners: [...owners.values()].sort((a, b) => a.identity.pid - b.identity.pid),
    sockets,
  };
}

function compareListeners(a: Listener, b: Listener): number {
  return (
    a.port - b.port ||
    compareText(a.protocol, b.protocol) ||
    a.family - b.family ||
    compareText(a.address, b.address) ||
    compareText(a.user, b.user)
  );
}

/** Inodes are decimal numbers without a known bound. */
function compareInodes(a: string, b: string): number {
  return a.length - b.length || compareText(a, b);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
