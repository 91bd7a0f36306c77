import { toHistoryCsv, toHistoryJson } from '../../shared/history-export.ts';
import { findHolders, isEvent, toEventPorts } from '../../shared/history-queries.ts';
import type { HistoryView, Interval, WatchingAt } from '../../shared/history-view.ts';
import { toLocale } from '../../shared/locale.ts';
import { toEventSentence, toHolderName } from '../../shared/messages/history-sentences.ts';
import { toSafeText } from '../../shared/messages/safe-text.ts';
import { toShortPath } from '../../shared/messages/short-path.ts';
import type { Translate } from '../../shared/messages/translator.ts';
import type { Host } from '../core/host.ts';
import type { HistoryWindow } from '../core/host-stores.ts';
import { toHistoryView } from '../core/history/to-history-view.ts';
import { toWatching } from '../core/history/to-watching.ts';
import { formatTable } from './output/columns.ts';
import type { CommandCall } from './call/command-call.ts';
import { EXIT_CODES } from './call/exit-codes.ts';
import type { HistoryAsked } from './arguments/parse-history.ts';
import { toMoment } from './output/time.ts';

const DAY_MS = 24 * 60 * 60_000;
const EXIT = EXIT_CODES.history;

/**
 * `portreeve history`: who held which port, and what happened; or who held it at one moment.
 * Resolves to the exit code.
 */
export async function printHistory(
  call: CommandCall,
  asked: HistoryAsked,
  t: Translate,
): Promise<number> {
  const { host } = call;
  const nowMs = host.clock.wallMs();
  const window = {
    fromMs: asked.atMs ?? asked.sinceMs ?? nowMs - DAY_MS,
    toMs: asked.atMs ?? nowMs,
    ...(asked.port !== undefined && { ports: new Set([asked.port]) }),
  };
  const { view, watching } = await readView(host, asked, window);
  if (asked.format === 'json') call.print(toHistoryJson(view, watching));
  else if (asked.format === 'csv') call.print(toHistoryCsv(view).trimEnd());
  else call.print(toText(view, asked, { host, nowMs, t, watching }));
  const { settings } = await host.settingsStore.read();
  if (!settings.recordOccupancies) call.complain(t('history.command-off'));
  if (view.skipped > 0) call.complain(t('history.command-skipped', { count: view.skipped }));
  const count = view.intervals.length + view.events.length;
  if (view.isCut) call.complain(t('history.command-cut', { count }));
  return count > 0 ? EXIT.found : EXIT.nobody;
}

async function readView(
  host: Host,
  { protocol, atMs }: HistoryAsked,
  window: HistoryWindow,
): Promise<{ readonly view: HistoryView; readonly watching: WatchingAt | undefined }> {
  const reading = await host.historyStore.read(window);
  const view = toHistoryView(reading, window);
  const intervals = view.intervals
    .filter((interval) => protocol === undefined || interval.protocol === protocol)
    .filter((interval) => atMs === undefined || findHolders([interval], interval, atMs).length > 0)
    .map((interval) => toChecked(interval, host));
  const events = view.events.filter(
    (event) =>
      atMs === undefined &&
      (protocol === undefined || !('protocol' in event) || event.protocol === protocol),
  );
  return {
    view: { ...view, intervals, events },
    watching: atMs === undefined ? undefined : toWatching(reading.entries, atMs),
  };
}

/** The app may have broken off, and then nobody wrote the end. */
function toChecked(interval: Interval, host: Host): Interval {
  const { pid, startToken } = interval.holder;
  if (interval.end !== 'goes-on' || pid === undefined || startToken === undefined) return interval;
  return host.processes.isAlive({ pid, startToken }) ? interval : { ...interval, end: 'unknown' };
}

interface Words {
  readonly host: Host;
  readonly nowMs: number;
  readonly t: Translate;
  /** Given where one moment is asked for. */
  readonly watching: WatchingAt | undefined;
}

function toText(view: HistoryView, { atMs, port }: HistoryAsked, words: Words): string {
  const { host, nowMs, t, watching } = words;
  const locale = toLocale(host.systemLanguage);
  const isEmpty = view.intervals.length + view.events.length === 0;
  if (isEmpty && atMs !== undefined) {
    const values = {
      time: toMoment(atMs, nowMs, locale),
      port: port === undefined ? 'any' : String(port),
    };
    if (watching?.isWatched !== false) return t('history.command-nobody-at', values);
    const { lastWatchedUntil } = watching;
    return lastWatchedUntil === undefined
      ? t('history.command-not-watched-yet', values)
      : t('history.command-not-watched', {
          ...values,
          until: toMoment(Date.parse(lastWatchedUntil), nowMs, locale),
        });
  }
  if (isEmpty) return t('history.command-nothing');
  const toTime = (iso: string): string => toMoment(Date.parse(iso), nowMs, locale);
  const parts: string[] = [];
  if (atMs !== undefined)
    parts.push(t('history.command-at', { time: toMoment(atMs, nowMs, locale) }));
  if (view.intervals.length > 0) {
    const header = (['header-port', 'header-protocol'] as const).map((key) => t(`command.${key}`));
    const program = (['program', 'pid', 'folder'] as const).map((key) =>
      t(`command.header-${key}`),
    );
    parts.push(
      formatTable([
        [
          ...header,
          t('history.header-from'),
          t('history.header-to'),
          t('history.header-what'),
          ...program,
        ],
        ...view.intervals.map((interval) => [
          String(interval.port),
          interval.protocol,
          toTime(interval.from),
          interval.to === undefined ? t(`history.end.${interval.end}`) : toTime(interval.to),
          t(`history.standing.${interval.standing}`),
          toHolderName(interval, t),
          String(interval.holder.pid ?? ''),
          toSafeText(toShortPath(interval.holder.folder ?? '', host.homeFolder)),
        ]),
      ]),
    );
  }
  const events = view.events.filter(isEvent);
  if (events.length > 0) {
    parts.push(
      formatTable([
        [t('history.header-when'), t('command.header-port'), t('history.header-event')],
        ...events.map((event) => [
          toTime(event.at),
          toEventPorts(event).slice(0, 1).join(''),
          toEventSentence(event, t),
        ]),
      ]),
    );
  }
  return parts.join('\n\n');
}
