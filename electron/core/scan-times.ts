import type { Clock } from './host.ts';

const REMEMBERED = 100;

/** How long the newest scans took. */
export interface ScanTimes {
  measure<Result>(scan: () => Promise<Result>): Promise<Result>;
  /** In milliseconds; zeros before the first scan. */
  summarize(): { readonly count: number; readonly medianMs: number; readonly slowestMs: number };
}

export function createScanTimes(clock: Pick<Clock, 'monotonicMs'>): ScanTimes {
  let timesMs: readonly number[] = [];
  return {
    async measure(scan) {
      const beganAtMs = clock.monotonicMs();
      try {
        return await scan();
      } finally {
        timesMs = [...timesMs, clock.monotonicMs() - beganAtMs].slice(-REMEMBERED);
      }
    },
    summarize() {
      const sorted = timesMs.toSorted((a, b) => a - b);
      return {
        count: sorted.length,
        medianMs: sorted[Math.floor(sorted.length / 2)] ?? 0,
        slowestMs: sorted.at(-1) ?? 0,
      };
    },
  };
}
