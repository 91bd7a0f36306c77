import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isQuietAt, type QuietHours } from '../../shared/quiet-hours.ts';

/** Clocks go forward on 29 March 2026 from 2 to 3, and back on 25 October from 3 to 2. */
const ZONE = 'Europe/Berlin';

let zoneBefore: string | undefined;
beforeEach(() => {
  zoneBefore = process.env['TZ'];
  process.env['TZ'] = ZONE;
});
afterEach(() => {
  if (zoneBefore === undefined) delete process.env['TZ'];
  else process.env['TZ'] = zoneBefore;
});

const quiet = (from: string, to: string): QuietHours => ({ isOn: true, from, to });

describe('quiet hours', () => {
  test.each([
    ['within a day', quiet('12:00', '13:30'), ['11:59', '12:00', '13:29', '13:30'], [0, 1, 1, 0]],
    [
      'over midnight',
      quiet('22:00', '07:00'),
      ['21:59', '22:00', '00:00', '06:59', '07:00'],
      [0, 1, 1, 1, 0],
    ],
    ['to midnight', quiet('22:00', '00:00'), ['22:00', '23:59', '00:00'], [1, 1, 0]],
    ['of no length', quiet('08:00', '08:00'), ['07:59', '08:00', '20:00'], [0, 0, 0]],
    ['that are off', { ...quiet('00:00', '23:59'), isOn: false }, ['12:00'], [0]],
  ] as const)('%s hold by the clocks on the spot', (_what, hours, times, expected) => {
    const at = (time: string): number => new Date(`2026-07-01T${time}:00`).getTime();
    expect(times.map((time) => Number(isQuietAt(hours, at(time))))).toEqual(expected);
  });

  test('end at the hour on the clocks in the night that they go forward', () => {
    const night = quiet('22:00', '07:00');
    // 6:59 and 7:00 in summer time, an hour earlier than the day before.
    expect(isQuietAt(night, Date.UTC(2026, 2, 29, 4, 59))).toBe(true);
    expect(isQuietAt(night, Date.UTC(2026, 2, 29, 5, 0))).toBe(false);
    expect(isQuietAt(night, Date.UTC(2026, 2, 28, 5, 59))).toBe(true);
  });

  test('end although the hour of their end is left out that night', () => {
    const night = quiet('22:00', '02:30');
    expect(isQuietAt(night, Date.UTC(2026, 2, 29, 0, 59))).toBe(true);
    // A minute later the clocks show three.
    expect(isQuietAt(night, Date.UTC(2026, 2, 29, 1, 0))).toBe(false);
  });

  test('hold twice where the clocks show the hour twice', () => {
    const night = quiet('02:00', '03:00');
    expect(isQuietAt(night, Date.UTC(2026, 9, 25, 0, 30))).toBe(true);
    expect(isQuietAt(night, Date.UTC(2026, 9, 25, 1, 30))).toBe(true);
    expect(isQuietAt(night, Date.UTC(2026, 9, 25, 2, 0))).toBe(false);
  });
});
