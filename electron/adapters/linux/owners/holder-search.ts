import type { Holdings } from './holdings.ts';
import type { MonotonicMs, Pace } from '../proc/pace.ts';
import { readPids } from '../proc/proc-file.ts';
import type { Progress, Visitor } from './visitor.ts';

/** The sockets to find the holders of. */
export interface WantedSockets {
  readonly inodes: ReadonlySet<number>;
  /** Those among them that are not worth a search of their own. */
  readonly passing: ReadonlySet<number>;
}

/** Looks for the holders of sockets that nobody is known to hold. */
export interface HolderSearch {
  /** Looks for those of `missing`; returns the inodes that turn out to have none. */
  find(
    missing: Set<number>,
    wanted: WantedSockets,
    pace: Pace,
  ): Promise<readonly number[] | Exclude<Progress, 'done'>>;
  /** Whether it was looked for everywhere in vain. */
  isGivenUp(inode: number): boolean;
  giveUp(inodes: Iterable<number>): void;
  /** Whether a passing socket waits for its search. */
  isWaiting(): boolean;
  /** Somebody was found to hold it. */
  settle(inode: number): void;
  /** Only these sockets are left. */
  retain(inodes: ReadonlySet<number>): void;
  forget(): void;
}

interface HolderSearchParts {
  readonly procRoot: string;
  readonly holdings: Holdings;
  readonly visitor: Visitor;
  readonly monotonicMs: MonotonicMs;
  /** The youngest processes, which may just be about to open their port. */
  readonly listYoung: () => Iterable<number>;
}

/** A passing socket is looked for with this many looks... */
const PASSING_LOOKS = 64;
/** ...and, when it stayed for so many scans, by a search that is shared by all such sockets. */
const PASSING_SCANS = 2;
const PASSING_SEARCH_INTERVAL_MS = 30_000;
/** How many of those that opened something long after their birth are remembered. */
const LATE_OPENERS = 16;

/** Creates a search that has found nobody yet. */
export function createHolderSearch(parts: HolderSearchParts): HolderSearch {
  const { procRoot, holdings, visitor, monotonicMs, listYoung } = parts;
  const givenUp = new Set<number>();
  /** Passing sockets without a known holder: for how many scans. */
  const passingScans = new Map<number, number>();
  let lastPassingSearchMs = Number.NEGATIVE_INFINITY;
  /** Who opened something once opens something again: the last one first. */
  let lateOpeners: readonly number[] = [];

  function noteLateOpener(pid: number): void {
    lateOpeners = [pid, ...lateOpeners.filter((other) => other !== pid)].slice(0, LATE_OPENERS);
  }

  /** Who may have opened something, the likeliest first. */
  function listLikeliest(): Set<number> {
    return new Set([...lateOpeners, ...listYoung(), ...holdings.pids(), ...visitor.pids()]);
  }

  /** Looks where the kernel would have put what a process opened after it was visited. */
  function guess(pids: Iterable<number>, wanted: Set<number>, inodes: ReadonlySet<number>): void {
    for (const pid of pids) {
      if (wanted.size === 0) return;
      const found = visitor.guess(pid, inodes);
      if (found === undefined || !wanted.delete(found)) continue;
      noteLateOpener(pid);
    }
  }

  /** Looks through whoever has more open than before; to count takes half as long as to guess. */
  async function searchGrown(
    wanted: Set<number>,
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<Progress> {
    const grown: number[] = [];
    for (const pid of listLikeliest()) {
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
      if (!visitor.hasGrown(pid)) continue;
      guess([pid], wanted, inodes);
      if (wanted.size === 0) return 'done';
      grown.push(pid);
    }
    return searchAmong(grown, wanted, inodes, pace);
  }

  async function searchAmong(
    pids: Iterable<number>,
    wanted: Set<number>,
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<Progress> {
    for (const pid of pids) {
      const before = wanted.size;
      if ((await visitor.visit(pid, inodes, pace, { until: wanted })) === 'timed-out') {
        return 'timed-out';
      }
      if (wanted.size < before) noteLateOpener(pid);
      if (wanted.size === 0) return 'done';
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    return 'done';
  }

  /** Looks for these inodes until all are found, and else everywhere. */
  async function search(
    wanted: Set<number>,
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<Progress> {
    guess(lateOpeners, wanted, inodes);
    if (wanted.size === 0) return 'done';
    if ((await searchGrown(wanted, inodes, pace)) === 'timed-out') return 'timed-out';
    if (wanted.size === 0) return 'done';
    guess(listLikeliest(), wanted, inodes);
    if (wanted.size === 0) return 'done';
    const all = new Set([...listYoung(), ...holdings.pids(), ...readPids(procRoot)]);
    return searchAmong(all, wanted, inodes, pace);
  }

  /** Moves the passing ones whose search is due over to `wanted`. */
  function admitPassing(
    passingWanted: Set<number>,
    wanted: Set<number>,
    inodes: ReadonlySet<number>,
  ): void {
    const isFirstSeen = [...passingWanted].some((inode) => !passingScans.has(inode));
    if (isFirstSeen) guess([...listLikeliest()].slice(0, PASSING_LOOKS), passingWanted, inodes);
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

  return {
    async find(wanted, { inodes, passing }, pace) {
      const passingWanted = new Set<number>();
      for (const inode of wanted) {
        if (passing.has(inode) && wanted.delete(inode)) passingWanted.add(inode);
      }
      if (passingWanted.size > 0) admitPassing(passingWanted, wanted, inodes);
      if (wanted.size === 0) return [];
      if ((await search(wanted, inodes, pace)) === 'timed-out') return 'timed-out';
      for (const inode of wanted) {
        givenUp.add(inode);
        passingScans.delete(inode);
      }
      return [...wanted];
    },

    isGivenUp: (inode) => givenUp.has(inode),
    giveUp(inodes) {
      for (const inode of inodes) givenUp.add(inode);
    },
    isWaiting: () => passingScans.size > 0,
    settle(inode) {
      givenUp.delete(inode);
      passingScans.delete(inode);
    },
    retain(inodes) {
      for (const inode of givenUp) if (!inodes.has(inode)) givenUp.delete(inode);
      for (const inode of passingScans.keys()) if (!inodes.has(inode)) passingScans.delete(inode);
    },
    forget() {
      givenUp.clear();
      passingScans.clear();
      lateOpeners = [];
    },
  };
}
