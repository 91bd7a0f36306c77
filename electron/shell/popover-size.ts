import { screen, type BrowserWindow } from 'electron';
import type { WindowSize } from '../../shared/settings.ts';

/** Until the person drags it larger or smaller. */
export const POPOVER_SIZE: WindowSize = { width: 440, height: 680 };

/** A window that is being dragged larger is not written down at each step. */
const RESIZED_AFTER_MS = 400;

/** No larger than the screen that the pointer is on. */
export function toFittingSize(size: WindowSize): WindowSize {
  const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
  return {
    width: Math.min(size.width, workArea.width),
    height: Math.min(size.height, workArea.height),
  };
}

/** Tells each size that the window keeps for a moment and that is not the known one. */
export function watchSize(
  window: BrowserWindow,
  readKnown: () => WindowSize,
  onResized: (size: WindowSize) => void,
): void {
  let waiting: NodeJS.Timeout | undefined;
  window.on('resize', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (window.isDestroyed()) return;
      const { width, height } = window.getBounds();
      const known = readKnown();
      if (width !== known.width || height !== known.height) onResized({ width, height });
    }, RESIZED_AFTER_MS);
  });
}
