import { link, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readErrorCode } from '../errno.ts';
import { isDraftOf } from '../leftovers.ts';
import { appendLines } from './append-lines.ts';
import { READ_FLAGS, readExactly } from './read-lines.ts';

/*
 * history.jsonl.<hex>.tmp            what takes the place of the file while it is shortened
 * history.jsonl.<hex>.<bytes>.old    the file whose place that takes, with how much of it was
 *                                    looked at: whatever comes to it later must not go with it
 */

/** Nobody copies for so long. */
const COPY_MAX_MS = 60 * 60_000;

/** Keeps the file under a second name; undefined where the disk knows no second names. */
export async function keepReplaced(
  file: string,
  mark: string,
  copied: number,
): Promise<string | undefined> {
  const kept = `${file}.${mark}.${copied}.old`;
  try {
    await link(file, kept);
    return kept;
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

/** Appends what came to a replaced file to the one in its place; false where that failed. */
export async function carryOver(file: string, old: FileHandle, copied: number): Promise<boolean> {
  const late = await readExactly(old, copied, Math.max((await old.stat()).size - copied, 0));
  if (late.length === 0) return true;
  const text = late.toString('utf8');
  return appendLines(file, text.endsWith('\n') ? text : `${text}\n`);
}

/** Ends what runs had begun that were killed while they shortened the file. */
export async function finishCuts(file: string): Promise<void> {
  const start = `${basename(file)}.`;
  for (const name of await readdir(dirname(file))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(file), name);
    const [, copied] = /^[0-9a-f]{12}\.(\d+)\.old$/.exec(name.slice(start.length)) ?? [];
    if (copied !== undefined) await finishReplaced(file, path, Number(copied));
    if (isDraftOf(file, name)) await removeAbandoned(path);
  }
}

async function finishReplaced(file: string, kept: string, copied: number): Promise<void> {
  const old = await open(kept, READ_FLAGS);
  try {
    const [was, is] = await Promise.all([old.stat(), stat(file)]);
    const isReplaced = was.ino !== is.ino || was.dev !== is.dev;
    if (isReplaced && !(await carryOver(file, old, copied))) return;
  } finally {
    await old.close();
  }
  await rm(kept, { force: true });
}

async function removeAbandoned(temporary: string): Promise<void> {
  const { mtimeMs } = await stat(temporary);
  if (Date.now() - mtimeMs > COPY_MAX_MS) await rm(temporary, { force: true });
}
