import { mkdir, readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { configTargetSchema } from '../../../shared/config-target.ts';
import { portSchema } from '../../../shared/port.ts';
import type { WriteFailure } from '../../../shared/reassign.ts';
import { parseJson } from '../../../shared/parse-json.ts';
import { syncFolder, toWriteFailure, writeFileAtomic } from '../atomic-file.ts';
import { readErrorCode } from '../errno.ts';
import { decodeUtf8, readRegularFile } from '../regular-file.ts';

/*
 * What is being written at this moment, so that the next start can take it back. The file is there
 * from before the first write of a move until after the last one.
 */

const journalSchema = z
  .strictObject({
    version: z.literal(1),
    from: portSchema,
    to: portSchema,
    files: z
      .array(
        z
          .strictObject({
            realPath: z.string(),
            backup: z.string(),
            /** SHA-256 of the content as it was. */
            hashBefore: z.string(),
            /** The content as it is to be, in base64. */
            after: z.string(),
            targets: z.array(configTargetSchema).readonly(),
          })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type JournalRecord = z.infer<typeof journalSchema>;
export type JournalFile = JournalRecord['files'][number];

const SIZE_MAX = 64 * 1024 * 1024;

export interface MoveJournal {
  /** Undefined when it is on the disk, otherwise why it could not be written. */
  write(record: JournalRecord): Promise<WriteFailure | undefined>;
  /** Undefined when nothing was interrupted, or nobody can read any more what was. */
  read(): Promise<JournalRecord | undefined>;
  /** Whether it is gone for good. */
  remove(): Promise<boolean>;
}

/** The journal in this file, readable for its owner only. */
export function createMoveJournal(file: string): MoveJournal {
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
    async read() {
      const reading = await readRegularFile(file, SIZE_MAX);
      if (reading.kind !== 'read') return undefined;
      const parsed = journalSchema.safeParse(parseJson(decodeUtf8(reading.bytes) ?? ''));
      return parsed.success ? parsed.data : undefined;
    },
    async remove() {
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

/** Removes what an interrupted atomic write of this file left beside it. */
export async function removeLeftovers(realPath: string): Promise<void> {
  const start = `${basename(realPath)}.`;
  try {
    for (const name of await readdir(dirname(realPath))) {
      const isOurs = name.startsWith(start) && /^[0-9a-f]{12}\.tmp$/.test(name.slice(start.length));
      if (isOurs) await unlink(join(dirname(realPath), name));
    }
  } catch (error) {
    // A folder that cannot be changed keeps them; the files themselves matter more.
    if (readErrorCode(error) === undefined) throw error;
  }
}
