import { createCensus } from './census.ts';
import { createHolderSearch, type WantedSockets } from './holder-search.ts';
import { createHoldings, type Holder } from './holdings.ts';
import { createKnownHolders } from './known-holders.ts';
import type { MonotonicMs, Pace } from '../proc/pace.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readPids } from '../proc/proc-file.ts';
import { nodeProcReader, type ProcReader } from '../proc/proc-reader.ts';
import { createSharerWalk } from './sharer-walk.ts';
import { createNodeSocketLinks, type SocketLinks } from './socket-links.ts';
import { createVisitor, type Progress } from './visitor.ts';

type Resolution =
  | {
      readonly kind: 'resolved';
      /**
       * The holders of each inode, by pid; an inode without any that we may see is left out. They
       * are all of them at first and after `forget`; later, one who shares may come in late. One
       * and the same map, which goes with the times.
       */
      readonly holders: ReadonlyMap<number, readonly Holder[]>;
      /** Whether the sockets or their holders are others than the last time. */
      readonly isChanged: boolean;
      /**
       * The inodes whose holders are others than at the last resolution, or none now; what was
       * before `forget` or before time was up is none to go by.
       */
      readonly changed: ReadonlySet<number>;
      /** Inodes that turned out just now to have no visible holder. */
      readonly newlyUnresolved: readonly number[];
      /** Processes whose identity was read again and is the same. */
      readonly reread: readonly ProcStat[];
    }
  | { readonly kind: 'timed-out' };

export interface OwnerIndex {
  /**
   * Finds the holders of these inodes; of those that are `asked` for, all who may have come to them
   * are looked through. Calls must not overlap.
   */
  resolve(wanted: WantedSockets, pace: Pace, asked?: ReadonlySet<number>): Promise<Resolution>;
  /** Whether the process is known to hold something. */
  isHolder(pid: number): boolean;
  /** Forgets all, so that the next call looks everywhere. */
  forget(): void;
}

interface OwnerIndexOptions {
  readonly links?: SocketLinks;
  readonly reader?: ProcReader;
  readonly monotonicMs?: MonotonicMs;
}

/*
 * Looking through the file descriptors of every process is what makes port tools slow, so it
 * happens once, at the start (and before a kill). Later a scan costs
 * - a look at some of the processes that hold something, in turn: do they hold it still?
 * - a visit to each process that was born since, which finds what it opened and inherited;
 * - for a socket that nobody is known to hold, a search: first where the kernel would have put it
 *   (a process gets the lowest free descriptor), in whoever opened something since its visit, then
 *   through everything, until it is found;
 * - after a search that stopped early, a walk through everything for others that share the socket,
 *   in small portions, one a scan;
 * - a few looks in turn at what else might have changed: who somebody is, and whether a process
 *   opened something since (a socket can be handed from one process to another).
 *
 * A passing socket (a client's UDP socket on a port that the kernel chose) would keep all this
 * busy, so it is looked for in new processes and by a few guesses only, and by a search only
 * when it stayed, together with all others of its kind and not too often.
 */

const NO_INODES: ReadonlySet<number> = new Set();

