import {
  findHolders,
  isEvent,
  toEventPorts,
  type HistoryEvent,
} from '../../shared/history-queries.ts';
import type { HistoryView, Interval } from '../../shared/history-view.ts';
import { toEventSentence, toHolderName } from '../../shared/messages/history-sentences.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { WatchedView } from '../../shared/snapshot.ts';

/** One line of the table, one bar or mark of the timeline. */
export type HistoryRecord =
  | {
      readonly kind: 'interval';
      readonly id: string;
      readonly interval: Interval;
      readonly startMs: number;
      readonly endMs: number | undefined;
      readonly who: string;
    }
  | {
      readonly kind: 'event';
      readonly id: string;
      readonly event: HistoryEvent;
      readonly startMs: number;
      readonly who: string;
    };

/** The ports of one lane, drawn from the top. */
export interface Lane {
  readonly key: string;
  readonly port: number;
  readonly protocol: string;
  /** What the watched port of it is called. */
  readonly name: string | undefined;
  readonly records: readonly HistoryRecord[];
}

export type Shown = 'all' | 'held' | 'squatter' | 'events';

export interface RecordFilter {
  readonly text: string;
  readonly shown: Shown;
  /** Only who held a port at this moment. */
  readonly atMs: number | undefined;
}

/** Everything of a view, the newest first. */
export function toRecords(view: HistoryView, t: Translate): readonly HistoryRecord[] {
  const intervals = view.intervals.map((interval): HistoryRecord => ({
    kind: 'interval',
    id: interval.id,
    interval,
    startMs: Date.parse(interval.from),
    endMs: interval.to === undefined ? undefined : Date.parse(interval.to),
    who: toHolderName(interval, t),
  }));
  const events = view.events.filter(isEvent).map((event): HistoryRecord => ({
    kind: 'event',
    id: `${event.kind} ${event.id}`,
    event,
    startMs: Date.parse(event.at),
    who: toEventSentence(event, t),
  }));
  return [...intervals, ...events].toSorted((a, b) => b.startMs - a.startMs);
}

export function filterRecords(
  records: readonly HistoryRecord[],
  { text, shown, atMs }: RecordFilter,
): readonly HistoryRecord[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return records.filter((record) => {
    if (atMs !== undefined) {
      if (record.kind === 'event') return false;
      if (findHolders([record.interval], record.interval, atMs).length === 0) return false;
    }
    if (shown === 'events' && record.kind !== 'event') return false;
    if (shown !== 'all' && shown !== 'events' && record.kind !== 'interval') return false;
    if (shown === 'squatter' && toStanding(record) !== 'squatter') return false;
    if (words.length === 0) return true;
    const haystack = toHaystack(record);
    return words.every((word) => haystack.includes(word));
  });
}

/** The ports that these records are about; watched ones on top, then by number. */
export function toLanes(
  records: readonly HistoryRecord[],
  watched: readonly WatchedView[],
): readonly Lane[] {
  const names = new Map(
    watched.map(({ watchedPort: { port, protocol, name } }) => [`${port} ${protocol}`, name]),
  );
  const lanes = new Map<string, { port: number; protocol: string; records: HistoryRecord[] }>();
  for (const record of records) {
    for (const port of toPorts(record)) {
      const protocol = toProtocol(record);
      const key = `${port} ${protocol}`;
      const lane = lanes.get(key) ?? { port, protocol, records: [] };
      lane.records.push(record);
      lanes.set(key, lane);
    }
  }
  return [...lanes]
    .map(([key, lane]): Lane => ({ key, ...lane, name: names.get(key) }))
    .toSorted(
      (a, b) =>
        Number(b.name !== undefined) - Number(a.name !== undefined) ||
        a.port - b.port ||
        (a.protocol < b.protocol ? -1 : 1),
    );
}

export function toPorts(record: HistoryRecord): readonly number[] {
  return record.kind === 'interval' ? [record.interval.port] : toEventPorts(record.event);
}

/** `3000`, or the port that a move came from. */
export function toPortText(record: HistoryRecord): string {
  return String(toPorts(record)[0] ?? '');
}

function toProtocol(record: HistoryRecord): string {
  if (record.kind === 'interval') return record.interval.protocol;
  return 'protocol' in record.event ? record.event.protocol : 'tcp';
}

function toStanding(record: HistoryRecord): string | undefined {
  return record.kind === 'interval' ? record.interval.standing : undefined;
}

function toHaystack(record: HistoryRecord): string {
  const common = [...toPorts(record), toProtocol(record), record.who];
  if (record.kind === 'event') return common.join(' ').toLowerCase();
  const { holder, addresses } = record.interval;
  const { name, pid = '', user, folder = '', executable = '', container = '' } = holder;
  const facts = [...common, name, pid, user, folder, executable, container, ...addresses];
  return facts.join(' ').toLowerCase();
}
