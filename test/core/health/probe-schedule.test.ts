import { expect, test } from 'vitest';
import {
  createProbeSchedule,
  PROBES_AT_ONCE,
} from '../../../electron/core/health/probe-schedule.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const INTERVAL_MS = 10_000;

/** Always the same numbers, so that a run that failed can be had again. */
function createDice() {
  let seed = 42;
  return (limit: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % limit;
  };
}

function aSchedule({ probeMs = 50, randomBelow = createDice() } = {}) {
  const clock = createFakeClock();
  const bugs: unknown[] = [];
  const begun: { readonly id: string; readonly atMs: number }[] = [];
  let running = 0;
  let most = 0;
  const schedule = createProbeSchedule({ clock, randomBelow, onBug: (bug) => bugs.push(bug) });
  const keep = (id: string, intervalMs = INTERVAL_MS): void =>
    schedule.keep(id, intervalMs, async () => {
      begun.push({ id, atMs: clock.monotonicMs() });
      running += 1;
      most = Math.max(most, running);
      await clock.sleep(probeMs);
      running -= 1;
    });
  const countBetween = (fromMs: number, toMs: number): number =>
    begun.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
  return { schedule, clock, bugs, begun, keep, countBetween, mostAtOnce: () => most };
}

const ids = Array.from({ length: 100 }, (_, index) => `service-${index}`);

test('each is probed at its own pace, with pauses that differ a little', async () => {
  const { keep, clock, begun } = aSchedule();
  keep('web');
  await clock.advance(20 * INTERVAL_MS);
  const pauses = begun.slice(1).map(({ atMs }, index) => atMs - (begun[index]?.atMs ?? 0));
  expect(pauses.length).toBeGreaterThan(15);
  expect(Math.min(...pauses)).toBeGreaterThanOrEqual(INTERVAL_MS * 0.9);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(INTERVAL_MS * 1.1 + 50);
  expect(new Set(pauses).size).toBeGreaterThan(5);
});

test('a hundred services are no storm at the beginning', async () => {
  const { keep, clock, countBetween, mostAtOnce } = aSchedule();
  for (const id of ids) keep(id);
  await clock.advance(INTERVAL_MS);
  for (let fromMs = 0; fromMs < INTERVAL_MS; fromMs += 1000) {
    expect(countBetween(fromMs, fromMs + 1000)).toBeLessThan(40);
  }
  expect(mostAtOnce()).toBeLessThanOrEqual(PROBES_AT_ONCE);
});

test('after a night of sleep they are spread anew, and nothing is caught up on', async () => {
  const { schedule, keep, clock, countBetween } = aSchedule();
  for (const id of ids) keep(id);
  await clock.advance(2 * INTERVAL_MS);
  schedule.pause();
  const pausedMs = clock.monotonicMs();
  await clock.advance(8 * 3_600_000);
  const resumedMs = clock.monotonicMs();
  expect(countBetween(pausedMs + 1, resumedMs)).toBe(0);
  schedule.resume();
  await clock.advance(INTERVAL_MS);
  expect(countBetween(resumedMs, resumedMs + INTERVAL_MS)).toBeLessThan(130);
  expect(countBetween(resumedMs, resumedMs + 1000)).toBeLessThan(30);
});

test('even where chance puts them all together, only a few are asked at once', async () => {
  const { keep, clock, begun, mostAtOnce } = aSchedule({ randomBelow: () => 0 });
  for (const id of ids) keep(id);
  await clock.advance(2000);
  expect(mostAtOnce()).toBe(PROBES_AT_ONCE);
  expect(new Set(begun.map(({ id }) => id)).size).toBe(100);
});

test('one that hangs delays itself alone, and is never asked twice at once', async () => {
  const { schedule, keep, clock, begun } = aSchedule();
  let asked = 0;
  schedule.keep('hangs', 2000, () => {
    asked += 1;
    return new Promise(() => undefined);
  });
  keep('web', 2000);
  await clock.advance(60_000);
  expect(asked).toBe(1);
  expect(begun.length).toBeGreaterThan(25);
});

test('one that was dropped is not probed any more, not even when its turn had come', async () => {
  const { schedule, keep, clock, begun } = aSchedule({ randomBelow: () => 0 });
  for (const id of ids.slice(0, PROBES_AT_ONCE)) keep(id);
  keep('waits');
  await clock.advance(10);
  schedule.drop('waits');
  await clock.advance(10 * INTERVAL_MS);
  expect(begun.some(({ id }) => id === 'waits')).toBe(false);
});

test('an exception is told, and the next probe comes all the same', async () => {
  const { schedule, clock, bugs } = aSchedule();
  schedule.keep('web', 2000, () => Promise.reject(new Error('a bug')));
  await clock.advance(10_000);
  expect(bugs.length).toBeGreaterThan(3);
});
