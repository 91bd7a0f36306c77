import { constants } from 'node:os';
import { createFileStatus } from './file-status.ts';
import type { Libc } from './libc.ts';
import { createNumberedEntries } from './numbered-entries.ts';
import type { ProcLook } from './proc-file.ts';
import { toProcLook, type NativeProcReader } from './proc-reader.ts';
import { toStatLook } from './process-stat.ts';
import {
  createNodeSocketLinks,
  readSocketInode,
  type SocketFolder,
  type SocketLinks,
} from './socket-links.ts';

/** Longer than any `socket:[4294967295]`. */
const LINK_BYTES = 64;
const PREFIX = Buffer.from('socket:[');
/** For comparing at once. */
const [PREFIX_START, PREFIX_END] = new Int32Array(Uint8Array.from(PREFIX).buffer);
const O_DIRECTORY = 0o200000;
const O_CLOEXEC = 0o2000000;
/** Vanished, or not for us to see. */
const ORDINARY_ERRNOS: ReadonlySet<number> = new Set([
  constants.errno.ENOENT,
  constants.errno.ESRCH,
  constants.errno.EACCES,
  constants.errno.EPERM,
]);
const ZERO = 0x30;
/** No descriptor. */
const NONE = -1;
/** From the folder of descriptors; a folder that is open stays that of one and the same process. */
const STAT_NAME = Buffer.from('../stat\0');

/** Creates the way through the C library: half the time and next to no garbage. */
export function createNativeSocketLinks(libc: Libc, reader: NativeProcReader): SocketLinks {
  const node = createNodeSocketLinks();
  const link = new Uint8Array(new ArrayBuffer(LINK_BYTES));
  const linkWords = new Int32Array(link.buffer);
  const linkAddress = libc.addressOf(link);
  const status = createFileStatus(libc);
  const entries = createNumberedEntries(libc);
  /** The folder that is open or NONE, its process and its path. */
  let fd = NONE;
  let pid = 0;
  let folderPath = '';

  /** The inode in `link`, of which so much was filled. */
  function toInode(length: number): string | undefined {
    if (length <= PREFIX.length) return undefined;
    if (linkWords[0] !== PREFIX_START || linkWords[1] !== PREFIX_END) return undefined;
    /** A number first, since text from bytes takes longer; an inode has at most ten digits. */
    let inode = 0;
    for (let at = PREFIX.length; at < length - 1; at += 1) {
      inode = inode * 10 + (link[at] ?? 0) - ZERO;
    }
    return String(inode);
  }

  const isOrdinaryFailure = (): boolean => ORDINARY_ERRNOS.has(libc.errno());

  /** Fills `link` with where the descriptor at this place points; returns how much, or -1. */
  const lookAt = (index: number): number =>
    libc.readlinkat(fd, entries.nameAt(index), linkAddress, LINK_BYTES);

  /** What that look told; a failure that is not ordinary is told by Node, as an exception. */
  function toInodeAt(index: number, length: number): string | undefined {
    if (length >= 0) return toInode(length);
    if (isOrdinaryFailure()) return undefined;
    return readSocketInode(`${folderPath}/${entries.numberAt(index)}`);
  }

  /** One for all, since only one is open at a time. */
  const folder: SocketFolder = {
    count: () => entries.count(),
    lowestFree: () => entries.lowestFree(),
    isHeld: true,
    readStat: () => toStatLook(reader.readRecordAt(fd, STAT_NAME, `${folderPath}/../stat`), pid),
    readDescriptor: (index) => entries.numberAt(index),
    readInode: (index) => toInodeAt(index, lookAt(index)),
    findSocket(from, to) {
      for (let index = from; index >= to; index -= 1) {
        const length = lookAt(index);
        /** Most descriptors are of files, and this is all that there is to do for them. */
        if (length >= 0 && linkWords[0] !== PREFIX_START) continue;
        const inode = toInodeAt(index, length);
        if (inode !== undefined) return { index, inode };
      }
      return undefined;
    },
    close() {
      libc.close(fd);
      fd = NONE;
    },
  };
  const opened: ProcLook<SocketFolder> = { kind: 'read', value: folder };

  return {
    readInode(path) {
      const length = libc.readlink(path, link, LINK_BYTES);
      if (length >= 0) return toInode(length);
      return isOrdinaryFailure() ? undefined : readSocketInode(path);
    },
    isTaken: (path) => libc.readlink(path, link, LINK_BYTES) >= 0,
    countOpen(procRoot, pid) {
      const count = status.readSize(`${procRoot}/${pid}/fd`);
      /** Kernels before 6.2 say nothing else. */
      return count === 0 ? undefined : count;
    },
    open(procRoot, id) {
      /** What is read of one would pass for another's. */
      if (fd !== NONE) throw new Error(`The folder of process ${pid} is still open.`);
      pid = id;
      folderPath = `${procRoot}/${pid}/fd`;
      fd = libc.open(folderPath, O_DIRECTORY | O_CLOEXEC);
      if (fd === NONE) return toProcLook(libc.errno()) ?? node.open(procRoot, pid);
      if (entries.read(fd)) return opened;
      folder.close();
      return node.open(procRoot, pid);
    },
  };
}
