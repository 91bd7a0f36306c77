import { constants as files, existsSync } from 'node:fs';
import { constants } from 'node:os';
import { createFileStatus } from '../native/file-status.ts';
import { O_CLOEXEC, type Libc } from '../native/libc.ts';
import { createRereader, readLink, readSmallFile, type ProcLook } from './proc-file.ts';

/** Reads what /proc tells of a process as text. */
export interface ProcReader {
  /** The start of a small file; bytes that are no UTF-8 become U+FFFD. */
  readFile(path: string): ProcLook<string>;
  /** The same of a file that the kernel hands over in one piece, where one reading tells all. */
  readRecord(path: string): ProcLook<string>;
  /** Where a symbolic link points. */
  readLink(path: string): ProcLook<string>;
  /**
   * The reading of one small file of plain ASCII that is read in every scan, and kept open for that.
   * Only for files that the kernel writes anew for each reading.
   */
  keepReading(path: string): () => ProcLook<string>;
  /** Whether there is anything at this path; goes where links point. */
  exists(path: string): boolean;
  /** The effective uid of the process whose folder this is; undefined where it is not told. */
  readUid(folder: string): number | undefined;
}

/** The way through Node alone. */
export const nodeProcReader: ProcReader = {
  readFile: readSmallFile,
  readRecord: readSmallFile,
  readLink,
  keepReading: createRereader,
  exists: existsSync,
  readUid(folder) {
    const look = readSmallFile(`${folder}/status`);
    return look.kind === 'read' ? parseUid(look.value) : undefined;
  },
};

/** Of the line `Uid:`, which tells the real, the effective, the saved and the file system's uid. */
function parseUid(status: string): number | undefined {
  const uid = /^Uid:\t\d+\t(\d{1,10})\t/m.exec(status)?.[1];
  return uid === undefined ? undefined : Number(uid);
}

const TEXT_BYTES = 32 * 1024;
/** No descriptor. */
const NONE = -1;
const VANISHED = { kind: 'vanished' } as const;
const FORBIDDEN = { kind: 'forbidden' } as const;

export interface NativeProcReader extends ProcReader {
  /** A record by a NUL-terminated path from an open folder, where the file is also at `path`. */
  readRecordAt(folder: number, name: Uint8Array, path: string): ProcLook<string>;
}

/** Creates the way through the C library, where what vanished costs no exception. */
export function createNativeProcReader(libc: Libc): NativeProcReader {
  const text = Buffer.alloc(TEXT_BYTES);
  const status = createFileStatus(libc);

  /** How much of a file `text` holds after this; negative for a failure. */
  function fill(fd: number): number {
    let length = 0;
    let count = libc.read(fd, text, text.length);
    while (count > 0) {
      length += count;
      if (length === text.length) break;
      count = libc.read(fd, text.subarray(length), text.length - length);
    }
    return count < 0 ? count : length;
  }

  /** Reads what was opened and closes it; undefined for a failure that Node tells better. */
  function take(fd: number, read: (fd: number) => number): ProcLook<string> | undefined {
    if (fd < 0) return toProcLook(libc.errno());
    const length = read(fd);
    const failure = length < 0 ? toProcLook(libc.errno()) : undefined;
    libc.close(fd);
    if (length < 0) return failure;
    return { kind: 'read', value: text.toString('utf8', 0, length) };
  }

  const fillOnce = (fd: number): number => libc.read(fd, text, text.length);

  return {
    readFile: (path) => take(libc.open(path, O_CLOEXEC), fill) ?? readSmallFile(path),
    readRecord: (path) => take(libc.open(path, O_CLOEXEC), fillOnce) ?? readSmallFile(path),
    readRecordAt: (folder, name, path) =>
      take(libc.openat(folder, name, O_CLOEXEC), fillOnce) ?? readSmallFile(path),
    readLink(path) {
      const length = libc.readlink(path, text, text.length);
      if (length < 0) return toProcLook(libc.errno()) ?? readLink(path);
      return { kind: 'read', value: text.toString('utf8', 0, length) };
    },
    keepReading(path) {
      let fd = NONE;
      return () => {
        if (fd === NONE) fd = libc.open(path, O_CLOEXEC);
        const length = fd === NONE ? -1 : libc.pread(fd, text, text.length, 0);
        if (length < 0) return toProcLook(libc.errno()) ?? readSmallFile(path);
        return { kind: 'read', value: text.toString('latin1', 0, length) };
      };
    },
    exists: (path) => libc.access(path, files.F_OK) === 0,
    /**
     * A process's folder belongs to its effective uid, always, unlike the files in it; and its
     * `status` takes ten times as long, because the kernel writes sixty lines for this one.
     */
    readUid: (folder) => status.readUid(folder),
  };
}

/** What a failure means in /proc, where processes come and go; undefined for any other failure. */
export function toProcLook(errno: number): Exclude<ProcLook<never>, { kind: 'read' }> | undefined {
  const { ENOENT, ESRCH, EACCES, EPERM } = constants.errno;
  if (errno === ENOENT || errno === ESRCH) return VANISHED;
  return errno === EACCES || errno === EPERM ? FORBIDDEN : undefined;
}
