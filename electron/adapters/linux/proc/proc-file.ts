import { closeSync, openSync, readdirSync, readlinkSync, readSync } from 'node:fs';
import { isForbidden, isVanished } from '../../errno.ts';

/*
 * Looks into /proc. Synchronous on purpose: a look takes microseconds, and the hop to a thread
 * costs more than the look. A vanished process and a forbidden one are answers; any other error
 * (no file descriptors left, a broken /proc) is thrown.
 */

export type ProcLook<T> =
  | { readonly kind: 'read'; readonly value: T }
  | { readonly kind: 'vanished' }
  | { readonly kind: 'forbidden' };

const VANISHED = { kind: 'vanished' } as const;
const FORBIDDEN = { kind: 'forbidden' } as const;

/** The most that is read of one small file; longer command lines are cut here. */
const SMALL_FILE_BYTES = 32 * 1024;
const small = Buffer.allocUnsafe(SMALL_FILE_BYTES);

/** The start of a small file as text; bytes that are no UTF-8 become U+FFFD. */
export function readSmallFile(path: string): ProcLook<string> {
  return look(() => {
    const descriptor = openSync(path, 'r');
    try {
      let length = 0;
      while (length < small.length) {
        const count = readSync(descriptor, small, length, small.length - length, null);
        if (count === 0) break;
        length += count;
      }
      return small.toString('utf8', 0, length);
    } finally {
      closeSync(descriptor);
    }
  });
}

/** The same, and no text where it cannot be read. */
export function readSmallText(path: string): string {
  const text = readSmallFile(path);
  return text.kind === 'read' ? text.value : '';
}

/** A file's bytes; undefined when there are more than `maxBytes` of them. */
export function readWholeFile(path: string, maxBytes: number): ProcLook<Buffer | undefined> {
  return look(() => {
    const descriptor = openSync(path, 'r');
    try {
      const bytes = Buffer.alloc(maxBytes + 1);
      let length = 0;
      while (length < bytes.length) {
        const count = readSync(descriptor, bytes, length, bytes.length - length, null);
        if (count === 0) return bytes.subarray(0, length);
        length += count;
      }
      return undefined;
    } finally {
      closeSync(descriptor);
    }
  });
}

/**
 * Creates the reader of one small file that is read in every scan, and kept open for that. Only
 * for files that the kernel writes anew for each reading.
 */
export function createRereader(path: string): () => ProcLook<string> {
  let descriptor: number | undefined;
  return () =>
    look(() => {
      descriptor ??= openSync(path, 'r');
      return small.toString('latin1', 0, readSync(descriptor, small, 0, small.length, 0));
    });
}

/** Where a symbolic link points, as text. */
export function readLink(path: string): ProcLook<string> {
  return look(() => readlinkSync(path));
}

/** The path that a link of /proc told, without the mark of a file that was deleted or replaced. */
export function toPath(link: ProcLook<string>): string | undefined {
  return link.kind === 'read' ? link.value.replace(/ \(deleted\)$/, '') : undefined;
}

/** The names in a folder. */
export function readNames(path: string): ProcLook<readonly string[]> {
  return look(() => readdirSync(path));
}

/** The process ids that `procRoot` shows, highest first. */
export function readPids(procRoot: string): readonly number[] {
  const pids: number[] = [];
  for (const name of readdirSync(procRoot)) {
    const first = name.charCodeAt(0);
    if (first >= 0x31 && first <= 0x39 && /^\d{1,10}$/.test(name)) pids.push(Number(name));
  }
  return pids.sort((a, b) => b - a);
}

function look<T>(read: () => T): ProcLook<T> {
  try {
    return { kind: 'read', value: read() };
  } catch (error) {
    if (isVanished(error)) return VANISHED;
    if (isForbidden(error)) return FORBIDDEN;
    throw error;
  }
}
