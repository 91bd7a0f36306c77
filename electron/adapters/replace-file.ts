import { constants } from 'node:fs';
import { rename as renameFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { readErrorCode } from './errno.ts';

type RenameFile = (from: string, to: string) => Promise<void>;

/**
 * Only Windows keeps a file from being replaced while somebody has it open, as virus scanners and
 * the search index do for a moment. It is also the only system without this flag; elsewhere the
 * same words mean that it will never go.
 */
const IS_KEPT_WHILE_OPEN = (constants.O_NOFOLLOW as number | undefined) === undefined;

const PASSING: ReadonlySet<string> = new Set(['EPERM', 'EACCES', 'EBUSY']);
const TRIES_MAX = 10;
const PAUSE_FIRST_MS = 10;
const PAUSE_MAX_MS = 500;

/** Puts a file in another's place; waits for whoever has that one open, 2.5 seconds at most. */
export async function replaceFile(
  from: string,
  to: string,
  rename: RenameFile = renameFile,
  waits = IS_KEPT_WHILE_OPEN,
): Promise<void> {
  let pauseMs = PAUSE_FIRST_MS;
  for (let tries = 1; ; tries += 1) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      const isPassing = waits && PASSING.has(readErrorCode(error) ?? '');
      if (!isPassing || tries >= TRIES_MAX) throw error;
      await sleep(pauseMs);
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS);
    }
  }
}
