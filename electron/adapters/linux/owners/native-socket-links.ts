import { createDescriptorWalk, END } from './descriptor-walk.ts';
import { createFileStatus } from '../native/file-status.ts';
import { OPEN_FOLDER, type Libc } from '../native/libc.ts';
import type { ProcLook } from '../proc/proc-file.ts';
import { toProcLook, type NativeProcReader } from '../proc/proc-reader.ts';
import { toStatLook } from '../proc/process-stat.ts';
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
  const walk = createDescriptorWalk(libc, { address: linkAddress, length: LINK_BYTES });
  /** The folder that is open or NONE, its process and its path. */
  let fd = NONE;
  let pid = 0;
  let folderPath = '';

  /** The inode in `link`, of which so much was filled. */
  function toInode(length: number): number | undefined {
    if (length <= PREFIX.length) return undefined;
    if (linkWords[0] !== PREFIX_START || linkWords[1] !== PREFIX_END) return undefined;
    /** At most ten digits. */
    let inode = 0;
    for (let at = PREFIX.length; at < length - 1; at += 1) {
      inode = inode * 10 + (link[at] ?? 0) - ZERO;
    }
    return inode;
  }

  /** Vanished, or not for us to see. */
  const isOrdinaryFailure = (): boolean => toProcLook(libc.errno()) !== undefined;

  /** What a look told; a failure that is not ordinary is told by Node, as an exception. */
  function toInodeAt(descriptor: number, length: number): number | undefined {
    if (length >= 0) return toInode(length);
    return isOrdinaryFailure() ? undefined : readSocketInode(`${folderPath}/${descriptor}`);
  }

  /** One for all, since only one is open at a time. */
  const folder: SocketFolder = {
    findNext(atMost) {
      for (let look = 0; look < atMost; look += 1) {
        const length = walk.readNext();
        /** Most descriptors are of files, and this is all that there is to do for them. */
        if (length >= 0 && linkWords[0] !== PREFIX_START) continue;
        if (length === END) return undefined;
        const descriptor = walk.descriptor();
        const inode = toInodeAt(descriptor, length);
        if (inode !== undefined) return { descriptor, inode };
      }
      return undefined;
    },
    looks: walk.looks,
    isAtEnd: walk.isAtEnd,
    count: walk.count,
    lowestFree: walk.lowestFree,
    isHeld: true,
    readStat: () => toStatLook(reader.readRecordAt(fd, STAT_NAME, `${folderPath}/../stat`), pid),
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
      fd = libc.open(folderPath, OPEN_FOLDER);
      if (fd === NONE) return toProcLook(libc.errno()) ?? node.open(procRoot, pid);
      walk.start(fd);
      return opened;
    },
  };
}
