import type { LatencyFigures } from '../../../shared/health.ts';

/** At the usual pace, the last quarter of an hour. */
const REMEMBERED_MAX = 100;

/** How long a service took to answer lately; the oldest answers are forgotten. */
export interface Latencies {
  add(latencyMs: number): void;
  /** Undefined until there was an answer. */
  toFigures(): LatencyFigures | undefined;
}

export function createLatencies(): Latencies {
  const remembered: number[] = [];
  return {
    add(latencyMs) {
      remembered.push(latencyMs);
      if (remembered.length > REMEMBERED_MAX) remembered.shift();
    },
    toFigures() {
      const sorted = remembered.toSorted((a, b) => a - b);
      return sorted.length === 0
        ? undefined
        : {
            count: sorted.length,
            p50Ms: toPercentile(sorted, 50),
            p95Ms: toPercentile(sorted, 95),
            p99Ms: toPercentile(sorted, 99),
          };
    },
  };
}

/** The nearest rank: the smallest value that at least so many percent do not exceed. */
function toPercentile(sorted: readonly number[], percent: number): number {
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? 0;
}
