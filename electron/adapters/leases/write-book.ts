import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fsync,
  futimesSync,
  openSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { promisify } from 'node:util';
import { replaceFile } from '../replace-file.ts';

const sync = promisify(fsync);

/** The smallest step between two times of a file that every way to write them keeps. */
const STEP_S = 2e-6;

/**
 * Writes a file of our own folder whole or not at all; what the system refuses is thrown. Only what
 * must outlive a power cut waits for the disk. Each file is later by its time than the one it
 * replaces: a file system gives the next file the number of one that is gone, and may give all of
 * some milliseconds the same time, so that another book would pass for one that is known.
 */
export async function writeBook(
  file: string,
  text: string,
  { isLasting }: { readonly isLasting: boolean },
): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeFileSync(descriptor, text);
      const nowS = Date.now() / 1000;
      const beforeMs = statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
      futimesSync(descriptor, nowS, Math.max(nowS, beforeMs / 1000 + STEP_S));
      if (isLasting) await sync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    await replaceFile(temporary, file);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}
