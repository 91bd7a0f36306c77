import { mkdir, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { WriteFailure } from '../../../shared/reassign.ts';
import { syncFolder, toWriteFailure, writeFileAtomic } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import { readJournalFile, type JournalRecord } from './journal-record.ts';
import type { UnfinishedMoves } from './unfinished-moves.ts';

/*
 * What is being written at this moment, so that the next start can take it back. The file is there
 * from before the first write of a move until after the last one.
 */

export interface MoveJournal {
  /** Undefined when it is on the disk, otherwise why it could not be written. */
  write(record: JournalRecord): Promise<WriteFailure | undefined>;
  /** Undefined when nothing was interrupted, or nobody can read any more what was. */
  read(): Promise<JournalRecord | undefined>;
  /** Whether it is gone for good; with an entry it goes to where `unfinished` keeps it. */
  end(entryId?: string): Promise<boolean>;
}

/** The journal in this file, readable for its owner only. */
export function createMoveJournal(file: string, unfinished: UnfinishedMoves): MoveJournal {
  return {
    async write(record) {
      try {
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      } catch (error) {
        if (readErrorCode(error) === undefined) throw error;
        return toWriteFailure(error);
      }
      const bytes = Buffer.from(JSON.stringify(record), 'utf8');
      const result = await writeFileAtomic(file, bytes, { mode: 0o600 });
      if (result.kind === 'written') return undefined;
      return result.kind === 'failed' ? result.reason : 'unknown';
    },
    read: () => readJournalFile(file),
    async end(entryId) {
      if (entryId !== undefined && (await unfinished.take(file, entryId))) return true;
      try {
        await unlink(file);
      } catch (error) {
        const code = readErrorCode(error);
        if (code === undefined) throw error;
        if (code !== 'ENOENT') return false;
      }
      // Coming back after a power cut, it would take back a move that was told as done.
      await syncFolder(dirname(file));
      return true;
    },
  };
}
