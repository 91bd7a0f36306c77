import type { Link } from './holdings.ts';
import type { Pace } from '../proc/pace.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import type { ProcLook } from '../proc/proc-file.ts';
import type { ProcReader } from '../proc/proc-reader.ts';
import { readProcStat } from '../proc/process-stat.ts';
import type { SocketFolder, SocketLinks } from './socket-links.ts';

export type Progress = 'done' | 'timed-out';

/** What a visit is to take care of. */
interface VisitOptions {
  /**
   * Inodes that are looked for: the visit takes out what it found and ends when there is none left.
   */
  readonly until?: Set<number>;
  /** The id was given out, to a process or only to a thread, which is none to visit. */
  readonly isNewId?: boolean;
}

/** Looks through the descriptors of processes, and remembers how it found them. */
export interface Visitor {
  /** Looks through a process. */
  visit(
    pid: number,
    inodes: ReadonlySet<number>,
    pace: Pace,
    options?: VisitOptions,
  ): Progress | Promise<Progress>;
  /** One look where the kernel would have put what the process opened after its visit. */
  guess(pid: number, inodes: ReadonlySet<number>): number | undefined;
  /** Whether the process is known to have more open than at its visit. */
  hasGrown(pid: number): boolean;
  /**
   * Whether a process that was new at its visit has replaced its program since. Until then it may
   * have moved what it inherited to where the visit had looked already.
   */
  hasNewImage(pid: number): boolean;
  /** Whether the process opened something since its visit, or could not be visited. */
  isWorthVisit(pid: number): boolean;
  /**
   * Whether the process may hold one of these: it was never looked through whole, had one of them
   * then (listening or not), or has opened something since.
   */
  mayHold(pid: number, inodes: ReadonlySet<number>): boolean;
  /** About how many looks a visit takes. */
  costOf(pid: number): number;
  pids(): Iterable<number>;
  knows(pid: number): boolean;
  /** Whether nobody was visited yet. */
  isNew(): boolean;
  forget(pid: number): void;
  forgetAll(): void;
}

interface VisitorParts {
  readonly procRoot: string;
  readonly links: SocketLinks;
  readonly reader: ProcReader;
  /** Hears of a process that holds one of the sockets. */
  readonly hold: (stat: ProcStat, inode: number, link: Link) => void;
  /** Hears that a process holds nothing else than `kept`. */
  readonly release: (pid: number, kept?: ReadonlyMap<number, Link>) => void;
}

/** How a process was found at its visit. */
interface Visited {
  readonly lowestFree: number;
  readonly count: number;
  /** The inodes of all its sockets; undefined when the visit ended before it had seen all. */
  readonly sockets: readonly number[] | undefined;
  /** The program that it ran; undefined when it was not new. */
  readonly imageToken: string | undefined;
}

/** Its descriptors are not for us to see. */
const UNREADABLE: Visited = {
  lowestFree: -1,
  count: 0,
  sockets: undefined,
  imageToken: undefined,
};
/** So many descriptors are looked at in one go, fewer where there is a socket among them. */
const PORTION = 64;
const COST_AT_LEAST = 8;
/** Most processes have no sockets at all. */
const NO_SOCKETS: readonly number[] = [];

