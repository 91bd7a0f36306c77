import { randomBytes } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { access, open, realpath, stat, unlink, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WriteFailure } from '../../shared/reassign.ts';
import { readErrorCode } from './errno.ts';
import { readRegularFile } from './regular-file.ts';
import { replaceFile } from './replace-file.ts';

/*
 * Written here and not taken from write-file-atomic 7: that one issues a single write(2) and does
 * not look at its count, so a disk that fills up meanwhile leaves the file cut short and reported
 * as written.
 */

export interface AtomicWriteOptions {
  /** Given to the file; without it the file keeps its own, and a new one gets 0600. */
  readonly mode?: number;
  /** What the file must still hold right before it is written. */
  readonly expected?: Uint8Array;
}

export type AtomicWriteResult =
  | { readonly kind: 'written' }
  /** The file does not hold what was expected; it was not touched. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'failed'; readonly reason: WriteFailure };

// Neither follow a link nor wait at a pipe that was put in place of the file. Windows has neither
// flag, and an undefined one counts as zero.
const IN_PLACE_FLAGS = constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOFOLLOW;

const REASONS: Readonly<Record<string, WriteFailure>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'not-permitted',
  EPERM: 'not-permitted',
  EROFS: 'read-only',
  EBUSY: 'busy',
  ETXTBSY: 'busy',
};

/**
 * Writes the file whole or not at all, through symbolic links, and keeps its mode and owner.
 * Where the file cannot be replaced (further hard links, a mounted file, a folder
 * that we may not write, an owner that we may not give) it is overwritten in place, and put back
 * when that fails. What the system refuses comes as a value.
 */
export async function writeFileAtomic(
  path: string,
  bytes: Uint8Array,
  options: AtomicWriteOptions = {},
): Promise<AtomicWriteResult> {
  try {
    const existing = await findFile(path);
    if (existing === undefined) {
      if (options.expected !== undefined) return { kind: 'changed' };
      const attempt = await replace(path, undefined, bytes, options);
      return attempt.kind === 'not-replaceable' ? toFailed(attempt.error) : attempt;
    }
    const { realPath, stats } = existing;
    if (!stats.isFile()) return { kind: 'failed', reason: 'unknown' };
    // Replacing would pass over the protection that somebody gave the file.
    if ((stats.mode & 0o222) === 0) return { kind: 'failed', reason: 'read-only' };
    await access(realPath, constants.W_OK);
    if (stats.nlink > 1) return await overwrite(realPath, bytes, options);
    const attempt = await replace(realPath, stats, bytes, options);
    if (attempt.kind !== 'not-replaceable') return attempt;
    return await overwrite(realPath, bytes, options);
  } catch (error) {
    return toFailed(error);
  }
}

/** Why the system would not write, in the words of an outcome. */
export function toWriteFailure(error: unknown): WriteFailure {
  return REASONS[readErrorCode(error) ?? ''] ?? 'unknown';
}

type Attempt = AtomicWriteResult | { readonly kind: 'not-replaceable'; readonly error: unknown };

async function replace(
  realPath: string,
  existing: Stats | undefined,
  bytes: Uint8Array,
  options: AtomicWriteOptions,
): Promise<Attempt> {
  // The name begins like the file's own, so that what ignores `.env*` ignores it too.
  const temporary = `${realPath}.${randomBytes(6).toString('hex')}.tmp`;
  let handle: FileHandle;
  try {
    handle = await open(temporary, 'wx', 0o600);
  } catch (error) {
    return toNotReplaceable(error, ['EACCES', 'EPERM', 'ENAMETOOLONG']);
  }
  let isLeft = true;
  try {
    try {
      if (existing !== undefined) await giveOwner(handle, existing);
      await handle.chmod(options.mode ?? (existing === undefined ? 0o600 : existing.mode & 0o7777));
      await handle.writeFile(bytes);
      await handle.sync();
    } catch (error) {
      return toNotReplaceable(error, ['EPERM']);
    } finally {
      await handle.close();
    }
    if (options.expected !== undefined && !(await holds(realPath, options.expected))) {
      return { kind: 'changed' };
    }
    try {
      await replaceFile(temporary, realPath);
      isLeft = false;
    } catch (error) {
      return toNotReplaceable(error, ['EACCES', 'EPERM', 'EBUSY', 'EXDEV']);
    }
  } finally {
    if (isLeft) await unlink(temporary);
  }
  await syncFolder(dirname(realPath));
  return { kind: 'written' };
}

async function overwrite(
  realPath: string,
  bytes: Uint8Array,
  options: AtomicWriteOptions,
): Promise<AtomicWriteResult> {
  const handle = await open(realPath, IN_PLACE_FLAGS);
  try {
    if (!(await handle.stat()).isFile()) return { kind: 'changed' };
    const original = await handle.readFile();
    if (options.expected !== undefined && !original.equals(options.expected)) {
      return { kind: 'changed' };
    }
    try {
      if (options.mode !== undefined) await handle.chmod(options.mode);
      await writeWhole(handle, bytes);
    } catch (error) {
      await writeWhole(handle, original);
      throw error;
    }
    return { kind: 'written' };
  } finally {
    await handle.close();
  }
}

async function writeWhole(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let offset = 0;
  while (offset < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset, offset);
    offset += bytesWritten;
  }
  await handle.truncate(bytes.length);
  await handle.sync();
}

async function giveOwner(handle: FileHandle, existing: Stats): Promise<void> {
  const ours = await handle.stat();
  if (ours.uid === existing.uid && ours.gid === existing.gid) return;
  await handle.chown(existing.uid, existing.gid);
}

async function findFile(
  path: string,
): Promise<{ readonly realPath: string; readonly stats: Stats } | undefined> {
  try {
    const realPath = await realpath(path);
    return { realPath, stats: await stat(realPath) };
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function holds(realPath: string, expected: Uint8Array): Promise<boolean> {
  const reading = await readRegularFile(realPath, expected.length);
  return reading.kind === 'read' && reading.bytes.equals(expected);
}

/** Makes the names of a folder outlive a power cut where the system can. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    // The file is in place; only whether a power cut could take it back is unknown. Windows and
    // some file systems cannot sync a folder at all.
    if (readErrorCode(error) === undefined) throw error;
  }
}

function toNotReplaceable(error: unknown, codes: readonly string[]): Attempt {
  if (!codes.includes(readErrorCode(error) ?? '')) throw error;
  return { kind: 'not-replaceable', error };
}

function toFailed(error: unknown): AtomicWriteResult {
  if (readErrorCode(error) === undefined) throw error;
  return { kind: 'failed', reason: toWriteFailure(error) };
}
