import type { Pace } from './pace.ts';
import type { ProcStat } from './parse-proc-stat.ts';
import { readLink, readNames, readPids } from './proc-file.ts';
import { readProcStat } from './process-stat.ts';

/** A process that has a socket open, and under which file descriptor. */
export interface Holder {
  readonly stat: ProcStat;
  readonly descriptor: string;
}

type Resolution =
  | {
      readonly kind: 'resolved';
      /** All holders of each inode, by pid; an inode without any that we may see is left out. */
      readonly holders: ReadonlyMap<string, readonly Holder[]>;
      /** Inodes that turned out just now to have no visible holder. */
      readonly newlyUnresolved: readonly string[];
    }
  | { readonly kind: 'timed-out' };

export interface OwnerIndex {
  /** Finds all holders of these inodes. Calls must not overlap. */
  resolve(inodes: ReadonlySet<string>, pace: Pace): Promise<Resolution>;
  /** Forgets all, so that the next call looks everywhere. */
  forget(): void;
}

/**
 * How many known processes are looked through again in every scan, in turn: a process that got
 * a socket passed by another one is found in the end, and so is one that became readable.
 */
const REVISITS_PER_SCAN = 4;

/*
 * Looking through the file descriptors of every process is what makes port tools slow, so it
 * happens only for an inode that was never seen, or that lost its last holder. It always visits
 * all processes then, since several may share a socket. Otherwise a scan costs one look at each
 * known descriptor, one at each holder's identity, and a visit to each process that is new.
 */

