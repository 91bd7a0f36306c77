import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import type { HistoryLimits } from '../../core/host-stores.ts';
import { readErrorCode } from '../errno.ts';
import { appendLines } from './append-lines.ts';
import { HEAD_LENGTH, parseEntry, parseHead } from './history-lines.ts';
import { readExactly } from './read-lines.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;
/** Holds nearly every line. */
const LINE_BYTES = 2048;
/** An old line may stay so much longer, so that not every append rewrites the file. */
const AGE_SLACK_MS = 24 * 60 * 60_000;
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * Drops the older half of a file that has become too large, and what is older than the limit. What
 * others append meanwhile is kept: the file is replaced by renaming, and what then still came to
 * the old one is carried over.
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
        : await findFirstSince(handle, size, limits.oldestMs);
    if (start > 0) await replaceFrom(file, handle, start);
  } finally {
    await handle.close();
  }
}

async function replaceFrom(file: string, old: FileHandle, start: number): Promise<void> {
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  let isLeft = true;
  const next = await open(temporary, 'wx', 0o600);
  let copied: number;
  try {
    copied = await copyTo(next, old, start);
    await next.sync();
    await rename(temporary, file);
    isLeft = false;
  } finally {
    await next.close();
    if (isLeft) await unlink(temporary);
  }
  const late = (await old.stat()).size - copied;
  if (late > 0) await appendLines(file, toWholeLines(await readExactly(old, copied, late)));
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

function toWholeLines(bytes: Buffer): string {
  const text = bytes.toString('utf8');
  return text.endsWith('\n') ? text : `${text}\n`;
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

/** Where the lines begin that are young enough; 0 when the first one is nearly so. */
async function findFirstSince(handle: FileHandle, size: number, oldestMs: number): Promise<number> {
  const first = await readLineAt(handle, 0);
  if (first.atMs === undefined || first.atMs >= oldestMs - AGE_SLACK_MS) return 0;
  let low = 0;
  let high = size;
  // Lines follow each other in time, so the place is found by halving.
  while (high - low > 16 * LINE_BYTES) {
    const middle = await findLineStart(handle, Math.floor((low + high) / 2), high);
    if (middle === 0 || middle >= high) break;
    const { atMs } = await readLineAt(handle, middle);
    if (atMs === undefined || atMs < oldestMs) low = middle;
    else high = middle;
  }
  for (let position = low; position < high;) {
    const { atMs, length } = await readLineAt(handle, position);
    if (atMs !== undefined && atMs >= oldestMs) return position;
    position += length;
  }
  return high;
}

async function readLineAt(
  handle: FileHandle,
  position: number,
): Promise<{ readonly atMs: number | undefined; readonly length: number }> {
  let bytes = await readExactly(handle, position, LINE_BYTES);
  if (!bytes.includes(NEWLINE)) bytes = await readExactly(handle, position, CHUNK_BYTES);
  const newline = bytes.indexOf(NEWLINE);
  const line = newline === -1 ? bytes : bytes.subarray(0, newline);
  const at =
    parseHead(line.toString('latin1', 0, HEAD_LENGTH))?.at ?? parseEntry(line.toString('utf8'))?.at;
  return { atMs: at === undefined ? undefined : Date.parse(at), length: line.length + 1 };
}
