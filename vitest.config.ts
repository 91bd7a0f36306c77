import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Real children share two cores with whatever else runs there.
    testTimeout: 20_000,
    // Some build the windows, beside everything else that runs.
    hookTimeout: 180_000,
    // What is to come about comes at once, but for such a machine.
    expect: { poll: { timeout: 10_000 } },
    maxWorkers: 2,
    // Real programs on a machine that others share; whoever works on a test sees its first failure.
    retry: process.env['CI'] === undefined ? 0 : 1,
    projects: [
      {
        extends: true,
        test: {
          name: 'rules',
          include: ['test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/e2e/**'],
        },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          // They play the desktop's part on the session bus, which only Linux has.
          include: process.platform === 'linux' ? ['test/e2e/**/*.test.ts'] : [],
          // One at a time: a window of another test would take the focus, and a popover closes then.
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
