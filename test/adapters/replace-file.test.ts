import { describe, expect, test } from 'vitest';
import { replaceFile } from '../../electron/adapters/replace-file.ts';

/** Fails so often with this code, and then succeeds. */
function aRename(code: string, failures: number) {
  let count = 0;
  return {
    rename: () => {
      count += 1;
      return count > failures
        ? Promise.resolve()
        : Promise.reject(Object.assign(new Error(code), { code }));
    },
    countTries: () => count,
  };
}

describe('a file that somebody has open, on Windows', () => {
  test.each(['EPERM', 'EACCES', 'EBUSY'])('is replaced once it is let go (%s)', async (code) => {
    const { rename, countTries } = aRename(code, 3);
    await replaceFile('a', 'b', rename, true);
    expect(countTries()).toBe(4);
  });

  test('that is never let go is given up after ten tries', async () => {
    const { rename, countTries } = aRename('EPERM', Infinity);
    await expect(replaceFile('a', 'b', rename, true)).rejects.toMatchObject({ code: 'EPERM' });
    expect(countTries()).toBe(10);
  });

  test('is not waited for where the reason is another', async () => {
    const { rename, countTries } = aRename('ENOSPC', Infinity);
    await expect(replaceFile('a', 'b', rename, true)).rejects.toMatchObject({ code: 'ENOSPC' });
    expect(countTries()).toBe(1);
  });
});

test('elsewhere nobody is waited for', async () => {
  const { rename, countTries } = aRename('EPERM', Infinity);
  await expect(replaceFile('a', 'b', rename, false)).rejects.toMatchObject({ code: 'EPERM' });
  expect(countTries()).toBe(1);
});
