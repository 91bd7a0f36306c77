import type { DayStrips, HeldStretch, Stretch } from '../../../shared/day-strip.ts';
import type { HistoryEntry, Standing } from '../../../shared/history.ts';
import type { Interval } from '../../../shared/history-view.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { HistoryReading, HistoryWindow } from '../host-stores.ts';
import { toHistoryView } from './to-history-view.ts';

/** A pause that no strip is wide enough to show; a third of a percent of a day. */
const UNSEEN_PAUSE_MS = 5 * 60_000;

const STANDINGS: readonly Standing[] = ['expected', 'unwatched', 'hidden', 'squatter'];

/** Who held the watched ports in this time, and when nobody looked. */
export function toDayStrips(
  reading: HistoryReading,
  window: HistoryWindow,
  watchedPorts: readonly WatchedPort[],
): DayStrips {
  const { fromMs, toMs } = window;
  const { intervals } = toHistoryView(reading, window);
  const strips = watchedPorts.map(({ id, port, protocol }) => {
    const own = intervals.filter((one) => one.port === port && one.protocol === protocol);
    return { watchedPortId: id, held: toHeld(own, window) };
  });
  return {
    fromMs,
    toMs,
    unknown: toUnknown(reading, window),
    strips: strips.filter(({ held }) => held.length > 0),
  };
}

function toHeld(intervals: readonly Interval[], window: HistoryWindow): readonly HeldStretch[] {
  return STANDINGS.flatMap((standing) => {
    const own = intervals.filter((interval) => interval.standing === standing);
    const stretches = own.map(({ from, to }) => ({
      fromMs: Date.parse(from),
      toMs: to === undefined ? window.toMs : Date.parse(to),
    }));
    return join(stretches, window).map((stretch) => ({ ...stretch, standing }));
  });
}

/** Cuts stretches to the window, and makes one of those between which no pause could be seen. */
function join(stretches: readonly Stretch[], window: HistoryWindow): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const stretch of stretches.toSorted((a, b) => a.fromMs - b.fromMs)) {
    const fromMs = Math.max(stretch.fromMs, window.fromMs);
    const toMs = Math.min(stretch.toMs, window.toMs);
    if (toMs < fromMs) continue;
    const last = joined.at(-1);
    if (last === undefined || fromMs - last.toMs > UNSEEN_PAUSE_MS) joined.push({ fromMs, toMs });
    else joined[joined.length - 1] = { ...last, toMs: Math.max(last.toMs, toMs) };
  }
  return joined;
}

/** Known is what lies between a beginning or a continuation of watching and its end. */
function toUnknown(
  { entries, isCut }: HistoryReading,
  { fromMs, toMs }: HistoryWindow,
): readonly Stretch[] {
  const unknown: Stretch[] = [];
  const [oldest] = entries;
  /** Where what came before was cut off, it is known from the oldest entry on. */
  let darkSinceMs = isCut && oldest !== undefined ? undefined : fromMs;
  if (isCut && oldest !== undefined) unknown.push({ fromMs, toMs: Date.parse(oldest.at) });
  for (const entry of entries) {
    const atMs = Date.parse(entry.at);
    if (entry.kind === 'watching-ended') darkSinceMs ??= atMs;
    else if (darkSinceMs !== undefined && tellsOfWatching(entry)) {
      unknown.push({ fromMs: darkSinceMs, toMs: atMs });
      darkSinceMs = undefined;
    }
  }
  if (darkSinceMs !== undefined) unknown.push({ fromMs: darkSinceMs, toMs });
  return join(unknown, { fromMs, toMs }).filter((one) => one.toMs - one.fromMs > UNSEEN_PAUSE_MS);
}

const tellsOfWatching = ({ kind }: HistoryEntry): boolean =>
  kind === 'watching-began' || kind === 'watching-continued';
