/** What one look at the ports took. */
export interface Sample {
  readonly wallMs: number;
  /** User and system, with that of waited-for children. */
  readonly cpuMs: number;
  /** Listeners whose owner was found, so that nobody wins by not looking. */
  readonly found: number;
  /** The longest time that nothing else could run in the process. */
  readonly blockedMs?: number;
  /** What a fixed piece of work took in between, to tell a slow scan from a slow machine. */
  readonly yardstickMs?: number;
  /** Where our scanner takes the sockets from, and why. */
  readonly source?: string;
}

/** All rounds of one contestant under one workload. */
export interface Series {
  readonly contestant: string;
  readonly samples: readonly Sample[];
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/**
 * The median over the rounds of one contestant's time divided by another's in the same round: what
 * disturbs the machine for a while disturbs both.
 */
export function pairedRatio(series: Series, base: Series): number {
  return median(
    series.samples.map(({ wallMs }, round) => wallMs / (base.samples[round]?.wallMs ?? Number.NaN)),
  );
}
