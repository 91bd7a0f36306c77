import { constants } from 'node:os';
import type { Libc } from './libc.ts';
import { readLink, readNames, type ProcLook } from './proc-file.ts';

/** Looks which sockets are behind the descriptors of processes. */
export interface SocketLinks {
  /** The inode behind a descriptor's path, or undefined when that is no socket or not there. */
  readInode(path: string): string | undefined;
  /** Whether there is anything behind a descriptor's path; never goes there. */
  isTaken(path: string): boolean;
  /** Opens a process's folder of descriptors; it must be closed, and before the next is opened. */
  open(folder: string): ProcLook<SocketFolder>;
}

export interface SocketFolder {
  readonly count: number;
  /** The descriptor at this place. */
  readName(index: number): string;
  /** The inode of the socket at this place; undefined when it is none or gone. */
  readInode(index: number): string | undefined;
  close(): void;
}

/** Longer than any `socket:[4294967295]`. */
const LINK_BYTES = 64;
const PREFIX = Buffer.from('socket:[');
const O_DIRECTORY = 0o200000;
const O_CLOEXEC = 0o2000000;
/** Vanished, or not for us to see. */
const ORDINARY_ERRNOS: ReadonlySet<number> = new Set([
  constants.errno.ENOENT,
  constants.errno.ESRCH,
  constants.errno.EACCES,
  constants.errno.EPERM,
]);

/** Creates the way through Node alone. */
export function createNodeSocketLinks(): SocketLinks {
  return {
    readInode: readSocketInode,
    isTaken: (path) => readLink(path).kind === 'read',
    open(folder) {
      const names = readNames(folder);
      if (names.kind !== 'read') return names;
      const readName = (index: number): string => names.value[index] ?? '';
      return {
        kind: 'read',
        value: {
          count: names.value.length,
          readName,
          readInode: (index) => readSocketInode(`${folder}/${readName(index)}`),
          close: () => undefined,
        },
      };
    },
  };
}

const ENTRIES_BYTES = 32 * 1024;
/** Longer than any number of a descriptor, with its NUL. */
const NAME_BYTES = 16;
/** struct linux_dirent64: inode, offset, length of the entry, type, name; see getdents(2). */
const ENTRY_LENGTH_OFFSET = 16;
const ENTRY_NAME_OFFSET = 19;

/** Creates the way through the C library: half the time and next to no garbage. */
export function createNativeSocketLinks(libc: Libc): SocketLinks {
  const node = createNodeSocketLinks();
  const link = Buffer.alloc(LINK_BYTES);
  /** One for all: a view of `entries` for each look would be a lot of garbage. */
  const name = Buffer.alloc(NAME_BYTES);
  let entries = Buffer.alloc(ENTRIES_BYTES);
  /** Where each name begins in `entries`. */
  let places: number[] = [];
  const isLittle = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

  /** Any other failure is told by Node, as an exception. */
  function toInode(length: number, path: () => string): string | undefined {
    if (length < 0) return ORDINARY_ERRNOS.has(libc.errno()) ? undefined : readSocketInode(path());
    if (length <= PREFIX.length || PREFIX.compare(link, 0, PREFIX.length) !== 0) return undefined;
    return link.toString('latin1', PREFIX.length, length - 1);
  }

  /** Fills `entries` and `places`; false when the folder cannot be read. */
  function readEntries(fd: number): boolean {
    places = [];
    for (let used = 0; ;) {
      if (entries.length - used < ENTRIES_BYTES) {
        entries = Buffer.concat([entries, Buffer.alloc(entries.length)]);
      }
      const length = libc.getdents64(fd, entries.subarray(used), entries.length - used);
      if (length < 0) return false;
      if (length === 0) return true;
      for (const end = used + length; used < end;) {
        const place = used + ENTRY_NAME_OFFSET;
        /** Neither `.` nor `..`. */
        if (entries[place] !== 0x2e) places.push(place);
        const at = used + ENTRY_LENGTH_OFFSET;
        used += isLittle ? entries.readUInt16LE(at) : entries.readUInt16BE(at);
      }
    }
  }

  function readName(index: number): string {
    const from = places[index] ?? 0;
    return entries.toString('latin1', from, entries.indexOf(0, from));
  }

  return {
    readInode: (path) => toInode(libc.readlink(path, link, LINK_BYTES), () => path),
    isTaken: (path) => libc.readlink(path, link, LINK_BYTES) >= 0,
    open(folder) {
      const fd = libc.open(folder, O_DIRECTORY | O_CLOEXEC);
      if (fd < 0) return toLook(libc.errno()) ?? node.open(folder);
      if (!readEntries(fd)) {
        libc.close(fd);
        return node.open(folder);
      }
      return {
        kind: 'read',
        value: {
          count: places.length,
          readName,
          readInode(index) {
            const place = places[index] ?? 0;
            entries.copy(name, 0, place, place + NAME_BYTES);
            const length = libc.readlinkat(fd, name, link, LINK_BYTES);
            return toInode(length, () => `${folder}/${readName(index)}`);
          },
          close: () => void libc.close(fd),
        },
      };
    },
  };
}

function toLook(errno: number): Exclude<ProcLook<never>, { kind: 'read' }> | undefined {
  const { ENOENT, ESRCH, EACCES, EPERM } = constants.errno;
  if (errno === ENOENT || errno === ESRCH) return { kind: 'vanished' };
  return errno === EACCES || errno === EPERM ? { kind: 'forbidden' } : undefined;
}

/** The inode behind a descriptor's link, e.g. of `socket:[12345]`; undefined for other files. */
function readSocketInode(path: string): string | undefined {
  const link = readLink(path);
  if (link.kind !== 'read' || !link.value.startsWith('socket:[')) return undefined;
  return link.value.slice('socket:['.length, -1);
}