/** Creates the index of who holds which socket, for the processes below `procRoot`. */
export function createOwnerIndex(procRoot: string, options: OwnerIndexOptions = {}): OwnerIndex {
  const { links = createNodeSocketLinks(), reader = nodeProcReader } = options;
  const { monotonicMs = () => performance.now() } = options;
  const holdings = createHoldings();
  const visitor = createVisitor({
    procRoot,
    links,
    reader,
    hold(stat, inode, link) {
      holdings.hold(stat, inode, link);
      search.settle(inode);
    },
    release: holdings.release,
  });
  const search = createHolderSearch({
    procRoot,
    holdings,
    visitor,
    monotonicMs,
    listYoung: () => census.listYoung(),
  });
  const known = createKnownHolders({ procRoot, links, reader, holdings, visitor });
  const census = createCensus({ procRoot, reader, holdings, visitor, known });
  const walk = createSharerWalk(holdings, visitor);
  let lastInodes: ReadonlySet<number> = NO_INODES;
  let isChanged = true;
  let changed: ReadonlySet<number> = NO_INODES;
  let holders: ReadonlyMap<number, readonly Holder[]> = new Map();
  /** Whether the scan that finds news leaves to the next what can wait; no two in a row do. */
  let isInHaste = false;

  /**
   * Finds everybody who shares these. What stays unseen is only a socket that an old process was
   * handed in place of a descriptor that it closed, since nothing about it has changed then.
   */
  async function meetSharers(
    asked: ReadonlySet<number>,
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<Progress> {
    const known = [...asked].flatMap((inode) => holdings.holdersOf(inode).map(({ pid }) => pid));
    for (const pid of new Set([...known, ...readPids(procRoot)])) {
      if (visitor.mayHold(pid, asked)) {
        if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      }
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    return 'done';
  }

  function listMissing(inodes: ReadonlySet<number>): Set<number> {
    const missing = new Set<number>();
    for (const inode of inodes) {
      if (!holdings.has(inode) && !search.isGivenUp(inode)) missing.add(inode);
    }
    return missing;
  }

  function decideHaste(newcomers: ReadonlySet<number>): boolean {
    isInHaste = newcomers.size > 0 && !isInHaste && !known.areAllDoubted();
    return isInHaste;
  }

  async function resolve(
    wanted: WantedSockets,
    pace: Pace,
    asked: ReadonlySet<number> = NO_INODES,
  ): Promise<Resolution> {
    const { inodes, passing } = wanted;
    const isSameSockets = inodes === lastInodes;
    if (!isSameSockets) {
      search.retain(inodes);
      holdings.retain(inodes);
    }
    lastInodes = inodes;
    const newcomers = new Set<number>();
    const note = (missing: Iterable<number>): void => {
      for (const inode of missing) if (!passing.has(inode)) newcomers.add(inode);
    };
    if (!isSameSockets) note(listMissing(inodes));
    /** Where nothing is known yet, everybody is new and looked through. */
    const isFirst = visitor.isNew();
    if ((await census.welcome(inodes, pace)) === 'timed-out') return giveUp();
    let reread: readonly ProcStat[] = [];
    let newlyUnresolved: readonly number[] = [];
    if (isFirst) {
      newlyUnresolved = [...listMissing(inodes)];
      search.giveUp(newlyUnresolved);
    } else {
      if (!decideHaste(newcomers)) {
        if ((await known.verify(inodes, pace)) === 'timed-out') return giveUp();
        const same = await known.identify(inodes, pace);
        if (same === 'timed-out') return giveUp();
        reread = same;
      }
      takeNews();
      if (!isSameSockets || isChanged || search.isWaiting()) {
        const missing = listMissing(inodes);
        note(missing);
        const found = missing.size === 0 ? [] : await search.find(missing, wanted, pace);
        if (found === 'timed-out') return giveUp();
        newlyUnresolved = found;
      }
      if (!isInHaste && (await census.askFresh(inodes, pace)) === 'timed-out') {
        return giveUp();
      }
      if (newcomers.size > 0) {
        /** A search that found somebody nowhere has met everybody. */
        if (newlyUnresolved.length === 0) walk.plan(newcomers);
      } else if (walk.isUnderWay()) {
        if ((await walk.goOn(inodes, pace)) === 'timed-out') return giveUp();
      } else if ((await census.askNext(inodes, pace)) === 'timed-out') return giveUp();
      if (asked.size > 0 && (await meetSharers(asked, inodes, pace)) === 'timed-out') {
        return giveUp();
      }
    }
    takeNews();
    const wasChanged = isChanged || !isSameSockets;
    const told = { holders, isChanged: wasChanged, changed, newlyUnresolved, reread };
    isChanged = false;
    changed = NO_INODES;
    return { kind: 'resolved', ...told };
  }

  function takeNews(): void {
    const news = known.takeNews();
    if (news === undefined) return;
    isChanged = true;
    ({ holders } = news);
    changed = changed.size === 0 ? news.changed : new Set([...changed, ...news.changed]);
  }

  /** Half a walk may have found half of the holders, which must not pass for all of them. */
  function giveUp(): Resolution {
    forget();
    return { kind: 'timed-out' };
  }

  function forget(): void {
    changed = NO_INODES;
    census.forget();
    holdings.clear();
    visitor.forgetAll();
    search.forget();
    walk.forget();
  }

  return { resolve, isHolder: holdings.isHolder, forget };
}
