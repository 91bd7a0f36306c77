import { z } from 'zod';
import { configTargetSchema } from '../../../shared/config-target.ts';
import { movedEntrySchema } from '../../../shared/history.ts';
import { processIdentitySchema } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';
import { decodeUtf8, readRegularFile } from '../regular-file.ts';

const journalSchema = z
  .strictObject({
    version: z.literal(1),
    from: portSchema,
    to: portSchema,
    /** What is to be recorded once all files are written, and who writes them. */
    entry: movedEntrySchema.optional(),
    by: processIdentitySchema.optional(),
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

/** Undefined where there is none, or nobody can read it. */
export async function readJournalFile(file: string): Promise<JournalRecord | undefined> {
  const reading = await readRegularFile(file, SIZE_MAX);
  if (reading.kind !== 'read') return undefined;
  const parsed = journalSchema.safeParse(parseJson(decodeUtf8(reading.bytes) ?? ''));
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
