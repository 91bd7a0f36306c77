import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Real windows and real children share two cores with whatever else runs there.
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // End-to-end tests each own a display, a bus and a tray: one file at a time keeps them honest.
    fileParallelism: true,
    maxWorkers: 2,
  },
});
