import { expect, test } from 'vitest';
import { createWindowsProcesses } from '../../../electron/adapters/windows/processes.ts';

test('where no process can be looked at, nobody is known to be gone', () => {
  const processes = createWindowsProcesses(() => undefined, 'ann');
  expect(processes.isAlive({ pid: 4711, startToken: '133762345678901234' })).toBe(true);
});
