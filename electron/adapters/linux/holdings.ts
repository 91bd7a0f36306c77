import type { ProcStat } from './parse-proc-stat.ts';

/** A process that has a socket open, and under which file descriptor. */
export interface Holder {
  readonly stat: ProcStat;
  readonly descriptor: string;
}

/** Where a process has a socket. */
export interface Link {
  readonly descriptor: string;
  readonly path: string;
}

interface Holding {
  stat: ProcStat;
  /** By inode. */
  readonly links: Map<string, Link>;
  turn: MapIterator<[string, Link]>;
}

/** Who is known to hold which socket. */
export interface Holdings {
  readonly pids: () => Iterable<number>;
  readonly size: () => number;
  has(inode: string): boolean;
  isHolder(pid: number): boolean;
  statOf(pid: number): ProcStat | undefined;
  /** Another process with that pid loses all it held. */
  hold(stat: ProcStat, inode: string, link: Link): void;
  /** Takes in what was read again of the same process. */
  renew(stat: ProcStat): void;
  /** The process holds nothing any more, or only these. */
  release(pid: number, kept?: ReadonlyMap<string, Link>): void;
  /** Only these sockets are left. */
  retain(inodes: ReadonlySet<string>): void;
  /** The next of a process's sockets to look at, round and round. */
  takeTurn(pid: number): readonly [inode: string, link: Link] | undefined;
  countLinks(pid: number): number;
  holdersOf(inode: string): readonly ProcStat[];
  /** What is known, once after each change; undefined while nothing changed. */
  takeNews(): HoldingsNews | undefined;
  clear(): void;
}

export interface HoldingsNews {
  /** The holders of each inode, by pid. */
  readonly holders: ReadonlyMap<string, readonly Holder[]>;
  /** Those that hold something together with others. */
  readonly sharing: readonly number[];
  /** All others. */
  readonly sole: readonly number[];
}

/** Creates the memory of who holds what; it looks at nothing itself. */
export function createHoldings(): Holdings {
  const byPid = new Map<number, Holding>();
  const holderCounts = new Map<string, number>();
  let isChanged = true;

  function drop(pid: number, holding: Holding, inode: string): void {
    if (!holding.links.delete(inode)) return;
    const count = (holderCounts.get(inode) ?? 1) - 1;
    if (count > 0) holderCounts.set(inode, count);
    else holderCounts.delete(inode);
    if (holding.links.size === 0) byPid.delete(pid);
    isChanged = true;
  }

  function release(pid: number, kept?: ReadonlyMap<string, Link>): void {
    const holding = byPid.get(pid);
    if (holding === undefined) return;
    for (const inode of holding.links.keys()) {
      if (kept?.has(inode) !== true) drop(pid, holding, inode);
    }
  }

  return {
    pids: () => byPid.keys(),
    size: () => byPid.size,
    has: (inode) => holderCounts.has(inode),
    isHolder: (pid) => byPid.has(pid),
    statOf: (pid) => byPid.get(pid)?.stat,
    countLinks: (pid) => byPid.get(pid)?.links.size ?? 0,
    release,

    hold(stat, inode, link) {
      if (byPid.get(stat.pid)?.stat.startToken !== stat.startToken) release(stat.pid);
      let holding = byPid.get(stat.pid);
      if (holding === undefined) {
        const links = new Map<string, Link>();
        holding = { stat, links, turn: links.entries() };
        byPid.set(stat.pid, holding);
      }
      const before = holding.links.get(inode);
      if (before?.descriptor === link.descriptor) return;
      holding.links.set(inode, link);
      isChanged = true;
      if (before === undefined) holderCounts.set(inode, (holderCounts.get(inode) ?? 0) + 1);
    },

    renew(stat) {
      const holding = byPid.get(stat.pid);
      if (holding === undefined) return;
      const { imageToken, parentPid } = holding.stat;
      if (stat.imageToken !== imageToken || stat.parentPid !== parentPid) isChanged = true;
      holding.stat = stat;
    },

    retain(inodes) {
      for (const [pid, holding] of byPid) {
        for (const inode of holding.links.keys()) {
          if (!inodes.has(inode)) drop(pid, holding, inode);
        }
      }
    },

    takeTurn(pid) {
      const holding = byPid.get(pid);
      if (holding === undefined) return undefined;
      let next = holding.turn.next();
      if (next.done === true) {
        holding.turn = holding.links.entries();
        next = holding.turn.next();
      }
      return next.done === true ? undefined : next.value;
    },

    holdersOf(inode) {
      const stats: ProcStat[] = [];
      for (const { stat, links } of byPid.values()) if (links.has(inode)) stats.push(stat);
      return stats;
    },

    takeNews() {
      if (!isChanged) return undefined;
      isChanged = false;
      const holders = new Map<string, Holder[]>();
      const sole: number[] = [];
      const sharing: number[] = [];
      for (const [pid, { stat, links }] of byPid) {
        let isSharing = false;
        for (const [inode, { descriptor }] of links) {
          if ((holderCounts.get(inode) ?? 0) > 1) isSharing = true;
          const ofInode = holders.get(inode);
          if (ofInode === undefined) holders.set(inode, [{ stat, descriptor }]);
          else ofInode.push({ stat, descriptor });
        }
        (isSharing ? sharing : sole).push(pid);
      }
      for (const ofInode of holders.values()) {
        if (ofInode.length > 1) ofInode.sort((a, b) => a.stat.pid - b.stat.pid);
      }
      return { holders, sole, sharing };
    },

    clear() {
      byPid.clear();
      holderCounts.clear();
      isChanged = true;
    },
  };
}
