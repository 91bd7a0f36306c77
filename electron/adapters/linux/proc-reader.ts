import { constants } from 'node:os';
import type { Libc } from './libc.ts';
import { readLink, readSmallFile, type ProcLook } from './proc-file.ts';

/** Reads what /proc tells of a process as text. */
export interface ProcReader {
  /** The start of a small file; bytes that are no UTF-8 become U+FFFD. */
  readFile(path: string): ProcLook<string>;
  /** Where a symbolic link points. */
  readLink(path: string): ProcLook<string>;
}

/** The way through Node alone. */
export const nodeProcReader: ProcReader = { readFile: readSmallFile, readLink };

const TEXT_BYTES = 32 * 1024;
const O_CLOEXEC = 0o2000000;
const VANISHED = { kind: 'vanished' } as const;
const FORBIDDEN = { kind: 'forbidden' } as const;

export interface NativeProcReader extends ProcReader {
  /** The same by a NUL-terminated path from an open folder, where the file is also at `path`. */
  readFileAt(folder: number, name: Uint8Array, path: string): ProcLook<string>;
}

/** Creates the way through the C library, where what vanished costs no exception. */
export function createNativeProcReader(libc: Libc): NativeProcReader {
  const text = Buffer.alloc(TEXT_BYTES);

  /** Reads to the end and closes; undefined for a failure that Node tells better. */
  function takeText(fd: number): ProcLook<string> | undefined {
    if (fd < 0) return toProcLook(libc.errno());
    let length = 0;
    let count = libc.read(fd, text, text.length);
    while (count > 0) {
      length += count;
      if (length === text.length) break;
      count = libc.read(fd, text.subarray(length), text.length - length);
    }
    const failure = count < 0 ? toProcLook(libc.errno()) : undefined;
    libc.close(fd);
    if (count < 0) return failure;
    return { kind: 'read', value: text.toString('utf8', 0, length) };
  }

  return {
    readFile: (path) => takeText(libc.open(path, O_CLOEXEC)) ?? readSmallFile(path),
    readFileAt: (folder, name, path) =>
      takeText(libc.openat(folder, name, O_CLOEXEC)) ?? readSmallFile(path),
    readLink(path) {
      const length = libc.readlink(path, text, text.length);
      if (length < 0) return toProcLook(libc.errno()) ?? readLink(path);
      return { kind: 'read', value: text.toString('utf8', 0, length) };
    },
  };
}

/** What a failure means in /proc, where processes come and go; undefined for any other failure. */
export function toProcLook(errno: number): Exclude<ProcLook<never>, { kind: 'read' }> | undefined {
  const { ENOENT, ESRCH, EACCES, EPERM } = constants.errno;
  if (errno === ENOENT || errno === ESRCH) return VANISHED;
  return errno === EACCES || errno === EPERM ? FORBIDDEN : undefined;
}
