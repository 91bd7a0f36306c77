import { z } from 'zod';
import { scanFailureReasonSchema } from './snapshot.ts';

/** Something that went wrong: its word in the log, and nothing of what it was about. */
export const troubleSchema = z
  .strictObject({
    /** ISO 8601. */
    at: z.string(),
    level: z.enum(['warn', 'error']),
    event: z.string(),
  })
  .readonly();
export type Trouble = z.infer<typeof troubleSchema>;

/** How the running app does, with nothing private in it. */
export const diagnosticsSchema = z
  .strictObject({
    /** By what they are of, e.g. `portreeve`, `electron`, `system`. */
    versions: z.record(z.string(), z.string()),
    /** How the ports are read, and why not better. */
    source: z.string(),
    /** How signals reach a process. */
    signals: z.string(),
    scans: z.strictObject({
      /** The newest ones only. */
      count: z.number(),
      medianMs: z.number(),
      slowestMs: z.number(),
    }),
    /** Why the last one failed; absent where it did not. */
    failure: scanFailureReasonSchema.optional(),
    listeners: z.number(),
    /** Of them, how many have an owner that this account may not see. */
    hidden: z.number(),
    watchedPorts: z.number(),
    /** Container engines that were asked: how many answer, and how many do not. */
    engines: z.strictObject({ answering: z.number(), silent: z.number() }),
    /** The newest last. */
    troubles: z.array(troubleSchema).readonly(),
  })
  .readonly();
export type Diagnostics = z.infer<typeof diagnosticsSchema>;
