import { expect, test } from 'vitest';
import { createComebacks } from '../../electron/shell/comebacks.ts';

test('a window comes back after a crash, and not for ever', () => {
  let nowMs = 0;
  const mayComeBack = createComebacks(() => nowMs);
  expect(mayComeBack('popover')).toBe(true);
  nowMs = 5000;
  expect(mayComeBack('popover')).toBe(false);
  expect(mayComeBack('settings')).toBe(true);
  // Counted from the last crash, not from the first.
  nowMs = 64_000;
  expect(mayComeBack('popover')).toBe(false);
  nowMs = 124_000;
  expect(mayComeBack('popover')).toBe(true);
});
