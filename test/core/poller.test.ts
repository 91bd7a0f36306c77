import { expect, test } from 'vitest';
import type { ScanResult } from '../../electron/core/host.ts';
import { createPoller } from '../../electron/core/poller.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const good: ScanResult = { kind: 'scanned', takenAtMs: 0, listeners: [], missing: [] };

function aPoller(scan?: (clock: ReturnType<typeof createFakeClock>) => Promise<ScanResult>) {
  const clock = createFakeClock();
  const seen: { atMs: number; scan: ScanResult }[] = [];
  const bugs: unknown[] = [];
  const answers = { needsConfirmation: false, throws: false };
  let running = 0;
  let runningMax = 0;
  const poller = createPoller({
    clock,
    intervalMs: () => 1000,
    async scan() {
      running += 1;
      runningMax = Math.max(runningMax, running);
      try {
        return await (scan?.(clock) ?? Promise.resolve(good));
      } finally {
        running -= 1;
      }
    },
    onScan(result) {
      seen.push({ atMs: clock.monotonicMs(), scan: result });
      if (answers.throws) throw new Error('a bug');
      return { needsConfirmation: answers.needsConfirmation };
    },
    onBug: (error) => bugs.push(error),
  });
  return { poller, clock, seen, bugs, answers, mostAtOnce: () => runningMax };
}

test('scans at once and then at its interval', async () => {
  const { poller, clock, seen } = aPoller();
  poller.start();
  await clock.advance(2500);
  expect(seen.map(({ atMs }) => atMs)).toEqual([0, 1000, 2000]);
});

test('confirms a suspicion soon instead of waiting for the interval', async () => {
  const { poller, clock, seen, answers } = aPoller();
  answers.needsConfirmation = true;
  poller.start();
  await clock.advance(260);
  expect(seen.map(({ atMs }) => atMs)).toEqual([0, 250]);
});

test('never runs two scans at once, however often it is asked', async () => {
  const { poller, clock, seen, mostAtOnce } = aPoller(async (time) => {
    await time.sleep(100);
    return good;
  });
  poller.start();
  const asked = [poller.pollNow(), poller.pollNow(), poller.pollNow()];
  await clock.advance(250);
  await Promise.all(asked);
  expect(mostAtOnce()).toBe(1);
  expect(seen).toHaveLength(2);
});

test('takes at most a twentieth of the time where scans are slow', async () => {
  const { poller, clock, seen } = aPoller(async (time) => {
    await time.sleep(200);
    return good;
  });
  poller.start();
  await clock.advance(11_500);
  expect(seen.map(({ atMs }) => atMs)).toEqual([200, 1400, 2600, 6800, 11_000]);
});

test('is not slowed down by a first scan that takes long', async () => {
  let scans = 0;
  const { poller, clock, seen } = aPoller(async (time) => {
    scans += 1;
    await time.sleep(scans === 1 ? 500 : 1);
    return good;
  });
  poller.start();
  await clock.advance(3600);
  expect(seen.map(({ atMs }) => atMs)).toEqual([500, 1501, 2502, 3503]);
});

test('reports a scan that hangs and starts no second one behind it', async () => {
  let scans = 0;
  const { poller, clock, seen, mostAtOnce } = aPoller(async (time) => {
    scans += 1;
    await time.sleep(60_000);
    return good;
  });
  poller.start();
  await clock.advance(30_000);
  expect(seen.map(({ scan }) => scan.kind)).toEqual(['failed']);
  expect(scans).toBe(1);
  await clock.advance(31_000);
  expect(seen.map(({ scan }) => scan.kind)).toEqual(['failed', 'scanned']);
  expect(mostAtOnce()).toBe(1);
});

test('goes on after a bug and says so', async () => {
  const { poller, clock, bugs, answers, seen } = aPoller();
  answers.throws = true;
  poller.start();
  await clock.advance(1500);
  expect(bugs).toHaveLength(2);
  expect(seen).toHaveLength(2);
});

test('stops when told and starts again when told', async () => {
  const { poller, clock, seen } = aPoller();
  poller.start();
  await clock.advance(500);
  poller.stop();
  await clock.advance(5000);
  expect(seen).toHaveLength(1);
  poller.start();
  await clock.advance(10);
  expect(seen).toHaveLength(2);
});
