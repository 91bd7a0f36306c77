export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

const MARGIN = 8;

/**
 * Where the popover opens: next to the tray icon where its place is known (it is all zeros on
 * most Linux desktops), else in the corner of the work area that is nearest to the pointer.
 * Always wholly inside the work area.
 */
export function toPopoverPosition(
  size: Size,
  icon: Box | undefined,
  pointer: { readonly x: number; readonly y: number },
  workArea: Box,
): { readonly x: number; readonly y: number } {
  const isIconKnown = isShown(icon);
  const anchor = isIconKnown
    ? { x: icon.x + icon.width / 2, y: icon.y + icon.height / 2 }
    : pointer;
  const isInUpperHalf = anchor.y < workArea.y + workArea.height / 2;
  const wantedX = isIconKnown
    ? anchor.x - size.width / 2
    : anchor.x < workArea.x + workArea.width / 2
      ? workArea.x + MARGIN
      : workArea.x + workArea.width - size.width - MARGIN;
  const wantedY = isInUpperHalf
    ? workArea.y + MARGIN
    : workArea.y + workArea.height - size.height - MARGIN;
  return {
    x: Math.round(clamp(wantedX, workArea.x, workArea.x + workArea.width - size.width)),
    y: Math.round(clamp(wantedY, workArea.y, workArea.y + workArea.height - size.height)),
  };
}

/** Whether the place of the icon is known. */
export function isShown(icon: Box | undefined): icon is Box {
  return icon !== undefined && icon.width > 0 && icon.height > 0;
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, Math.max(low, high)));
}
