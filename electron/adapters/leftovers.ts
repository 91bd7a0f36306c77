import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { readErrorCode } from './errno.ts';

/**
 * Removes what an interrupted atomic write of this file left beside it. To be called where nobody
 * else can be writing it.
 */
export async function removeLeftovers(realPath: string): Promise<void> {
  try {
    for (const name of await readdir(dirname(realPath))) {
      if (isDraftOf(realPath, name)) await unlink(join(dirname(realPath), name));
    }
  } catch (error) {
    // A folder that cannot be changed keeps them; the files themselves matter more.
    if (readErrorCode(error) === undefined) throw error;
  }
}

/** Whether a file of this name beside the other is one that was being written to take its place. */
export function isDraftOf(realPath: string, name: string): boolean {
  const start = `${basename(realPath)}.`;
  return name.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length));
}
