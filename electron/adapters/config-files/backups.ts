import { createHash } from 'node:crypto';
import { mkdir, open, readdir, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readErrorCode } from '../errno.ts';
import { toFileStamp } from '../file-stamp.ts';

const KEPT_PER_FILE = 20;

/**
 * Keeps a copy of a file's content that only its owner may read, in a folder of the file's own;
 * answers with the copy's path. The newest copies stay, an existing one is never overwritten.
 */
export async function writeBackup(
  backupFolder: string,
  realPath: string,
  bytes: Uint8Array,
  nowMs: number,
): Promise<string> {
  const folder = join(backupFolder, toFolderName(realPath));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = await writeNew(folder, toFileStamp(nowMs), bytes);
  await removeOldest(folder, name);
  return join(folder, name);
}

async function writeNew(folder: string, stamp: string, bytes: Uint8Array): Promise<string> {
  for (let sequence = 1; ; sequence += 1) {
    const name = `${stamp}-${String(sequence).padStart(4, '0')}`;
    try {
      const handle = await open(join(folder, name), 'wx', 0o600);
      try {
        await handle.writeFile(bytes);
        await handle.sync();
      } catch (error) {
        await unlink(join(folder, name));
        throw error;
      } finally {
        await handle.close();
      }
      return name;
    } catch (error) {
      if (readErrorCode(error) !== 'EEXIST') throw error;
    }
  }
}

async function removeOldest(folder: string, justWritten: string): Promise<void> {
  // With the clock put back, the newest copy could sort as the oldest.
  const others = (await readdir(folder)).filter((name) => name !== justWritten).toSorted();
  for (const name of others.slice(0, Math.max(0, others.length - (KEPT_PER_FILE - 1)))) {
    await unlink(join(folder, name));
  }
}

function toFolderName(realPath: string): string {
  const readable = basename(realPath)
    .replace(/[^\w.-]/g, '_')
    .slice(0, 40);
  return `${readable}-${createHash('sha256').update(realPath).digest('hex').slice(0, 16)}`;
}
