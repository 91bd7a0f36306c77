import { mkdir, readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MovedEntry } from '../../../shared/history.ts';
import type { ProcessIdentity } from '../../../shared/listener.ts';
import { syncFolder } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import { replaceFile } from '../replace-file.ts';
import { readJournalFile } from './journal-record.ts';

/*
 * <entry's id>.json     the journal of a move whose files are all written, and of which it is not
 *                       recorded yet what became of it
 */

export interface UnfinishedMoves {
  /** Takes over a journal in one step; false where it had to stay. */
  take(journalFile: string, entryId: string): Promise<boolean>;
  finish(entryId: string): Promise<void>;
  /** Of processes that are gone; the oldest first. */
  list(isAlive: (identity: ProcessIdentity) => boolean): Promise<readonly MovedEntry[]>;
}

/** Keeps them in this folder, which is there only while there are any. */
export function createUnfinishedMoves(folder: string): UnfinishedMoves {
  const toFile = (entryId: string): string => join(folder, `${basename(entryId)}.json`);

  return {
    async take(journalFile, entryId) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await replaceFile(journalFile, toFile(entryId));
      } catch (error) {
        if (readErrorCode(error) === undefined) throw error;
        return false;
      }
      // Coming back after a power cut, it would take back a move that was told as done.
      await syncFolder(dirname(journalFile));
      return true;
    },
    async finish(entryId) {
      try {
        await unlink(toFile(entryId));
      } catch (error) {
        // What cannot be removed is told of once more, which harms nobody.
        if (readErrorCode(error) === undefined) throw error;
      }
    },
    async list(isAlive) {
      const entries: MovedEntry[] = [];
      for (const name of await listFolder(folder)) {
        const record = await readJournalFile(join(folder, name));
        if (record?.entry === undefined || (record.by !== undefined && isAlive(record.by)))
          continue;
        entries.push(record.entry);
      }
      return entries.toSorted((a, b) => a.at.localeCompare(b.at));
    },
  };
}

async function listFolder(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.json'));
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return [];
  }
}
