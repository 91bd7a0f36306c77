import type { ProcStat } from '../proc/parse-proc-stat.ts';

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
  readonly links: Map<number, Link>;
  turn: MapIterator<[number, Link]>;
}

/** Who is known to hold which socket. */
export interface Holdings {
  readonly pids: () => Iterable<number>;
  readonly size: () => number;
  has(inode: number): boolean;
  isHolder(pid: number): boolean;
  statOf(pid: number): ProcStat | undefined;
  /** Another process with that pid loses all it held. */
  hold(stat: ProcStat, inode: number, link: Link): void;
  /** Takes in what was read again of the same process. */
  renew(stat: ProcStat): void;
  /** The process holds nothing any more, or only these. */
  release(pid: number, kept?: ReadonlyMap<number, Link>): void;
  /** Only these sockets are left. */
  retain(inodes: ReadonlySet<number>): void;
  /** The next of a process's sockets to look at, round and round. */
  takeTurn(pid: number): readonly [inode: number, link: Link] | undefined;
  countLinks(pid: number): number;
  holdersOf(inode: number): readonly ProcStat[];
  /** What is known, once after each change; undefined while nothing changed. */
  takeNews(): HoldingsNews | undefined;
  /** Those that hold something together with others, and those that do not. */
  listBySharing(): { readonly sharing: readonly number[]; readonly sole: readonly number[] };
  clear(): void;
}

export interface HoldingsNews {
  /** The holders of each inode, by pid. One and the same map, which goes with the times. */
  readonly holders: ReadonlyMap<number, readonly Holder[]>;
  /** The inodes whose holders are others than they were at the last news, or none now. */
  readonly changed: ReadonlySet<number>;
}

/** Creates the memory of who holds what; it looks at nothing itself. */
export function createHoldings(): Holdings {
  const byPid = new Map<number, Holding>();
  /** By inode; mostly one. */
  const pidsOf = new Map<number, number[]>();
  /** As it was told last. */
  const holders = new Map<number, readonly Holder[]>();
  let changed = new Set<number>();

  function drop(pid: number, holding: Holding, inode: number): void {
    if (!holding.links.delete(inode)) return;
    const pids = pidsOf.get(inode) ?? [];
    if (pids.length > 1) pids.splice(pids.indexOf(pid), 1);
    else pidsOf.delete(inode);
    if (holding.links.size === 0) byPid.delete(pid);
    changed.add(inode);
  }

  function release(pid: number, kept?: ReadonlyMap<number, Link>): void {
    const holding = byPid.get(pid);
    if (holding === undefined) return;
    for (const inode of holding.links.keys()) {
      if (kept?.has(inode) !== true) drop(pid, holding, inode);
    }
  }

  function listHolders(inode: number): Holder[] {
    const found: Holder[] = [];
    for (const pid of pidsOf.get(inode) ?? []) {
      const holding = byPid.get(pid);
      const link = holding?.links.get(inode);
      if (holding === undefined || link === undefined) continue;
      found.push({ stat: holding.stat, descriptor: link.descriptor });
    }
    return found.sort((a, b) => a.stat.pid - b.stat.pid);
  }

  return {
    pids: () => byPid.keys(),
    size: () => byPid.size,
    has: (inode) => pidsOf.has(inode),
    isHolder: (pid) => byPid.has(pid),
    statOf: (pid) => byPid.get(pid)?.stat,
    countLinks: (pid) => byPid.get(pid)?.links.size ?? 0,
    release,

    hold(stat, inode, link) {
      if (byPid.get(stat.pid)?.stat.startToken !== stat.startToken) release(stat.pid);
      let holding = byPid.get(stat.pid);
      if (holding === undefined) {
        const links = new Map<number, Link>();
        holding = { stat, links, turn: links.entries() };
        byPid.set(stat.pid, holding);
      }
      const before = holding.links.get(inode);
      if (before?.descriptor === link.descriptor) return;
      holding.links.set(inode, link);
      changed.add(inode);
      if (before !== undefined) return;
      const pids = pidsOf.get(inode);
      if (pids === undefined) pidsOf.set(inode, [stat.pid]);
      else pids.push(stat.pid);
    },

    renew(stat) {
      const holding = byPid.get(stat.pid);
      if (holding === undefined) return;
      const { imageToken, parentPid } = holding.stat;
      holding.stat = stat;
      if (stat.imageToken === imageToken && stat.parentPid === parentPid) return;
      for (const inode of holding.links.keys()) changed.add(inode);
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

    holdersOf: (inode) => listHolders(inode).map(({ stat }) => stat),

    takeNews() {
      if (changed.size === 0) return undefined;
      const news = { holders, changed };
      for (const inode of changed) {
        if (pidsOf.has(inode)) holders.set(inode, listHolders(inode));
        else holders.delete(inode);
      }
      changed = new Set();
      return news;
    },

    listBySharing() {
      const sharing: number[] = [];
      const sole: number[] = [];
      for (const [pid, { links }] of byPid) {
        let isSharing = false;
        for (const inode of links.keys()) {
          if ((pidsOf.get(inode)?.length ?? 0) > 1) isSharing = true;
        }
        (isSharing ? sharing : sole).push(pid);
      }
      return { sharing, sole };
    },

    clear() {
      changed = new Set(holders.keys());
      byPid.clear();
      pidsOf.clear();
    },
  };
}
