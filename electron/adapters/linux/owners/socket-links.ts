import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readLink, readNames, type ProcLook } from '../proc/proc-file.ts';
import { readProcStat } from '../proc/process-stat.ts';

/** Looks which sockets are behind the descriptors of processes. */
export interface SocketLinks {
  /** The inode behind a descriptor's path, or undefined when that is no socket or not there. */
  readInode(path: string): number | undefined;
  /** Whether there is anything behind a descriptor's path; never goes there. */
  isTaken(path: string): boolean;
  /** How many descriptors a process has open now; undefined where the system does not tell. */
  countOpen(procRoot: string, pid: number): number | undefined;
  /** Opens a process's folder of descriptors; it must be closed, and before the next is opened. */
  open(procRoot: string, pid: number): ProcLook<SocketFolder>;
}

/** A descriptor behind which there is a socket. */
export interface SocketDescriptor {
  readonly descriptor: number;
  readonly inode: number;
}

export interface SocketFolder {
  /**
   * Goes on to the next socket, the lowest descriptor first, and looks at so many descriptors at
   * most; undefined when there was none among them.
   */
  findNext(atMost: number): SocketDescriptor | undefined;
  /** How many descriptors were looked at so far. */
  looks(): number;
  /** Whether all were looked at. */
  isAtEnd(): boolean;
  /** How many there are, looked at or not. */
  count(): number;
  /** The number that the kernel gives to what is opened next. */
  lowestFree(): number;
  /** Whether it stays with the process that it was opened of, even when another gets the id. */
  readonly isHeld: boolean;
  /** Who the process is. */
  readStat(): ProcLook<ProcStat>;
  close(): void;
}

/** Creates the way through Node alone. */
export function createNodeSocketLinks(): SocketLinks {
  return {
    readInode: readSocketInode,
    isTaken: (path) => readLink(path).kind === 'read',
    countOpen: () => undefined,
    open(procRoot, pid) {
      const folder = `${procRoot}/${pid}/fd`;
      const names = readNames(folder);
      if (names.kind !== 'read') return names;
      const descriptors = names.value.map(Number).sort((one, other) => one - other);
      let looks = 0;
      return {
        kind: 'read',
        value: {
          findNext(atMost) {
            for (const descriptor of descriptors.slice(looks, looks + atMost)) {
              looks += 1;
              const inode = readSocketInode(`${folder}/${descriptor}`);
              if (inode !== undefined) return { descriptor, inode };
            }
            return undefined;
          },
          looks: () => looks,
          isAtEnd: () => looks === descriptors.length,
          count: () => descriptors.length,
          lowestFree: () => toLowestFree(descriptors),
          isHeld: false,
          readStat: () => readProcStat(procRoot, pid),
          close: () => undefined,
        },
      };
    },
  };
}

function toLowestFree(descriptors: readonly number[]): number {
  const taken = new Set(descriptors);
  let lowest = 0;
  while (taken.has(lowest)) lowest += 1;
  return lowest;
}

/** The inode behind a descriptor's link, e.g. of `socket:[12345]`; undefined for other files. */
export function readSocketInode(path: string): number | undefined {
  const link = readLink(path);
  if (link.kind !== 'read' || !link.value.startsWith('socket:[')) return undefined;
  return Number(link.value.slice('socket:['.length, -1));
}
