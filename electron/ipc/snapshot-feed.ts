import type { Listener } from '../../shared/listener.ts';
import type { Snapshot, SnapshotChange } from '../../shared/snapshot.ts';
import { isSameListener } from '../core/same.ts';

/** Knows what each page was last told, so that it is told only what has changed since. */
export interface SnapshotFeed<Page extends object> {
  /** The page has read this snapshot whole. */
  markRead(page: Page, snapshot: Snapshot): void;
  /** What to tell the page now; undefined for one that has not read anything yet. */
  next(page: Page, snapshot: Snapshot): SnapshotChange | undefined;
}

export function createSnapshotFeed<Page extends object>(): SnapshotFeed<Page> {
  const told = new WeakMap<Page, readonly Listener[]>();
  return {
    markRead(page, { listeners }) {
      told.set(page, listeners);
    },
    next(page, snapshot) {
      const before = told.get(page);
      if (before === undefined) return undefined;
      const { listeners, ...rest } = snapshot;
      told.set(page, listeners);
      if (before === listeners) return { rest, came: [], gone: [] };
      const left = new Map(before.map((listener) => [listener.key, listener]));
      const came = listeners.filter((listener) => {
        const known = left.get(listener.key);
        left.delete(listener.key);
        return known === undefined || !isSameListener(known, listener);
      });
      return { rest, came, gone: [...left.keys()] };
    },
  };
}
