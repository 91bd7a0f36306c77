import type { HistoryEntry } from '../../../shared/history.ts';
import type { WatchingAt } from '../../../shared/history-view.ts';

/** Whether these entries, oldest first, come from somebody who watched at this moment. */
export function toWatching(entries: readonly HistoryEntry[], atMs: number): WatchingAt {
  let watching: WatchingAt = { isWatched: false };
  for (const { kind, at } of entries) {
    if (Date.parse(at) > atMs) break;
    if (kind === 'watching-began' || kind === 'watching-continued') watching = { isWatched: true };
    else if (kind === 'watching-ended') watching = { isWatched: false, lastWatchedUntil: at };
  }
  return watching;
}
