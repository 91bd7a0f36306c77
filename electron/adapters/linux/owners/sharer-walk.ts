import type { Holdings } from './holdings.ts';
import type { Pace } from '../proc/pace.ts';
import type { Progress, Visitor } from './visitor.ts';

/** Meets, in small portions, whoever shares a socket whose search stopped early. */
export interface SharerWalk {
  /** Sees to it that whoever shares one of these sockets is met in the end. */
  plan(newcomers: Iterable<number>): void;
  isUnderWay(): boolean;
  /** Goes on, a portion at a time. */
  goOn(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress>;
  forget(): void;
}

/** How many descriptors are looked at in one scan. */
const WALK_PORTION = 512;

/** Creates the walk through all that the visitor knows. */
export function createSharerWalk(holdings: Holdings, visitor: Visitor): SharerWalk {
  /** What is left. */
  let walk: number[] = [];
  /** Whose sharers are to be met; only noted at first, since the scan that finds news is in haste. */
  const planned = new Set<number>();
  let isDueAgain = false;

  function begin(): void {
    const parents = new Set<number>();
    for (const inode of planned) {
      for (const { parentPid } of holdings.holdersOf(inode)) parents.add(parentPid);
    }
    planned.clear();
    if (walk.length > 0) isDueAgain = true;
    else walk = [...visitor.pids()];
    /** From the end: a parent is the likeliest to share. */
    walk.push(...parents);
  }

  return {
    plan(newcomers) {
      for (const inode of newcomers) if (holdings.has(inode)) planned.add(inode);
    },

    isUnderWay: () => walk.length > 0 || planned.size > 0,

    async goOn(inodes, pace) {
      if (planned.size > 0) begin();
      for (let looks = 0; looks < WALK_PORTION;) {
        const pid = walk.pop();
        if (pid === undefined) {
          if (!isDueAgain) return 'done';
          isDueAgain = false;
          walk = [...visitor.pids()];
          continue;
        }
        if (!visitor.knows(pid)) continue;
        if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
        looks += visitor.costOf(pid);
      }
      return 'done';
    },

    forget() {
      walk = [];
      planned.clear();
      isDueAgain = false;
    },
  };
}
