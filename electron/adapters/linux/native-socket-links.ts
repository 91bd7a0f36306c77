import { constants } from 'node:os';
import type { Libc } from './libc.ts';
import { toProcLook, type NativeProcReader } from './proc-reader.ts';
import { toStatLook } from './process-stat.ts';
import { createNodeSocketLinks, readSocketInode, type SocketLinks } from './socket-links.ts';

/** Longer than any `socket:[4294967295]`. */
const LINK_BYTES = 64;
const PREFIX = Buffer.from('socket:[');
const O_DIRECTORY = 0o200000;
const O_CLOEXEC = 0o2000000;
/** What a path from the root is relative to is of no account. */
const NOWHERE = -1;
/** struct statx and its field of the size; see statx(2). */
const STATX_BYTES = 256;
const STATX_SIZE = 0x200;
const STATX_SIZE_OFFSET = 40;
/** Vanished, or not for us to see. */
const ORDINARY_ERRNOS: ReadonlySet<number> = new Set([
  constants.errno.ENOENT,
  constants.errno.ESRCH,
  constants.errno.EACCES,
  constants.errno.EPERM,
]);
const ENTRIES_BYTES = 32 * 1024;
/** Longer than any number of a descriptor, with its NUL. */
const NAME_BYTES = 16;
/** struct linux_dirent64: inode, offset, length of the entry, type, name; see getdents(2). */
const ENTRY_LENGTH_OFFSET = 16;
const ENTRY_NAME_OFFSET = 19;
const ZERO = 0x30;
/** From the folder of descriptors; a folder that is open stays that of one and the same process. */
const STAT_NAME = Buffer.from('../stat\0');

/** Creates the way through the C library: half the time and next to no garbage. */
export function createNativeSocketLinks(libc: Libc, reader: NativeProcReader): SocketLinks {
  const node = createNodeSocketLinks();
  const link = Buffer.alloc(LINK_BYTES);
  const size = new DataView(new ArrayBuffer(STATX_BYTES));
  const sizeBytes = new Uint8Array(size.buffer);
  /** One for all: a view of `entries` for each look would be a lot of garbage. */
  const name = Buffer.alloc(NAME_BYTES);
  let entries = Buffer.alloc(ENTRIES_BYTES);
  /** Where each name begins in `entries`, and the number that it is. */
  let places: number[] = [];
  let descriptors: number[] = [];
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

  /** The inode in `link`, of which so much was filled. */
  function toInode(length: number): string | undefined {
    if (length <= PREFIX.length) return undefined;
    for (let at = 0; at < PREFIX.length; at += 1) if (link[at] !== PREFIX[at]) return undefined;
    /** A number first, since text from bytes takes longer; an inode has at most ten digits. */
    let inode = 0;
    for (let at = PREFIX.length; at < length - 1; at += 1) {
      inode = inode * 10 + (link[at] ?? 0) - ZERO;
    }
    return String(inode);
  }

  const isOrdinaryFailure = (): boolean => ORDINARY_ERRNOS.has(libc.errno());

  /** Fills `entries`, `places` and `descriptors`; false when the folder cannot be read. */
  function readEntries(fd: number): boolean {
    places = [];
    descriptors = [];
    for (let used = 0; ;) {
      if (entries.length - used < ENTRIES_BYTES) {
        entries = Buffer.concat([entries, Buffer.alloc(entries.length)]);
      }
      const room = used === 0 ? entries : entries.subarray(used);
      const length = libc.getdents64(fd, room, room.length);
      if (length < 0) return false;
      if (length === 0) return true;
      for (const end = used + length; used < end;) {
        noteEntry(used + ENTRY_NAME_OFFSET);
        const at = used + ENTRY_LENGTH_OFFSET;
        used += isLittle ? entries.readUInt16LE(at) : entries.readUInt16BE(at);
      }
    }
  }

  /** Takes in the number whose digits begin there; `.` and `..` are none. */
  function noteEntry(place: number): void {
    let number = 0;
    for (let at = place; ; at += 1) {
      const digit = (entries[at] ?? 0) - ZERO;
      if (digit < 0) {
        if (at === place || entries[at] !== 0) return;
        break;
      }
      number = number * 10 + digit;
    }
    places.push(place);
    descriptors.push(number);
  }

  /** The name that begins there, where `name` can be handed over. */
  function copyName(place: number): void {
    for (let at = 0; at < NAME_BYTES; at += 1) {
      const byte = entries[place + at] ?? 0;
      name[at] = byte;
      if (byte === 0) return;
    }
  }

  return {
    readInode(path) {
      const length = libc.readlink(path, link, LINK_BYTES);
      if (length >= 0) return toInode(length);
      /** Any other failure is told by Node, as an exception. */
      return isOrdinaryFailure() ? undefined : readSocketInode(path);
    },
    isTaken: (path) => libc.readlink(path, link, LINK_BYTES) >= 0,
    countOpen(procRoot, pid) {
      const path = `${procRoot}/${pid}/fd`;
      if (libc.statx(NOWHERE, path, 0, STATX_SIZE, sizeBytes) !== 0) return undefined;
      const count = size.getUint32(isLittle ? STATX_SIZE_OFFSET : STATX_SIZE_OFFSET + 4, isLittle);
      /** Kernels before 6.2 say nothing else. */
      return count === 0 ? undefined : count;
    },
    open(procRoot, pid) {
      const folder = `${procRoot}/${pid}/fd`;
      const fd = libc.open(folder, O_DIRECTORY | O_CLOEXEC);
      if (fd < 0) return toProcLook(libc.errno()) ?? node.open(procRoot, pid);
      if (!readEntries(fd)) {
        libc.close(fd);
        return node.open(procRoot, pid);
      }
      const readDescriptor = (index: number): number => descriptors[index] ?? -1;
      return {
        kind: 'read',
        value: {
          count: places.length,
          isHeld: true,
          readStat: () =>
            toStatLook(reader.readFileAt(fd, STAT_NAME, `${procRoot}/${pid}/stat`), pid),
          readDescriptor,
          readInode(index) {
            copyName(places[index] ?? 0);
            const length = libc.readlinkat(fd, name, link, LINK_BYTES);
            if (length >= 0) return toInode(length);
            if (isOrdinaryFailure()) return undefined;
            return readSocketInode(`${folder}/${readDescriptor(index)}`);
          },
          close: () => void libc.close(fd),
        },
      };
    },
  };
}
