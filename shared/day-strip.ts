import { z } from 'zod';
import { standingSchema } from './history.ts';

/*
 * The last day of each watched port, as small as a strip in a row can show it.
 */

export const DAY_MS = 24 * 60 * 60_000;

const timeSchema = z.number().nonnegative();

/** A stretch of time; wall clock, in milliseconds. */
const stretchSchema = z.strictObject({ fromMs: timeSchema, toMs: timeSchema }).readonly();
export type Stretch = z.infer<typeof stretchSchema>;

/** Somebody held the port then. */
const heldStretchSchema = z
  .strictObject({ fromMs: timeSchema, toMs: timeSchema, standing: standingSchema })
  .readonly();
export type HeldStretch = z.infer<typeof heldStretchSchema>;

export const dayStripsSchema = z
  .strictObject({
    fromMs: timeSchema,
    toMs: timeSchema,
    /** When nobody watched, so that nothing is known; oldest first. */
    unknown: z.array(stretchSchema).readonly(),
    /** Oldest first, those of one standing apart; ports that nobody held have none. */
    strips: z
      .array(
        z
          .strictObject({ watchedPortId: z.string(), held: z.array(heldStretchSchema).readonly() })
          .readonly(),
      )
      .readonly(),
  })
  .readonly();
export type DayStrips = z.infer<typeof dayStripsSchema>;