/** Creates a visitor that has met nobody. */
export function createVisitor(parts: VisitorParts): Visitor {
  const { procRoot, links, reader, hold, release } = parts;
  const visited = new Map<number, Visited>();

  function isThread(pid: number): boolean {
    const stat = readProcStat(procRoot, pid, reader);
    return stat.kind === 'read' && stat.value.isThread;
  }

  function visit(
    pid: number,
    inodes: ReadonlySet<number>,
    pace: Pace,
    options: VisitOptions = {},
  ): Progress | Promise<Progress> {
    const look = links.open(procRoot, pid);
    if (look.kind === 'read') return lookThrough(pid, look.value, inodes, pace, options);
    release(pid);
    const isKept = look.kind === 'forbidden' && !(options.isNewId === true && isThread(pid));
    if (isKept) visited.set(pid, UNREADABLE);
    else visited.delete(pid);
    return 'done';
  }

  async function lookThrough(
    pid: number,
    folder: SocketFolder,
    inodes: ReadonlySet<number>,
    pace: Pace,
    { until, isNewId = false }: VisitOptions,
  ): Promise<Progress> {
    let found: Map<number, Link> | undefined;
    let sockets: number[] | undefined;
    let isWhole = true;
    /** How many looks there were when the clock was asked. */
    let askedAt = 0;
    let stat: ProcLook<ProcStat> | undefined;
    try {
      if (isNewId) {
        stat = folder.readStat();
        if (stat.kind !== 'read' || stat.value.isThread) return 'done';
      }
      while (!folder.isAtEnd()) {
        const socket = folder.findNext(askedAt + PORTION - folder.looks());
        if (socket !== undefined) {
          const { descriptor, inode } = socket;
          (sockets ??= []).push(inode);
          if (inodes.has(inode) && found?.has(inode) !== true) {
            found ??= new Map();
            const path = `${procRoot}/${pid}/fd/${descriptor}`;
            found.set(inode, { descriptor: String(descriptor), path });
            if (until?.has(inode) === true && isAllFound(until, found)) {
              isWhole = false;
              break;
            }
          }
        }
        if (folder.looks() - askedAt < PORTION) continue;
        askedAt = folder.looks();
        if (pace.isDue() && (await pace.pause()) === 'overdue') return 'timed-out';
      }
      visited.set(pid, {
        lowestFree: folder.lowestFree(),
        count: folder.count(),
        sockets: isWhole ? (sockets ?? NO_SOCKETS) : undefined,
        imageToken: stat?.kind === 'read' ? stat.value.imageToken : undefined,
      });
      if (isWhole) release(pid, found);
      if (found === undefined) return 'done';
      /** Any other folder may have become that of another process since. */
      if (stat === undefined || !folder.isHeld) stat = folder.readStat();
    } finally {
      folder.close();
    }
    if (stat.kind !== 'read') {
      release(pid);
      return 'done';
    }
    for (const [inode, link] of found) {
      /** Once more, now that the identity was read: both belong to one and the same process. */
      if (!folder.isHeld && links.readInode(link.path) !== inode) continue;
      hold(stat.value, inode, link);
      until?.delete(inode);
    }
    return 'done';
  }

  return {
    visit,
    guess(pid, inodes) {
      const { lowestFree } = visited.get(pid) ?? UNREADABLE;
      if (lowestFree === UNREADABLE.lowestFree) return undefined;
      const path = `${procRoot}/${pid}/fd/${lowestFree}`;
      const inode = links.readInode(path);
      if (inode === undefined || !inodes.has(inode)) return undefined;
      const stat = readProcStat(procRoot, pid, reader);
      if (stat.kind !== 'read' || links.readInode(path) !== inode) return undefined;
      hold(stat.value, inode, { descriptor: String(lowestFree), path });
      return inode;
    },
    hasGrown(pid) {
      const before = visited.get(pid) ?? UNREADABLE;
      if (before === UNREADABLE) return false;
      return (links.countOpen(procRoot, pid) ?? 0) > before.count;
    },
    hasNewImage(pid) {
      const imageToken = visited.get(pid)?.imageToken;
      if (imageToken === undefined) return false;
      const stat = readProcStat(procRoot, pid, reader);
      return stat.kind === 'read' && stat.value.imageToken !== imageToken;
    },
    isWorthVisit(pid) {
      const before = visited.get(pid);
      if (before === undefined) return false;
      return before === UNREADABLE || links.isTaken(`${procRoot}/${pid}/fd/${before.lowestFree}`);
    },
    mayHold(pid, inodes) {
      const before = visited.get(pid);
      if (before?.sockets === undefined) return true;
      if (before.sockets.some((socket) => inodes.has(socket))) return true;
      return (
        links.countOpen(procRoot, pid) !== before.count ||
        links.isTaken(`${procRoot}/${pid}/fd/${before.lowestFree}`)
      );
    },
    costOf: (pid) => Math.max(COST_AT_LEAST, visited.get(pid)?.count ?? 0),
    pids: () => visited.keys(),
    knows: (pid) => visited.has(pid),
    isNew: () => visited.size === 0,
    forget: (pid) => void visited.delete(pid),
    forgetAll: () => visited.clear(),
  };
}

function isAllFound(until: ReadonlySet<number>, found: ReadonlyMap<number, Link>): boolean {
  for (const inode of until) if (!found.has(inode)) return false;
  return true;
}
