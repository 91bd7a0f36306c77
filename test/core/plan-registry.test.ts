import { expect, test } from 'vitest';
import { createPlanRegistry, PLAN_LIFETIME_MS } from '../../electron/core/plan-registry.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function aRegistry() {
  const clock = createFakeClock();
  let issued = 0;
  const registry = createPlanRegistry<string>(clock, () => `token-${(issued += 1)}`);
  return { clock, registry };
}

test('a plan is had by its own token alone, and once', () => {
  const { registry } = aRegistry();
  const first = registry.issue('kill 3000');
  const second = registry.issue('kill 4000');
  expect(registry.take('guessed')).toBeUndefined();
  expect(registry.take('')).toBeUndefined();
  expect(registry.take(second)).toBe('kill 4000');
  expect(registry.take(second)).toBeUndefined();
  expect(registry.take(first)).toBe('kill 3000');
});

test('a plan that was shown too long ago is carried out no more', async () => {
  const { clock, registry } = aRegistry();
  const young = registry.issue('kill 3000');
  await clock.advance(PLAN_LIFETIME_MS);
  expect(registry.take(young)).toBe('kill 3000');
  const old = registry.issue('kill 4000');
  await clock.advance(PLAN_LIFETIME_MS + 1);
  expect(registry.take(old)).toBeUndefined();
});

test('whoever asks for plans without end keeps the newest hundred', () => {
  const { registry } = aRegistry();
  const tokens = Array.from({ length: 150 }, (_, index) => registry.issue(`plan ${index}`));
  const kept = tokens.filter((token) => registry.take(token) !== undefined);
  expect(kept).toEqual(tokens.slice(50));
});
