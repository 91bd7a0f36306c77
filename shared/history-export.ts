import { isEvent, toEventPorts, type HistoryEvent } from './history-queries.ts';
import type { HistoryView, Interval, WatchingAt } from './history-view.ts';

/*
 * kind,port,protocol,from,to,end,standing,title,name,pid,user,folder,addresses,detail
 * held,3000,tcp,2026-11-20T16:02:11.000Z,2026-11-20T17:40:02.000Z,ended,squatter,vite,node,4711,ann,/home/ann/blog,127.0.0.1,
 * killed,3000,tcp,2026-11-20T17:40:02.000Z,,,,,node,4711,,,,freed
 *
 * History for other programs: the names are English and stay as they are. RFC 4180.
 */

const COLUMNS = [
  'kind',
  'port',
  'protocol',
  'from',
  'to',
  'end',
  'standing',
  'title',
  'name',
  'pid',
  'user',
  'folder',
  'addresses',
  'detail',
] as const;

type Row = Partial<Record<(typeof COLUMNS)[number], string | number | undefined>>;

/** One line an interval or event, by time. Cells that a spreadsheet would compute are defused. */
export function toHistoryCsv({ intervals, events }: HistoryView): string {
  const rows: Row[] = [...intervals.map(toIntervalRow), ...events.filter(isEvent).map(toEventRow)];
  const sorted = rows.toSorted((a, b) => (String(a.from) < String(b.from) ? -1 : 1));
  const lines = [
    COLUMNS.join(','),
    ...sorted.map((row) => COLUMNS.map((name) => toCell(row[name])).join(',')),
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** The same as a document; absent facts are null. `watching` is told where one moment is asked for. */
export function toHistoryJson(
  { intervals, events, skipped, isCut }: HistoryView,
  watching?: WatchingAt,
): string {
  return JSON.stringify(
    {
      intervals: intervals.map(({ id, to, holder, ...interval }) => ({
        id,
        ...interval,
        to: to ?? null,
        holder: {
          title: holder.title,
          name: holder.name,
          pid: holder.pid ?? null,
          user: holder.user,
          executable: holder.executable ?? null,
          folder: holder.folder ?? null,
          container: holder.container ?? null,
          startedAt: holder.startedAt ?? null,
        },
      })),
      events,
      skippedLines: skipped,
      cut: isCut,
      ...(watching !== undefined && {
        watched: watching.isWatched,
        lastWatchedUntil: watching.lastWatchedUntil ?? null,
      }),
    },
    undefined,
    2,
  );
}

function toIntervalRow(interval: Interval): Row {
  const { port, protocol, from, to, end, standing, holder, addresses } = interval;
  const { title, name, pid, user, folder } = holder;
  const addressList = addresses.join(' ');
  return {
    kind: 'held',
    port,
    protocol,
    from,
    to,
    end,
    standing,
    title,
    name,
    pid,
    user,
    folder,
    addresses: addressList,
  };
}

function toEventRow(event: HistoryEvent): Row {
  const common = { kind: event.kind, from: event.at, port: toEventPorts(event)[0] };
  switch (event.kind) {
    case 'conflict-began': {
      const { protocol, name, pid, conflict, squatter } = event;
      return { ...common, protocol, title: name, name: squatter, pid, detail: conflict };
    }
    case 'conflict-ended':
      return { ...common, protocol: event.protocol, title: event.name };
    case 'killed': {
      const { protocol, names, pids, outcome } = event;
      return { ...common, protocol, name: names.join(' '), pid: pids.join(' '), detail: outcome };
    }
    case 'service-started':
      return { ...common, title: event.name };
    case 'health-down': {
      const { failure } = event;
      const detail =
        failure.kind === 'wrong-status' ? `${failure.kind} ${failure.status}` : failure.kind;
      return { ...common, protocol: event.protocol, title: event.name, detail };
    }
    case 'health-recovered':
      return { ...common, protocol: event.protocol, title: event.name };
    case 'health-restarted':
      return { ...common, protocol: event.protocol, title: event.name, detail: event.outcome };
    case 'reassign-restarted':
      return { ...common, title: event.name, detail: event.outcome };
    case 'reassign-failed':
    case 'reassigned':
    case 'reassign-undone':
      return { ...common, title: event.name, detail: `${event.from} -> ${event.to}` };
  }
}

/** A spreadsheet takes what begins so for a formula, which a process could choose as its name. */
const FORMULA = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function toCell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value.trimStart()) || FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
