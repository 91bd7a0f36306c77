import { z } from 'zod';
import { historyEntrySchema, occupancyFields } from './history.ts';

/*
 * History as it is shown: intervals in which somebody held a port, and events.
 */

/** Somebody held a port. */
export const intervalSchema = z
  .strictObject({
    id: z.string(),
    ...occupancyFields,
    /** ISO 8601; absent while it goes on. */
    to: z.string().optional(),
    /**
     * Whether it ended then, or nobody looked any further: `unwatched` when Portreeve was paused
     * or quit, `unknown` when it broke off.
     */
    end: z.enum(['ended', 'goes-on', 'unwatched', 'unknown']),
  })
  .readonly();
export type Interval = z.infer<typeof intervalSchema>;

export const historyViewSchema = z
  .strictObject({
    intervals: z.array(intervalSchema).readonly(),
    events: z.array(historyEntrySchema).readonly(),
    /** Lines that could not be understood. */
    skipped: z.number().int().nonnegative(),
    /** There is more than this, older. */
    isCut: z.boolean(),
  })
  .readonly();
export type HistoryView = z.infer<typeof historyViewSchema>;

/** Whether Portreeve watched at one moment; where it did not, silence proves nothing. */
export interface WatchingAt {
  readonly isWatched: boolean;
  /** ISO 8601; given where it had watched before. */
  readonly lastWatchedUntil?: string;
}
