import type { Snapshot } from '../../shared/snapshot.ts';
import { CommandPalette } from '../palette/CommandPalette.tsx';
import type { PaletteContext } from '../palette/palette-context.ts';
import { useActs } from './acts.ts';
import { KillDialog } from './KillDialog.tsx';
import { MoveDialog } from './MoveDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import { WatchDialog } from './WatchDialog.tsx';

/** Whatever asks something over the popover; loaded after its first paint. */
export function PopoverDialogs(props: {
  readonly snapshot: Snapshot;
  readonly palette: Omit<PaletteContext, 'acts' | 't'>;
}) {
  const { dialog } = useActs();
  switch (dialog?.kind) {
    case 'kill':
      return (
        <KillDialog
          key={dialog.token}
          dialog={dialog}
          isForceNext={props.snapshot.settings.forceAfterGrace}
        />
      );
    case 'move':
      return <MoveDialog dialog={dialog} />;
    case 'watch':
      return <WatchDialog row={dialog.row} isForMove={dialog.isForMove} />;
    case 'palette':
      return <CommandPalette {...props.palette} />;
    case 'shortcuts':
      return <ShortcutsDialog />;
    case undefined:
      return null;
  }
}
