import type { Snapshot, SnapshotChange, WatchedView } from '../shared/snapshot.ts';

/** The next snapshot; whatever did not change is the very object of before, and is not drawn again. */
export function applyChange(before: Snapshot, { rest, came, gone }: SnapshotChange): Snapshot {
  return {
    ...rest,
    watched: keepSame(before.watched, rest.watched),
    listeners: toListeners(before, came, gone),
  };
}

function toListeners(
  { listeners }: Snapshot,
  came: SnapshotChange['came'],
  gone: SnapshotChange['gone'],
): Snapshot['listeners'] {
  if (came.length === 0 && gone.length === 0) return listeners;
  const left = new Set(gone);
  const changed = new Map(came.map((listener) => [listener.key, listener]));
  const kept = listeners.flatMap((listener) => {
    if (left.has(listener.key)) return [];
    const next = changed.get(listener.key);
    changed.delete(listener.key);
    return next ?? listener;
  });
  return [...kept, ...changed.values()];
}

/** Views are small records of plain values, so their text tells them apart. */
function keepSame(
  before: readonly WatchedView[],
  now: readonly WatchedView[],
): readonly WatchedView[] {
  const known = new Map(before.map((view) => [view.watchedPort.id, view]));
  const views = now.map((view) => {
    const old = known.get(view.watchedPort.id);
    return old !== undefined && JSON.stringify(old) === JSON.stringify(view) ? old : view;
  });
  const isSame = views.length === before.length && views.every((view, at) => view === before[at]);
  return isSame ? before : views;
}
