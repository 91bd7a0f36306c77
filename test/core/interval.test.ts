import { expect, test } from 'vitest';
import { toIntervalMs } from '../../electron/core/interval.ts';

test.each([
  [1500, false, false, 1500],
  [1500, true, false, 1000],
  [500, true, true, 500],
  [60_000, true, true, 1000],
  [1500, false, true, 3000],
])(
  'set to %i ms, window open %s, on battery %s: every %i ms',
  (intervalMs, isWindowOpen, isOnBattery, wanted) => {
    expect(toIntervalMs({ intervalMs }, { isWindowOpen, isOnBattery })).toBe(wanted);
  },
);
