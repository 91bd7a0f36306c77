import { describe, expect, test } from 'vitest';
import { toPopoverPosition } from '../../electron/shell/popover-position.ts';

const SIZE = { width: 440, height: 680 };
/** Below a menu bar. */
const WORK_AREA = { x: 0, y: 25, width: 1440, height: 815 };
const NOWHERE = { x: 700, y: 800 };

describe('the popover', () => {
  test('hangs under the icon in the menu bar, whatever the pointer does', () => {
    const icon = { x: 900, y: 0, width: 40, height: 24 };
    expect(toPopoverPosition(SIZE, icon, NOWHERE, WORK_AREA)).toEqual({ x: 700, y: 33 });
  });

  test('stays on the screen where the icon is at its edge', () => {
    const icon = { x: 1410, y: 0, width: 30, height: 24 };
    expect(toPopoverPosition(SIZE, icon, NOWHERE, WORK_AREA)).toEqual({ x: 1000, y: 33 });
  });

  test('hangs under the icon of a display left of the first', () => {
    const icon = { x: -800, y: 0, width: 30, height: 24 };
    const area = { ...WORK_AREA, x: -1440 };
    expect(toPopoverPosition(SIZE, icon, NOWHERE, area)).toEqual({ x: -1005, y: 33 });
  });

  test('stands in the corner that is nearest to the pointer where no icon is told', () => {
    const none = { x: 0, y: 0, width: 0, height: 0 };
    expect(toPopoverPosition(SIZE, none, { x: 1400, y: 820 }, WORK_AREA)).toEqual({
      x: 992,
      y: 152,
    });
  });
});
