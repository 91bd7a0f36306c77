import type { Holdings } from './holdings.ts';
import type { KnownHolders } from './known-holders.ts';
import type { Pace } from '../proc/pace.ts';
import { createPidWatch } from '../proc/pid-watch.ts';
import type { ProcReader } from '../proc/proc-reader.ts';
import { createRound } from './round.ts';
import type { Progress, Visitor } from './visitor.ts';

/** Keeps up with which processes there are, and with what they opened since they were visited. */
export interface Census {
  /** Visits the processes that were born since the last time, and lets go of those that ended. */
  welcome(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress>;
  /** Asks those who were born lately whether they opened something since they were visited. */
  askFresh(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress>;
  /** Asks some processes, in turn, whether they opened something since they were visited. */
  askNext(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress>;
  /** The youngest processes, the very youngest first. */
  listYoung(): readonly number[];
  forget(): void;
}

interface CensusParts {
  readonly procRoot: string;
  readonly reader: ProcReader;
  readonly holdings: Holdings;
  readonly visitor: Visitor;
  readonly known: Pick<KnownHolders, 'doubtAll'>;
}

/** How many processes are asked in every scan, in turn, whether they opened something. */
const ASKED_PER_SCAN = 2;
/** How many of the youngest processes are remembered as such. */
const YOUNG_COUNT = 24;
/** For how many scans a process is asked each time after its birth: it may be handed a socket yet. */
const FRESH_SCANS = 12;
/** In how many of these it is asked whether it runs another program, which costs ten times as much. */
const JUST_BORN_SCANS = 3;

/** Creates a census that knows of nobody yet. */
export function createCensus(parts: CensusParts): Census {
  const { procRoot, reader, holdings, visitor, known } = parts;
  const watch = createPidWatch(procRoot, reader);
  const asked = createRound<number>();
  let young: readonly number[] = [];
  /** By pid: in how many more scans it is asked. */
  const fresh = new Map<number, number>();

  async function welcome(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress> {
    const look = watch.look();
    let born: readonly number[];
    const isNewId = look.kind === 'few';
    if (look.kind === 'few') {
      born = look.given.toReversed();
    } else {
      const present = new Set(look.present);
      for (const pid of visitor.pids()) if (!present.has(pid)) visitor.forget(pid);
      for (const pid of holdings.pids()) if (!present.has(pid)) holdings.release(pid);
      if (look.isBlind) known.doubtAll();
      born = look.present.filter((pid) => !visitor.knows(pid) || look.wasGiven(pid));
    }
    for (const pid of born) {
      /** Whoever had this id before is gone. */
      holdings.release(pid);
      visitor.forget(pid);
      if ((await visitor.visit(pid, inodes, pace, { isNewId })) === 'timed-out') return 'timed-out';
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    if (born.length > 0) {
      const alive = born.filter((pid) => visitor.knows(pid)).slice(0, YOUNG_COUNT);
      young = [...alive, ...young].slice(0, YOUNG_COUNT);
      for (const pid of alive) fresh.set(pid, FRESH_SCANS);
    }
    if (look.kind === 'all') asked.set([...visitor.pids()]);
    return 'done';
  }

  async function askFresh(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress> {
    for (const [pid, scans] of fresh) {
      if (scans === 0 || !visitor.knows(pid)) fresh.delete(pid);
      else fresh.set(pid, scans - 1);
      const isJustBorn = scans > FRESH_SCANS - JUST_BORN_SCANS;
      if (visitor.isWorthVisit(pid) || (isJustBorn && visitor.hasNewImage(pid))) {
        if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
      }
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
    }
    return 'done';
  }

  async function askNext(inodes: ReadonlySet<number>, pace: Pace): Promise<Progress> {
    if (inodes.size === 0) return 'done';
    for (const pid of asked.take(ASKED_PER_SCAN)) {
      if (!visitor.isWorthVisit(pid)) continue;
      if ((await visitor.visit(pid, inodes, pace)) === 'timed-out') return 'timed-out';
    }
    return 'done';
  }

  return {
    welcome,
    askFresh,
    askNext,
    listYoung: () => young,
    forget() {
      watch.forget();
      fresh.clear();
      young = [];
    },
  };
}
