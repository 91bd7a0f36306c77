import type { Preferences } from '../../shared/settings.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

/** What a page of plain settings gets: the settings in force, and how to change some of them. */
export interface PageProps {
  readonly snapshot: Snapshot;
  readonly save: (preferences: Preferences) => void;
}
