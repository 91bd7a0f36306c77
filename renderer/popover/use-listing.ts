import { useCallback, useMemo, useRef, useState } from 'react';
import type { Listing } from '../../shared/settings.ts';
import { send } from '../bridge.ts';

export const WATCHED_SECTION = 'section:watched';
export const LISTENERS_SECTION = 'section:listeners';

/** What a file of settings holds of them; the oldest are forgotten first. */
const FOLDED_MAX = 500;

/** How the lists are sorted, grouped and folded. */
export interface ListingState extends Pick<Listing, 'sortBy' | 'groupBy'> {
  readonly foldedIds: ReadonlySet<string>;
  toggleFold(id: string): void;
  change(part: Partial<Pick<Listing, 'sortBy' | 'groupBy'>>): void;
}

/** Follows the hand at once, and has main remember it for the next time. */
export function useListing(saved: Listing): ListingState {
  const [listing, setListing] = useState(saved);
  const latest = useRef(saved);

  const save = useCallback((next: Listing) => {
    latest.current = next;
    setListing(next);
    send('preferences.save', { preferences: { listing: next } });
  }, []);

  const change = useCallback<ListingState['change']>(
    (part) => save({ ...latest.current, ...part }),
    [save],
  );
  const toggleFold = useCallback(
    (id: string) => {
      const { folded } = latest.current;
      const others = folded.filter((known) => known !== id);
      const isOpening = others.length < folded.length;
      const next = isOpening ? others : [...others, id].slice(-FOLDED_MAX);
      save({ ...latest.current, folded: next });
    },
    [save],
  );
  return useMemo(
    () => ({
      sortBy: listing.sortBy,
      groupBy: listing.groupBy,
      foldedIds: new Set(listing.folded),
      toggleFold,
      change,
    }),
    [listing, toggleFold, change],
  );
}
