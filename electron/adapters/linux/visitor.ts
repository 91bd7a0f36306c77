import type { Link } from './holdings.ts';
import type { Pace } from './pace.ts';
import type { ProcStat } from './parse-proc-stat.ts';
import { readProcStat } from './process-stat.ts';
import type { SocketFolder, SocketLinks } from './socket-links.ts';

export type Progress = 'done' | 'timed-out';

/** Looks through the descriptors of processes, and remembers how it found them. */
export interface Visitor {
  /**
   * Looks through a process. `until` holds inodes that are looked for: the visit takes out what it
   * found and ends when there is none left.
   */
  visit(
    pid: number,
    inodes: ReadonlySet<string>,
    pace: Pace,
    until?: Set<string>,
  ): Promise<Progress>;
  /** One look where the kernel would have put what the process opened after its visit. */
  guess(pid: number, inodes: ReadonlySet<string>): string | undefined;
  /** Whether the process opened something since its visit, or could not be visited. */
  isWorthVisit(pid: number): boolean;
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
  /** Hears of a process that holds one of the sockets. */
  readonly hold: (stat: ProcStat, inode: string, link: Link) => void;
  /** Hears that a process holds nothing else than `kept`. */
  readonly release: (pid: number, kept?: ReadonlyMap<string, Link>) => void;
}

/** Its descriptors are not for us to see. */
const UNREADABLE = -1;
const COST_AT_LEAST = 8;

/** Creates a visitor that has met nobody. */
export function createVisitor({ procRoot, links, hold, release }: VisitorParts): Visitor {
  /** Every process that was looked through, and its lowest free descriptor then. */
  const visited = new Map<number, number>();

  /**
   * Looks through the descriptors of a process. `until` holds inodes that are looked for: the
   * visit takes them out and ends when there is none left.
   */
  async function visit(
    pid: number,
    inodes: ReadonlySet<string>,
    pace: Pace,
    until?: Set<string>,
  ): Promise<Progress> {
    const folder = `${procRoot}/${pid}/fd`;
    const look = links.open(folder);
    if (look.kind !== 'read') {
      release(pid);
      if (look.kind === 'forbidden') visited.set(pid, UNREADABLE);
      else visited.delete(pid);
      return 'done';
    }
    const descriptors = look.value;
    const found = new Map<string, Link>();
    let isWhole = true;
    try {
      visited.set(pid, toLowestFree(descriptors));
      for (let index = descriptors.count - 1; index >= 0; index -= 1) {
        const inode = descriptors.readInode(index);
        if (inode !== undefined && inodes.has(inode) && !found.has(inode)) {
          const descriptor = descriptors.readName(index);
          found.set(inode, { descriptor, path: `${folder}/${descriptor}` });
          if (until?.has(inode) === true && isAllFound(until, found)) {
            isWhole = false;
            break;
          }
        }
        if ((index & 63) === 0 && pace.isDue() && (await pace.pause()) === 'overdue') {
          return 'timed-out';
        }
      }
    } finally {
      descriptors.close();
    }
    if (isWhole) release(pid, found);
    if (found.size === 0) return 'done';
    const stat = readProcStat(procRoot, pid);
    if (stat.kind !== 'read') {
      release(pid);
      return 'done';
    }
    for (const [inode, link] of found) {
      /** Once more, now that the identity was read: both belong to one and the same process. */
      if (links.readInode(link.path) !== inode) continue;
      hold(stat.value, inode, link);
      until?.delete(inode);
    }
    return 'done';
  }

  return {
    visit,
    guess(pid, inodes) {
      const lowestFree = visited.get(pid) ?? UNREADABLE;
      if (lowestFree === UNREADABLE) return undefined;
      const path = `${procRoot}/${pid}/fd/${lowestFree}`;
      const inode = links.readInode(path);
      if (inode === undefined || !inodes.has(inode)) return undefined;
      const stat = readProcStat(procRoot, pid);
      if (stat.kind !== 'read' || links.readInode(path) !== inode) return undefined;
      hold(stat.value, inode, { descriptor: String(lowestFree), path });
      return inode;
    },
    isWorthVisit(pid) {
      const lowestFree = visited.get(pid);
      if (lowestFree === undefined) return false;
      return lowestFree === UNREADABLE || links.isTaken(`${procRoot}/${pid}/fd/${lowestFree}`);
    },
    costOf: (pid) => Math.max(COST_AT_LEAST, visited.get(pid) ?? 0),
    pids: () => visited.keys(),
    knows: (pid) => visited.has(pid),
    isNew: () => visited.size === 0,
    forget: (pid) => void visited.delete(pid),
    forgetAll: () => visited.clear(),
  };
}

function isAllFound(until: ReadonlySet<string>, found: ReadonlyMap<string, Link>): boolean {
  for (const inode of until) if (!found.has(inode)) return false;
  return true;
}

/** The number that the kernel gives to what is opened next. */
function toLowestFree(descriptors: SocketFolder): number {
  const { count } = descriptors;
  const taken = new Uint8Array(count + 1);
  for (let index = 0; index < count; index += 1) {
    const number = Number(descriptors.readName(index));
    if (number < taken.length) taken[number] = 1;
  }
  return taken.indexOf(0);
}
