import { existsSync } from 'node:fs';
import { createHoldings, type Holder } from './holdings.ts';
import type { MonotonicMs, Pace } from './pace.ts';
import type { ProcStat } from './parse-proc-stat.ts';
import { createPidWatch } from './pid-watch.ts';
import { readPids } from './proc-file.ts';
import { readProcStat } from './process-stat.ts';
import { createRound } from './round.ts';
import { createNodeSocketLinks, type SocketLinks } from './socket-links.ts';
import { createVisitor, type Progress } from './visitor.ts';

type Resolution =
  | {
      readonly kind: 'resolved';
      /**
       * The holders of each inode, by pid; an inode without any that we may see is left out. They
       * are all of them at first and after `forget`; later, one who shares may come in late. The
       * very same map as the last time unless `isChanged`.
       */
      readonly holders: ReadonlyMap<string, readonly Holder[]>;
      readonly isChanged: boolean;
      /** Inodes that turned out just now to have no visible holder. */
      readonly newlyUnresolved: readonly string[];
      /** Processes whose identity was read again and is the same. */
      readonly reread: readonly ProcStat[];
    }
  | { readonly kind: 'timed-out' };

/** The sockets to find the holders of. */
export interface WantedSockets {
  readonly inodes: ReadonlySet<string>;
  /** Those among them that are not worth a search of their own. */
  readonly passing: ReadonlySet<string>;
}

export interface OwnerIndex {
  /** Finds the holders of these inodes. Calls must not overlap. */
  resolve(wanted: WantedSockets, pace: Pace): Promise<Resolution>;
  /** Forgets all, so that the next call looks everywhere. */
  forget(): void;
}

interface OwnerIndexOptions {
  readonly links?: SocketLinks;
  readonly monotonicMs?: MonotonicMs;
}

/*
 * Looking through the file descriptors of every process is what makes port tools slow, so it
 * happens once, at the start (and before a kill). Later a scan costs
 * - a look at some of the processes that hold something, in turn: do they hold it still?
 * - a visit to each process that was born since, which finds what it opened and inherited;
 * - for a socket that nobody is known to hold, a search: first where the kernel would have put it
 *   (a process gets the lowest free descriptor), then through everything, until it is found;
 * - after a search that stopped early, a walk through everything for others that share the socket,
 *   in small portions, one a scan;
 * - a few looks in turn at what else might have changed: who somebody is, and whether a process
 *   opened something since (a socket can be handed from one process to another).
 *
 * A passing socket (a client's UDP socket on a port that the kernel chose) would keep all this
 * busy, so it is looked for in new processes and by a few guesses only, and by a search only
 * when it stayed, together with all others of its kind and not too often.
 */

/**
 * How many holders are looked at in every scan, in turn. A socket that is still listed is still
 * held by somebody, so a holder that is the only one is rarely doubted...
 */
const SOLE_HOLDERS = { share: 1 / 8, atLeast: 8 } as const;
/** ...while of several, each may be gone. */
const SHARING_HOLDERS = { share: 1 / 2, atLeast: 64 } as const;
/** When it is a process's turn, this part of its sockets is looked at, and at least one. */
const LINK_SHARE = 1 / 16;
/** How many processes' identities are read again in every scan, in turn. */
const IDENTITIES_PER_SCAN = 1;
/** How many processes are asked in every scan, in turn, whether they opened something. */
const ASKED_PER_SCAN = 2;
/** How many descriptors of the walk for sharers are looked at in one scan. */
const WALK_PORTION = 512;
/** The youngest processes, which may just be about to open their port. */
const YOUNG_COUNT = 24;
/** A passing socket is looked for with this many looks... */
const PASSING_LOOKS = 64;
/** ...and, when it stayed for so many scans, by a search that is shared by all such sockets. */
const PASSING_SCANS = 2;
const PASSING_SEARCH_INTERVAL_MS = 30_000;

