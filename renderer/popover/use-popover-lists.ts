import { useMemo } from 'react';
import type { Listener } from '../../shared/listener.ts';
import type { Snapshot, WatchedView } from '../../shared/snapshot.ts';
import { isTellableConflict } from '../words/summary.ts';
import { toWatchedItemId } from './acts.ts';
import { createFindEvidence } from '../lists/evidence.ts';
import { toFlatRows, type FlatRow } from '../lists/flat-rows.ts';
import { toListenerGroups } from '../lists/listener-groups.ts';
import { toListenerRows, type ListenerRow } from '../lists/listener-rows.ts';
import { parseQuery } from '../lists/parse-query.ts';
import { filterRows, filterWatched } from '../lists/search.ts';
import { toShownState, type ShownState } from '../lists/shown-state.ts';
import { LISTENERS_SECTION, WATCHED_SECTION, type ListingState } from './use-listing.ts';

/** Everything the popover lists, filtered by the search, in the order of the screen. */
export interface PopoverLists {
  readonly conflicts: readonly WatchedView[];
  readonly others: readonly WatchedView[];
  readonly allRows: readonly ListenerRow[];
  readonly rows: readonly ListenerRow[];
  readonly flat: readonly FlatRow[];
  readonly evidence: ReadonlyMap<string, readonly Listener[]>;
  readonly states: ReadonlyMap<string, ShownState>;
  readonly itemIds: readonly string[];
  readonly isSearching: boolean;
  /** The sections and groups that are folded now; none while something is searched for. */
  readonly folded: ReadonlySet<string>;
}

const NOTHING_FOLDED: ReadonlySet<string> = new Set();

// The same list for the same view, so that what did not change is not drawn again.
const evidences = new WeakMap<WatchedView, readonly Listener[]>();

function keepEvidence(view: WatchedView, now: readonly Listener[]): readonly Listener[] {
  const known = evidences.get(view);
  const isSame = known?.length === now.length && now.every((one, at) => one === known[at]);
  if (isSame) return known;
  evidences.set(view, now);
  return now;
}

/** Derives the lists; each step is repeated only when what it rests on has changed. */
export function usePopoverLists(
  snapshot: Snapshot,
  searchText: string,
  { sortBy, groupBy, foldedIds }: ListingState,
  openId: string | undefined,
): PopoverLists {
  const { listeners } = snapshot;
  const query = useMemo(() => parseQuery(searchText), [searchText]);
  const allRows = useMemo(() => toListenerRows(listeners), [listeners]);
  const rows = useMemo(() => filterRows(allRows, query), [allRows, query]);
  const groups = useMemo(
    () => toListenerGroups(rows, { sortBy, groupBy }),
    [rows, sortBy, groupBy],
  );
  // What is searched for is shown wherever it is.
  const folded = query === undefined ? foldedIds : NOTHING_FOLDED;
  const flat = useMemo(
    () => (folded.has(LISTENERS_SECTION) ? [] : toFlatRows(groups, folded, openId)),
    [groups, folded, openId],
  );

  const { evidence, states, findEvidence } = useMemo(() => {
    const find = createFindEvidence(snapshot);
    const byPort = new Map(
      snapshot.watched.map((view) => [view.watchedPort.id, keepEvidence(view, find(view))]),
    );
    const byListener = new Map<string, ShownState>();
    for (const view of snapshot.watched) {
      for (const { key } of byPort.get(view.watchedPort.id) ?? []) {
        byListener.set(key, toShownState(view));
      }
    }
    return { evidence: byPort, states: byListener, findEvidence: find };
  }, [snapshot]);

  const { conflicts, others } = useMemo(() => {
    const found = [...filterWatched(snapshot.watched, query, findEvidence)].sort(
      (a, b) => a.watchedPort.port - b.watchedPort.port,
    );
    return {
      conflicts: found.filter(isTellableConflict),
      others: found.filter((view) => !isTellableConflict(view)),
    };
  }, [snapshot.watched, query, findEvidence]);

  const isWatchedFolded = folded.has(WATCHED_SECTION);
  const itemIds = useMemo(
    () => [
      ...[...conflicts, ...(isWatchedFolded ? [] : others)].map((view) =>
        toWatchedItemId(view.watchedPort.id),
      ),
      ...flat.flatMap((row) => (row.kind === 'details' ? [] : row.id)),
    ],
    [conflicts, others, isWatchedFolded, flat],
  );

  return {
    conflicts,
    others,
    allRows,
    rows,
    flat,
    evidence,
    states,
    itemIds,
    isSearching: query !== undefined,
    folded,
  };
}
