import { expect, test } from 'vitest';
import { toTextAround } from '../../shared/text-around.ts';

test.each([
  ['short', 0, 'short'],
  ['0123456789abcdef', 0, '012345678…'],
  ['0123456789abcdef', 15, '…789abcdef'],
  ['0123456789abcdef', 8, '…456789ab…'],
])('of %s, what stands around %i is shown', (text, at, shown) => {
  expect(toTextAround(text, at, 10)).toBe(shown);
});
