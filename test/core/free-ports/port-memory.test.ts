import { expect, test } from 'vitest';
import { createPortMemory } from '../../../electron/core/free-ports/port-memory.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import { createFakeClock } from '../../support/fake-clock.ts';

const DAY_MS = 24 * 60 * 60_000;

test('a port that was found taken is passed over for half a minute', async () => {
  const clock = createFakeClock();
  const memory = createPortMemory(clock);
  memory.noteTaken(3001, 'in-use');
  await clock.advance(30_000);
  expect([...memory.recall().recentlyTaken]).toEqual([[3001, 'in-use']]);
  await clock.advance(1);
  expect(memory.recall().recentlyTaken.size).toBe(0);
});

test('a port is contested after three conflicts within a month', () => {
  const clock = createFakeClock();
  const memory = createPortMemory(clock);
  const begin = (port: number, daysAgo: number): HistoryEntry => ({
    kind: 'conflict-began',
    id: 'one',
    at: new Date(clock.wallMs() - daysAgo * DAY_MS).toISOString(),
    watchedPortId: 'web',
    name: 'web',
    protocol: 'tcp',
    port,
    conflict: 'squatted',
  });
  memory.learn([begin(3000, 29), begin(3000, 2), begin(3001, 31), begin(3001, 1), begin(3001, 0)]);
  expect(memory.recall().contested.size).toBe(0);
  memory.learn([begin(3000, 0)]);
  expect([...memory.recall().contested]).toEqual([3000]);
});
