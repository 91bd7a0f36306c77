import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { mapBounded } from '../../electron/adapters/map-bounded.ts';

test('answers in the order of the items, however long each takes', async () => {
  const results = await mapBounded([30, 1, 15, 0], 3, async (ms) => {
    await setTimeout(ms);
    return ms;
  });
  expect(results).toEqual([30, 1, 15, 0]);
});

test('has no more under way than allowed, and as many', async () => {
  let underWay = 0;
  let most = 0;
  await mapBounded(Array.from({ length: 20 }), 4, async () => {
    underWay += 1;
    most = Math.max(most, underWay);
    await setTimeout(1);
    underWay -= 1;
  });
  expect(most).toBe(4);
});

test('fails as the item that failed', async () => {
  const failing = mapBounded([1, 2, 3], 2, (item) =>
    item === 2 ? Promise.reject(new Error('two')) : Promise.resolve(item),
  );
  await expect(failing).rejects.toThrow('two');
});
