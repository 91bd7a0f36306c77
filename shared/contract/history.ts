import { z } from 'zod';
import { dayStripsSchema } from '../day-strip.ts';
import { historyViewSchema } from '../history-view.ts';
import { portSchema } from '../port.ts';
import { cancelled, nothing } from './fields.ts';

/** The last moment that ISO 8601 writes with four digits of a year. */
const TIME_MAX_MS = 253_402_300_799_999;

/** Which part of history; wall clock, in milliseconds. */
const historyQuerySchema = z.strictObject({
  fromMs: z.number().min(0).max(TIME_MAX_MS),
  toMs: z.number().min(0).max(TIME_MAX_MS),
  port: portSchema.optional(),
});

/** What happened. */
export const historyCommands = {
  'history.read': {
    input: z.strictObject({ query: historyQuerySchema }),
    output: historyViewSchema,
  },
  /** Who held the watched ports in the last 24 hours. */
  'history.read-day': { input: nothing, output: dayStripsSchema },
  /** Writes what the query finds to a file that the person chooses in main's own dialog. */
  'history.export': {
    input: z.strictObject({ query: historyQuerySchema, format: z.enum(['csv', 'json']) }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('saved'), file: z.string() }),
      cancelled,
      z.strictObject({ kind: z.literal('failed'), file: z.string() }),
    ]),
  },
} as const;
