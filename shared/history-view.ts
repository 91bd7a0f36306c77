import { z } from 'zod';
import { historyEntrySchema, holderSchema, standingSchema } from './history.ts';
import { protocolSchema } from './listener.ts';
import { portSchema } from './port.ts';

/*
 * History as it is shown: intervals in which somebody held a port, and events.
 */

/** Somebody held a port. */
export const intervalSchema = z
  .strictObject({
    id: z.string(),
    protocol: protocolSchema,
    port: portSchema,
    addresses: z.array(z.string()).readonly(),
    holder: holderSchema,
    standing: standingSchema,
    /** ISO 8601. */
    from: z.string(),
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