/** Creates the index of who holds which socket, for the processes below `procRoot`. */
export function createOwnerIndex(procRoot: string, options: OwnerIndexOptions = {}): OwnerIndex {
  const { links = createNodeSocketLinks(), monotonicMs = () => performance.now() } = options;
  const watch = createPidWatch(procRoot);
  const holdings = createHoldings();
  const visitor = createVisitor({
    procRoot,
    links,
    hold(stat, inode, link) {
      holdings.hold(stat, inode, link);
      unresolved.delete(inode);
      passingScans.delete(inode);
    },
    release: holdings.release,
  });
  const { visit } = visitor;
  let young: readonly number[] = [];
  const unresolved = new Set<string>();
  /** Passing sockets without a known holder: for how many scans. */
  const passingScans = new Map<string, number>();
  let lastPassingSearchMs = Number.NEGATIVE_INFINITY;
  /** What is left of the walk for sharers. */
  let walk: number[] = [];
  let isWalkDueAgain = false;
  const sole = createRound<number>();
  const sharing = createRound<number>();
  const identified = createRound<number>();
  const asked = createRound<number>();
  /** How many of each round's holders there are. */
  let soleCount = 0;
  let sharingCount = 0;
  let lastInodes: ReadonlySet<string> = new Set();
  let isChanged = true;
  let holders: ReadonlyMap<string, readonly Holder[]> = new Map();
  /** How many identities have to be read again at least. */
  let identitiesDue = 0;

  /** Follows the sockets that closed; what opened is found later. */
  function retain(inodes: ReadonlySet<string>): void {
    for (const inode of unresolved) if (!inodes.has(inode)) unresolved.delete(inode);
    for (const inode of passingScans.keys()) if (!inodes.has(inode)) passingScans.delete(inode);
    holdings.retain(inodes);
  }

  /** Visits the processes that were born since the last look. */
  async function welcome(inodes: ReadonlySet<string>, pace: Pace): Promise<Progress> {
    const look = watch.look();
    let born: readonly number[];
    if (look.kind === 'few') {
      born = look.given.filter((pid) => isProcess(pid)).toReversed();
    } else {
      const present = new Set(look.present);
      for (const pid of visitor.pids()) if (!present.has(pid)) visitor.forget(pid);
      for (const pid of holdings.pids()) if (!present.has(pid)) holdings.release(pid);
      if (look.isBlind) identitiesDue = holdings.size();
      born = look.present.filter((pid) => !visitor.knows(pid) || look.wasGiven(pid));
    }
    for (const pid of born) {
      /** Whoever had this id before is gone. */
      holdings.release(pid);
      if ((await visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    if (born.length > 0) young = [...born.slice(0, YOUNG_COUNT), ...young].slice(0, YOUNG_COUNT);
    if (look.kind === 'all') asked.set([...visitor.pids()]);
    return 'done';
  }

  function isProcess(pid: number): boolean {
    if (!existsSync(`${procRoot}/${pid}`)) return false;
    const stat = readProcStat(procRoot, pid);
    return stat.kind === 'read' && !stat.value.isThread;
  }

  /** Whether the holders still hold what they held; those that do not are looked through again. */
  async function verify(inodes: ReadonlySet<string>, pace: Pace): Promise<Progress> {
    const doubted: number[] = [];
    const looked = [
      ...sole.take(toCount(SOLE_HOLDERS, soleCount)),
      ...sharing.take(toCount(SHARING_HOLDERS, sharingCount)),
    ];
    for (const pid of looked) {
      if (!holdsStill(pid)) doubted.push(pid);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    for (const pid of doubted) {
      if ((await visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
    }
    return 'done';
  }

  function holdsStill(pid: number): boolean {
    const looks = Math.ceil(holdings.countLinks(pid) * LINK_SHARE);
    for (let look = 0; look < looks; look += 1) {
      const [inode, link] = holdings.takeTurn(pid) ?? [];
      if (link !== undefined && links.readInode(link.path) !== inode) return false;
    }
    return true;
  }

  /** Reads some identities again, in turn; returns those that are the same. */
  async function identify(
    inodes: ReadonlySet<string>,
    pace: Pace,
  ): Promise<readonly ProcStat[] | 'timed-out'> {
    const same: ProcStat[] = [];
    const pids = identified.take(Math.max(IDENTITIES_PER_SCAN, identitiesDue));
    identitiesDue = 0;
    for (const pid of pids) {
      const before = holdings.statOf(pid);
      if (before === undefined) continue;
      const stat = readProcStat(procRoot, pid);
      if (stat.kind === 'read' && stat.value.startToken === before.startToken) {
        holdings.renew(stat.value);
        same.push(stat.value);
      } else {
        holdings.release(pid);
        if ((await visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      }
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    return same;
  }

  /** Asks some processes, in turn, whether they opened something since they were visited. */
  async function ask(inodes: ReadonlySet<string>, pace: Pace): Promise<Progress> {
    if (inodes.size === 0) return 'done';
    for (const pid of asked.take(ASKED_PER_SCAN)) {
      if (!visitor.isWorthVisit(pid)) continue;
      if ((await visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
    }
    return 'done';
  }

  /** Looks where the kernel would have put what a process opened after it was visited. */
  function guess(wanted: Set<string>, inodes: ReadonlySet<string>, maxLooks: number): void {
    let looksLeft = maxLooks;
    for (const pids of [young, holdings.pids(), visitor.pids()]) {
      for (const pid of pids) {
        if (wanted.size === 0 || looksLeft <= 0) return;
        looksLeft -= 1;
        const found = visitor.guess(pid, inodes);
        if (found !== undefined) wanted.delete(found);
      }
    }
  }

  /** Looks for these inodes until all are found, and else everywhere. */
  async function search(
    wanted: Set<string>,
    inodes: ReadonlySet<string>,
    pace: Pace,
  ): Promise<Progress> {
    guess(wanted, inodes, Number.POSITIVE_INFINITY);
    if (wanted.size === 0) return 'done';
    for (const pid of new Set([...young, ...holdings.pids(), ...readPids(procRoot)])) {
      if ((await visit(pid, inodes, pace, wanted)) === 'timed-out') return 'timed-out';
      if (wanted.size === 0) return 'done';
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    return 'done';
  }

  function listMissing(inodes: ReadonlySet<string>): Set<string> {
    const missing = new Set<string>();
    for (const inode of inodes) {
      if (!holdings.has(inode) && !unresolved.has(inode)) missing.add(inode);
    }
    return missing;
  }

  /**
   * Finds the holders of the sockets that miss one; returns those that turn out to have none.
   */
  async function findMissing(
    wanted: Set<string>,
    { inodes, passing }: WantedSockets,
    pace: Pace,
  ): Promise<readonly string[] | 'timed-out'> {
    const passingWanted = new Set<string>();
    for (const inode of wanted) {
      if (passing.has(inode) && wanted.delete(inode)) passingWanted.add(inode);
    }
    if (passingWanted.size > 0) {
      const isFirstSeen = [...passingWanted].some((inode) => !passingScans.has(inode));
      if (isFirstSeen) guess(passingWanted, inodes, PASSING_LOOKS);
      const isSearchDue = monotonicMs() - lastPassingSearchMs >= PASSING_SEARCH_INTERVAL_MS;
      let isSearched = false;
      for (const inode of passingWanted) {
        const scans = (passingScans.get(inode) ?? 0) + 1;
        passingScans.set(inode, scans);
        if (scans < PASSING_SCANS || !isSearchDue) continue;
        wanted.add(inode);
        isSearched = true;
      }
      if (isSearched) lastPassingSearchMs = monotonicMs();
    }
    if (wanted.size === 0) return [];
    if ((await search(wanted, inodes, pace)) === 'timed-out') return 'timed-out';
    for (const inode of wanted) {
      unresolved.add(inode);
      passingScans.delete(inode);
    }
    return [...wanted];
  }

  /** Sees to it that whoever shares one of these sockets is met in the end. */
  function planWalk(newcomers: Iterable<string>): void {
    let isDue = false;
    const parents = new Set<number>();
    for (const inode of newcomers) {
      if (!holdings.has(inode)) continue;
      isDue = true;
      for (const { parentPid } of holdings.holdersOf(inode)) parents.add(parentPid);
    }
    if (!isDue) return;
    if (walk.length > 0) isWalkDueAgain = true;
    else walk = [...visitor.pids()];
    /** From the end: a parent is the likeliest to share. */
    walk.push(...parents);
  }

  /** Goes on with the walk for sharers, a portion at a time. */
  async function goOn(inodes: ReadonlySet<string>, pace: Pace): Promise<Progress> {
    for (let looks = 0; looks < WALK_PORTION;) {
      const pid = walk.pop();
      if (pid === undefined) {
        if (!isWalkDueAgain) return 'done';
        isWalkDueAgain = false;
        walk = [...visitor.pids()];
        continue;
      }
      if (!visitor.knows(pid)) continue;
      if ((await visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      looks += visitor.costOf(pid);
    }
    return 'done';
  }

  async function resolve(wanted: WantedSockets, pace: Pace): Promise<Resolution> {
    const { inodes, passing } = wanted;
    const isSameSockets = inodes === lastInodes;
    if (!isSameSockets) retain(inodes);
    lastInodes = inodes;
    const newcomers = new Set<string>();
    const note = (missing: Iterable<string>): void => {
      for (const inode of missing) if (!passing.has(inode)) newcomers.add(inode);
    };
    if (!isSameSockets) note(listMissing(inodes));
    /** Where nothing is known yet, everybody is new and looked through. */
    const isFirst = visitor.isNew();
    if ((await welcome(inodes, pace)) === 'timed-out') return giveUp();
    let reread: readonly ProcStat[] = [];
    let newlyUnresolved: readonly string[] = [];
    if (isFirst) {
      newlyUnresolved = [...listMissing(inodes)];
      for (const inode of newlyUnresolved) unresolved.add(inode);
    } else {
      if ((await verify(inodes, pace)) === 'timed-out') return giveUp();
      const same = await identify(inodes, pace);
      if (same === 'timed-out') return giveUp();
      reread = same;
      takeNews();
      if (!isSameSockets || isChanged || passingScans.size > 0) {
        const missing = listMissing(inodes);
        note(missing);
        const found = await findMissing(missing, wanted, pace);
        if (found === 'timed-out') return giveUp();
        newlyUnresolved = found;
      }
      if (newcomers.size > 0) {
        /** A search that found somebody nowhere has met everybody. */
        if (newlyUnresolved.length === 0) planWalk(newcomers);
      } else if (walk.length > 0) {
        if ((await goOn(inodes, pace)) === 'timed-out') return giveUp();
      } else if ((await ask(inodes, pace)) === 'timed-out') return giveUp();
    }
    takeNews();
    const wasChanged = isChanged || !isSameSockets;
    isChanged = false;
    return { kind: 'resolved', holders, isChanged: wasChanged, newlyUnresolved, reread };
  }

  function takeNews(): void {
    const news = holdings.takeNews();
    if (news === undefined) return;
    isChanged = true;
    ({ holders } = news);
    soleCount = news.sole.length;
    sharingCount = news.sharing.length;
    sole.set(news.sole);
    sharing.set(news.sharing);
    identified.set([...holdings.pids()]);
  }

  /** Half a walk may have found half of the holders, which must not pass for all of them. */
  function giveUp(): Resolution {
    forget();
    return { kind: 'timed-out' };
  }

  function forget(): void {
    watch.forget();
    holdings.clear();
    visitor.forgetAll();
    unresolved.clear();
    passingScans.clear();
    young = [];
    walk = [];
    isWalkDueAgain = false;
  }

  return { resolve, forget };
}

function toCount(rule: { readonly share: number; readonly atLeast: number }, of: number): number {
  return Math.max(rule.atLeast, of * rule.share);
}
