import { expect, it } from 'vitest';
import { loadPlanText } from '../../../electron/adapters/config-files/editors.ts';

it('a pattern is looked for anew after one that took too long', async () => {
  const slow = await loadPlanText({
    kind: 'pattern',
    file: '/x',
    pattern: String.raw`\w*\w*\w*\w*\w*!(\d+)`,
  });
  expect(slow('a'.repeat(5000), 3000, 3001)).toEqual({ kind: 'refused', reason: 'pattern-slow' });
  const plain = await loadPlanText({
    kind: 'pattern',
    file: '/x',
    pattern: String.raw`^listen (\d+)`,
  });
  expect(plain('listen 3000\n', 3000, 3001)).toMatchObject({ kind: 'edit', text: 'listen 3001\n' });
  expect(plain('listen 80\n', 3000, 3001)).toMatchObject({ reason: 'value-differs' });
});
