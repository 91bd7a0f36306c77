import type { HistoryEntry } from './history.ts';
import type { Interval } from './history-view.ts';
import type { Protocol } from './listener.ts';

/* Pure functions over history as it is shown, for the window and for the command. */

const HIDDEN_KINDS = [
  'occupancy-began',
  'occupancy-ended',
  'watching-began',
  'watching-continued',
  'watching-ended',
] as const;

/** Something that happened at a moment; what only says who held a port is told by intervals. */
export type HistoryEvent = Exclude<HistoryEntry, { kind: (typeof HIDDEN_KINDS)[number] }>;

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
