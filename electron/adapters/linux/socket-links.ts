import type { ProcStat } from './parse-proc-stat.ts';
import { readLink, readNames, type ProcLook } from './proc-file.ts';
import { readProcStat } from './process-stat.ts';

/** Looks which sockets are behind the descriptors of processes. */
export interface SocketLinks {
  /** The inode behind a descriptor's path, or undefined when that is no socket or not there. */
  readInode(path: string): string | undefined;
  /** Whether there is anything behind a descriptor's path; never goes there. */
  isTaken(path: string): boolean;
  /** How many descriptors a process has open now; undefined where the system does not tell. */
  countOpen(procRoot: string, pid: number): number | undefined;
  /** Opens a process's folder of descriptors; it must be closed, and before the next is opened. */
  open(procRoot: string, pid: number): ProcLook<SocketFolder>;
}

export interface SocketFolder {
  count(): number;
  /** The number that the kernel gives to what is opened next. */
  lowestFree(): number;
  /** Whether it stays with the process that it was opened of, even when another gets the id. */
  readonly isHeld: boolean;
  /** Who the process is. */
  readStat(): ProcLook<ProcStat>;
  /** The descriptor at this place. */
  readDescriptor(index: number): number;
  /** The inode of the socket at this place; undefined when it is none or gone. */
  readInode(index: number): string | undefined;
  /** The first place from `from` down to `to` where there is a socket, and its inode. */
  findSocket(
    from: number,
    to: number,
  ): { readonly index: number; readonly inode: string } | undefined;
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
      const descriptors = names.value.map(Number);
      const readDescriptor = (index: number): number => descriptors[index] ?? -1;
      const readInode = (index: number): string | undefined =>
        readSocketInode(`${folder}/${readDescriptor(index)}`);
      return {
        kind: 'read',
        value: {
          count: () => descriptors.length,
          lowestFree: () => toLowestFree(descriptors),
          isHeld: false,
          readStat: () => readProcStat(procRoot, pid),
          readDescriptor,
          readInode,
          findSocket(from, to) {
            for (let index = from; index >= to; index -= 1) {
              const inode = readInode(index);
              if (inode !== undefined) return { index, inode };
            }
            return undefined;
          },
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
export function readSocketInode(path: string): string | undefined {
  const link = readLink(path);
  if (link.kind !== 'read' || !link.value.startsWith('socket:[')) return undefined;
  return link.value.slice('socket:['.length, -1);
}
