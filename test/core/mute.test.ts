import { expect, test } from 'vitest';
import { muteWatchedPort } from '../../electron/core/settings-changes.ts';
import type { MutePeriod } from '../../shared/mute.ts';
import { someSettings } from '../support/builders.ts';

/** Times without a zone are those of the clocks on the spot. */
const at = (text: string): number => new Date(text).getTime();

const untilOf = (period: MutePeriod, nowMs: number): string | undefined =>
  muteWatchedPort(someSettings(), 'web', period, nowMs).mutes[0]?.until;

test.each([
  ['in the evening', '2026-07-01T22:10:00', '2026-07-02T08:00:00'],
  ['after midnight', '2026-07-02T01:30:00', '2026-07-02T08:00:00'],
  ['early in the morning', '2026-07-02T06:00:00', '2026-07-03T08:00:00'],
  ['on the last day of a month', '2026-07-31T12:00:00', '2026-08-01T08:00:00'],
])('until tomorrow morning, said %s', (_when, now, until) => {
  expect(untilOf('until-morning', at(now))).toBe(new Date(until).toISOString());
});

test('for an hour, for good, and no longer', () => {
  const nowMs = Date.UTC(2026, 0, 5, 9);
  expect(untilOf('hour', nowMs)).toBe('2026-01-05T10:00:00.000Z');
  expect(untilOf('further-notice', nowMs)).toBe('further-notice');
  const ignored = muteWatchedPort(someSettings(), 'web', 'further-notice', nowMs);
  expect(muteWatchedPort(ignored, 'web', 'over', nowMs + 1e12).mutes).toEqual([]);
  expect(muteWatchedPort(ignored, 'web', 'hour', nowMs).mutes).toHaveLength(1);
});
