import type { Translate } from '../../shared/messages/translator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Subject } from '../detail/subject.ts';
import type { ListenerRow } from '../lists/listener-rows.ts';
import type { Acts } from '../popover/acts.ts';
import type { ListingState } from '../popover/use-listing.ts';
import type { WindowActs } from '../popover/window-acts.ts';

export interface PaletteContext {
  readonly t: Translate;
  readonly snapshot: Snapshot;
  readonly acts: Acts;
  readonly windowActs: WindowActs;
  readonly listing: ListingState;
  /** The item under the cursor or in the pane. */
  readonly subject: Subject | undefined;
  readonly allRows: readonly ListenerRow[];
  readonly focusSearch: () => void;
  readonly goTo: (itemId: string) => void;
}

export interface PaletteCommand {
  readonly id: string;
  readonly label: string;
  /** The key that does the same without the palette. */
  readonly cap?: string;
  readonly run: () => void;
}
