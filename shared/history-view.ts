import { z } from 'zod';
import { historyEntrySchema, holderSchema, standingSchema, type HistoryEntry } from './history.ts';
import { protocolSchema, type Protocol } from './listener.ts';
import { portSchema } from './port.ts';

/*
 * History as it is shown: intervals in which somebody held a port, and events. Pure functions
 * over both, for the window and for the command.
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

const HIDDEN_KINDS = [
  'occupancy-began',
  'occupancy-ended',
  'watching-began',
  'watching-continued',
  'watching-ended',
] as const;

/** Something that happened at a moment; what only says who held a port is told by intervals. */
export type HistoryEvent = Exclude<HistoryEntry, { kind: (typeof HIDDEN_KINDS)[number] }>;

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

/** Who held this port at this moment (wall clock, in milliseconds). */
export function findHolders(
  intervals: readonly Interval[],
  asked: { readonly port: number; readonly protocol?: Protocol },
  atMs: number,
): readonly Interval[] {
  return intervals.filter(
    ({ port, protocol, from, to }) =>
      port === asked.port &&
      (asked.protocol === undefined || protocol === asked.protocol) &&
      Date.parse(from) <= atMs &&
      (to === undefined || Date.parse(to) > atMs),
  );
}

/** Whether this is something that happened, and not a part of who held what. */
export function isEvent(entry: HistoryEntry): entry is HistoryEvent {
  return !HIDDEN_KINDS.some((hidden) => hidden === entry.kind);
}

/** The ports that an event is about. */
export function toEventPorts(event: HistoryEvent): readonly number[] {
  return 'port' in event ? [event.port] : [event.from, event.to];
}
