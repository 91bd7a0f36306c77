import type { HistoryEntry, OccupancyEntry } from '../../../shared/history.ts';
import { isEvent } from '../../../shared/history-queries.ts';
import type { HistoryView, Interval } from '../../../shared/history-view.ts';
import type { HistoryReading, HistoryWindow } from '../host-stores.ts';

/** Turns entries, oldest first, into intervals and events of a window. */
export function toHistoryView(reading: HistoryReading, window: HistoryWindow): HistoryView {
  const intervals = toIntervals(reading.entries).filter(
    ({ from, to }) =>
      Date.parse(from) <= window.toMs && (to === undefined || Date.parse(to) >= window.fromMs),
  );
  const events = reading.entries.filter(isEvent).filter(({ at }) => {
    const atMs = Date.parse(at);
    return atMs >= window.fromMs && atMs <= window.toMs;
  });
  return { intervals, events, skipped: reading.skipped, isCut: reading.isCut };
}

function toIntervals(entries: readonly HistoryEntry[]): readonly Interval[] {
  const intervals: Interval[] = [];
  const open = new Map<string, OccupancyEntry>();
  const closeAll = (at: string, end: Interval['end']): void => {
    for (const entry of open.values()) intervals.push({ ...toFacts(entry), to: at, end });
    open.clear();
  };
  for (const entry of entries) {
    if (entry.kind === 'occupancy-began') open.set(entry.id, entry);
    else if (entry.kind === 'occupancy-ended') {
      open.delete(entry.id);
      intervals.push({ ...toFacts(entry), to: entry.at, end: 'ended' });
    } else if (entry.kind === 'watching-ended') {
      closeAll(entry.at, entry.brokeOff === true ? 'unknown' : 'unwatched');
    }
  }
  for (const entry of open.values()) intervals.push({ ...toFacts(entry), end: 'goes-on' });
  return intervals.toSorted((a, b) => a.port - b.port || (a.from < b.from ? -1 : 1));
}

function toFacts({ kind: _kind, at: _at, ...facts }: OccupancyEntry): Omit<Interval, 'to' | 'end'> {
  return facts;
}
