import { randomBytes } from 'node:crypto';
import { open, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import type { HistoryLimits } from '../../core/host-stores.ts';
import { readErrorCode } from '../errno.ts';
import { findYoungStart } from './find-young-start.ts';
import { carryOver, keepReplaced } from './late-lines.ts';
import { READ_FLAGS, readExactly } from './read-lines.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Drops the older half of a file that has become too large, and what is older than the limit. What
 * others append meanwhile is kept: the file is replaced by renaming, and what then still came to
 * the old one is carried over, by the next start where this run ends before.
 */
export async function cutHistory(file: string, limits: HistoryLimits): Promise<void> {
  let size: number;
  try {
    const stats = await stat(file);
    if (!stats.isFile()) return;
    size = stats.size;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return;
    throw error;
  }
  const handle = await open(file, READ_FLAGS);
  try {
    const start =
      size > limits.bytesMax
        ? await findLineStart(handle, size - Math.floor(limits.bytesMax / 2), size)
        : await findYoungStart(handle, size, limits.ageMaxMs);
    if (start > 0) await replaceFrom(file, handle, start);
  } finally {
    await handle.close();
  }
}

async function replaceFrom(file: string, old: FileHandle, start: number): Promise<void> {
  const mark = randomBytes(6).toString('hex');
  const temporary = `${file}.${mark}.tmp`;
  const next = await open(temporary, 'wx', 0o600);
  let copied: number;
  let kept: string | undefined;
  let isReplaced = false;
  try {
    copied = await copyTo(next, old, start);
    await next.sync();
    kept = await keepReplaced(file, mark, copied);
    await rename(temporary, file);
    isReplaced = true;
  } finally {
    await next.close();
    if (!isReplaced) {
      await rm(temporary, { force: true });
      if (kept !== undefined) await rm(kept, { force: true });
    }
  }
  const isCarried = await carryOver(file, old, copied);
  if (isCarried && kept !== undefined) await rm(kept, { force: true });
}

/** Copies up to the end that the file has by then; answers with where that was. */
async function copyTo(next: FileHandle, old: FileHandle, start: number): Promise<number> {
  let position = start;
  for (;;) {
    const chunk = await readExactly(old, position, CHUNK_BYTES);
    if (chunk.length === 0) return position;
    for (let written = 0; written < chunk.length;) {
      written += (await next.write(chunk, written)).bytesWritten;
    }
    position += chunk.length;
  }
}

/** Where the first line begins at or behind this place. */
async function findLineStart(handle: FileHandle, from: number, size: number): Promise<number> {
  for (let position = from; position < size; position += CHUNK_BYTES) {
    const chunk = await readExactly(handle, position, CHUNK_BYTES);
    const newline = chunk.indexOf(NEWLINE);
    if (newline !== -1) return position + newline + 1;
  }
  return 0;
}
