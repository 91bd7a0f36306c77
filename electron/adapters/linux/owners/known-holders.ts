import type { Holdings, HoldingsNews } from './holdings.ts';
import type { Pace } from '../proc/pace.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import type { ProcReader } from '../proc/proc-reader.ts';
import { readProcStat } from '../proc/process-stat.ts';
import { createRound } from './round.ts';
import type { SocketLinks } from './socket-links.ts';
import type { Progress, Visitor } from './visitor.ts';

/** Looks, in turn, whether those who are known to hold something still do, and are who they were. */
export interface KnownHolders {
  /** Whether the holders still hold what they held; those that do not are looked through again. */
  verify(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress>;
  /** Reads some identities again; returns those that are the same. */
  identify(
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<readonly ProcStat[] | Exclude<Progress, 'done'>>;
  /** Every one of them may be another process by now: the next `identify` asks all. */
  doubtAll(): void;
  areAllDoubted(): boolean;
  /** What is known, once after each change; undefined while nothing changed. */
  takeNews(): HoldingsNews | undefined;
}

interface KnownHoldersParts {
  readonly procRoot: string;
  readonly links: SocketLinks;
  readonly reader: ProcReader;
  readonly holdings: Holdings;
  readonly visitor: Visitor;
}

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

/** Creates the looks at what `holdings` know. */
export function createKnownHolders(parts: KnownHoldersParts): KnownHolders {
  const { procRoot, links, reader, holdings, visitor } = parts;
  const sole = createRound<number>();
  const sharing = createRound<number>();
  const identified = createRound<number>();
  /** How many of each round's holders there are. */
  let soleCount = 0;
  let sharingCount = 0;
  /** Whether the holders changed since the rounds were set. */
  let areRoundsOld = false;
  /** How many identities have to be read again at least. */
  let identitiesDue = 0;

  function holdsStill(pid: number): boolean {
    const looks = Math.ceil(holdings.countLinks(pid) * LINK_SHARE);
    for (let look = 0; look < looks; look += 1) {
      const [inode, link] = holdings.takeTurn(pid) ?? [];
      if (link !== undefined && links.readInode(link.path) !== inode) return false;
    }
    return true;
  }

  function renewRounds(): void {
    if (!areRoundsOld) return;
    areRoundsOld = false;
    const holders = holdings.listBySharing();
    soleCount = holders.sole.length;
    sharingCount = holders.sharing.length;
    sole.set(holders.sole);
    sharing.set(holders.sharing);
    identified.set([...holdings.pids()]);
  }

  return {
    async verify(inodes, pace) {
      renewRounds();
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
        if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      }
      return 'done';
    },

    async identify(inodes, pace) {
      renewRounds();
      const same: ProcStat[] = [];
      const pids = identified.take(Math.max(IDENTITIES_PER_SCAN, identitiesDue));
      identitiesDue = 0;
      for (const pid of pids) {
        const before = holdings.statOf(pid);
        if (before === undefined) continue;
        const stat = readProcStat(procRoot, pid, reader);
        if (stat.kind === 'read' && stat.value.startToken === before.startToken) {
          holdings.renew(stat.value);
          same.push(stat.value);
        } else {
          holdings.release(pid);
          if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
        }
        if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
      }
      return same;
    },

    doubtAll() {
      /** However many there will be by then. */
      identitiesDue = Number.POSITIVE_INFINITY;
    },
    areAllDoubted: () => identitiesDue > 0,

    takeNews() {
      const news = holdings.takeNews();
      if (news !== undefined) areRoundsOld = true;
      return news;
    },
  };
}

function toCount(rule: { readonly share: number; readonly atLeast: number }, of: number): number {
  return Math.max(rule.atLeast, of * rule.share);
}
