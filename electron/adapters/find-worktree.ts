import { access, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { readErrorCode } from './errno.ts';

/**
 * The nearest folder at or above this one that holds a `.git`, which is a file in a worktree beside
 * the main one; undefined outside of any repository.
 */
export async function findWorktree(folder: string): Promise<string | undefined> {
  try {
    let place = await realpath(folder);
    for (;;) {
      if (await isThere(join(place, '.git'))) return place;
      const above = dirname(place);
      if (above === place) return undefined;
      place = above;
    }
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
