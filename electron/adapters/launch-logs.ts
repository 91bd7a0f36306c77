import { mkdir, open, readdir, stat, unlink, type FileHandle } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readErrorCode } from './errno.ts';
import { toFileStamp } from './file-stamp.ts';

export interface LaunchLog {
  readonly path: string;
  /** Open for appending; to be closed once the program has it. */
  readonly handle: FileHandle;
}

const KEPT = 20;
const NAME = /^\d{8}T\d{9}Z-\d{4}-[\w.-]{1,40}\.log$/;

/**
 * Creates a file for the output of a program, which only its owner may read. Of all such files in
 * the folder, those that were written to last stay.
 */
export async function openLaunchLog(
  folder: string,
  executable: string,
  nowMs: number,
): Promise<LaunchLog> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const log = await openNew(folder, executable, nowMs);
  await removeOldest(folder, basename(log.path));
  return log;
}

async function openNew(folder: string, executable: string, nowMs: number): Promise<LaunchLog> {
  const program = basename(executable)
    .replace(/[^\w.-]/g, '_')
    .slice(0, 40);
  for (let sequence = 1; ; sequence += 1) {
    const number = String(sequence).padStart(4, '0');
    const path = join(folder, `${toFileStamp(nowMs)}-${number}-${program}.log`);
    try {
      return { path, handle: await open(path, 'ax', 0o600) };
    } catch (error) {
      if (readErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function removeOldest(folder: string, justCreated: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => NAME.test(name) && name !== justCreated);
  const files = await Promise.all(
    names.map(async (name) => ({ name, writtenMs: await readWrittenMs(join(folder, name)) })),
  );
  const newestFirst = files.toSorted(
    (a, b) => b.writtenMs - a.writtenMs || (a.name < b.name ? 1 : -1),
  );
  for (const { name } of newestFirst.slice(KEPT - 1)) await removeLaunchLog(join(folder, name));
}

async function readWrittenMs(path: string): Promise<number> {
  try {
    return (await stat(path)).mtimeMs;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return 0;
    throw error;
  }
}

/** Removes a file of no more use; it may be gone already. */
export async function removeLaunchLog(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (readErrorCode(error) !== 'ENOENT') throw error;
  }
}