/** Creates the index of who holds which socket, for the processes below `procRoot`. */
export function createOwnerIndex(procRoot: string): OwnerIndex {
  /** Known holders: inode, then pid. */
  const known = new Map<string, Map<number, Holder>>();
  /** The same the other way round: pid, then its inodes. */
  const inodesOf = new Map<number, Set<string>>();
  const unresolved = new Set<string>();
  let visited = new Set<number>();
  let turn = 0;

  /** Whether the holder still is the process that it was and still has the socket. */
  function verify(inode: string, holder: Holder, stat: ProcStat | undefined): Holder | undefined {
    if (stat?.startToken !== holder.stat.startToken) return undefined;
    return holdsSocket(procRoot, stat.pid, holder.descriptor, inode)
      ? { stat, descriptor: holder.descriptor }
      : undefined;
  }

  async function visit(
    pid: number,
    inodes: ReadonlySet<string>,
    pace: Pace,
  ): Promise<'done' | 'timed-out'> {
    const found = new Map<string, string>();
    const folder = `${procRoot}/${pid}/fd`;
    const names = readNames(folder);
    if (names.kind === 'read') {
      const descriptors = names.value;
      for (let index = descriptors.length - 1; index >= 0; index -= 1) {
        const descriptor = descriptors[index] ?? '';
        const inode = readSocketInode(`${folder}/${descriptor}`);
        if (inode !== undefined && inodes.has(inode) && !found.has(inode)) {
          found.set(inode, descriptor);
        }
        if ((index & 63) === 0 && pace.isDue() && (await pace.pause()) === 'overdue') {
          return 'timed-out';
        }
      }
    }
    for (const inode of inodesOf.get(pid) ?? []) known.get(inode)?.delete(pid);
    inodesOf.delete(pid);
    if (found.size === 0) return 'done';
    const stat = readProcStat(procRoot, pid);
    if (stat.kind !== 'read') return 'done';
    for (const [inode, descriptor] of found) {
      /** Once more, now that the identity was read: both belong to one and the same process. */
      if (!holdsSocket(procRoot, pid, descriptor, inode)) continue;
      getOrAdd(known, inode, () => new Map<number, Holder>()).set(pid, {
        stat: stat.value,
        descriptor,
      });
      getOrAdd(inodesOf, pid, () => new Set<string>()).add(inode);
    }
    return 'done';
  }

  return {
    async resolve(inodes, pace) {
      const pids = readPids(procRoot);
      const present = new Set(pids);
      const stats = new Map<number, ProcStat | undefined>();
      const toVisit = new Set<number>();
      let isWalkNeeded = false;

      for (const [inode, holders] of known) {
        if (!inodes.has(inode)) {
          for (const pid of holders.keys()) inodesOf.get(pid)?.delete(inode);
          known.delete(inode);
          continue;
        }
        for (const [pid, holder] of holders) {
          if (!stats.has(pid)) {
            const look = present.has(pid) ? readProcStat(procRoot, pid) : undefined;
            stats.set(pid, look?.kind === 'read' ? look.value : undefined);
          }
          const verified = verify(inode, holder, stats.get(pid));
          if (verified !== undefined) holders.set(pid, verified);
          else {
            holders.delete(pid);
            inodesOf.get(pid)?.delete(inode);
            toVisit.add(pid);
          }
          if (pace.isDue() && (await pace.pause()) === 'overdue') return giveUp();
        }
        if (holders.size === 0) known.delete(inode);
      }
      for (const inode of unresolved) if (!inodes.has(inode)) unresolved.delete(inode);
      for (const inode of inodes) {
        if (!known.has(inode) && !unresolved.has(inode)) isWalkNeeded = true;
      }

      const walk = isWalkNeeded
        ? pids
        : [
            ...pids.filter((pid) => !visited.has(pid) || toVisit.has(pid)),
            ...takeTurns(pids, turn, inodes.size === 0 ? 0 : REVISITS_PER_SCAN),
          ];
      turn = (turn + REVISITS_PER_SCAN) % Math.max(1, pids.length);
      for (const pid of walk) {
        if ((await visit(pid, inodes, pace)) === 'timed-out') return giveUp();
        if (pace.isDue() && (await pace.pause()) === 'overdue') return giveUp();
      }
      visited = present;
      for (const pid of inodesOf.keys()) if (!present.has(pid)) inodesOf.delete(pid);
      return { kind: 'resolved', ...collect(inodes) };
    },
    forget,
  };

  function collect(inodes: ReadonlySet<string>): {
    readonly holders: ReadonlyMap<string, readonly Holder[]>;
    readonly newlyUnresolved: readonly string[];
  } {
    const holders = new Map<string, readonly Holder[]>();
    const newlyUnresolved: string[] = [];
    for (const inode of inodes) {
      const ofInode = known.get(inode);
      if (ofInode !== undefined && ofInode.size > 0) {
        unresolved.delete(inode);
        holders.set(
          inode,
          [...ofInode.values()].sort((a, b) => a.stat.pid - b.stat.pid),
        );
      } else if (!unresolved.has(inode)) {
        unresolved.add(inode);
        newlyUnresolved.push(inode);
      }
    }
    return { holders, newlyUnresolved };
  }

  /** Half a walk may have found half of the holders, which must not pass for all of them. */
  function giveUp(): Resolution {
    forget();
    return { kind: 'timed-out' };
  }

  function forget(): void {
    known.clear();
    inodesOf.clear();
    unresolved.clear();
    visited = new Set();
  }
}

/** Whether this descriptor of the process is that socket. */
function holdsSocket(procRoot: string, pid: number, descriptor: string, inode: string): boolean {
  return readSocketInode(`${procRoot}/${pid}/fd/${descriptor}`) === inode;
}

/** The inode behind a descriptor's link, e.g. of `socket:[12345]`; undefined for other files. */
export function readSocketInode(path: string): string | undefined {
  const link = readLink(path);
  if (link.kind !== 'read' || !link.value.startsWith('socket:[')) return undefined;
  return link.value.slice('socket:['.length, -1);
}

function takeTurns(pids: readonly number[], from: number, count: number): readonly number[] {
  if (count === 0) return [];
  return [
    ...pids.slice(from, from + count),
    ...pids.slice(0, Math.max(0, from + count - pids.length)),
  ];
}

function getOrAdd<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const existing = map.get(key);
  if (existing !== undefined) return existing;
  const created = create();
  map.set(key, created);
  return created;
}
