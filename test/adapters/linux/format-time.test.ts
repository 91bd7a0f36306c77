import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatTime } from '../../../electron/adapters/linux/facts/format-time.ts';

const LATEST_MS = 253_402_300_799_999;

test('a time is told as a date tells it', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: LATEST_MS, noNaN: true }), (ms) => {
      expect(formatTime(ms)).toBe(new Date(ms).toISOString());
    }),
  );
});

test.each([-1, LATEST_MS + 1, Number.NaN, Number.POSITIVE_INFINITY])('%d is no time', (ms) => {
  expect(formatTime(ms)).toBe(undefined);
});
