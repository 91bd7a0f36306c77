import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseTime } from '../../electron/command/arguments/parse-time.ts';

/** Wednesday, 14:30 of the clock on the wall, wherever the test runs. */
const now = new Date(2025, 10, 19, 14, 30).getTime();
const on = (day: number, hours = 0, minutes = 0, seconds = 0) =>
  new Date(2025, 10, day, hours, minutes, seconds).getTime();

describe('a time that a person names', () => {
  test.each([
    ['now', now],
    ['90s', now - 90_000],
    ['30m', now - 1_800_000],
    ['1h', now - 3_600_000],
    ['2d', now - 2 * 86_400_000],
    ['1w', now - 7 * 86_400_000],
    ['9:05', on(19, 9, 5)],
    ['14:30', now],
    ['17:00', on(18, 17)],
    ['today', on(19)],
    ['today 17:00', on(19, 17)],
    ['yesterday', on(18)],
    ['Yesterday 17:00', on(18, 17)],
    ['  yesterday   17:00:30 ', on(18, 17, 0, 30)],
    ['monday 8:00', on(17, 8)],
    ['wednesday', on(12)],
    ['2025-11-01', on(1)],
    ['2025-11-01 17:00', on(1, 17)],
    ['2025-11-01T17:00', on(1, 17)],
    ['2025-11-01T17:00:05', on(1, 17, 0, 5)],
    ['2025-11-01T17:00Z', Date.UTC(2025, 10, 1, 17)],
    ['2025-11-01T17:00:00.500+01:00', Date.UTC(2025, 10, 1, 16, 0, 0, 500)],
  ])('%s', (text, expected) => {
    expect(parseTime(text, now)).toBe(expected);
  });

  test.each([
    '',
    'later',
    '25:00',
    '12:60',
    '1x',
    '-1h',
    '2025-02-30',
    '2025-13-01',
    'monday noon',
    '17',
    '2025-11-01 17:00 18:00',
    '2025-11-01T99:00Z',
  ])('that is none: "%s"', (text) => {
    expect(parseTime(text, now)).toBeUndefined();
  });

  test('is never something else than a moment or nothing', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const moment = parseTime(text, now);
        return moment === undefined || Number.isFinite(moment);
      }),
    );
  });
});
