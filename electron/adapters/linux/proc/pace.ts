/** Shares the event loop during long work, up to a deadline. */
export interface Pace {
  /** Whether it is time to let others run. Asks the clock, which costs more than a small step. */
  isDue(): boolean;
  /** The same among many small steps, numbered from zero: asks the clock at each 64th alone. */
  isDueAt(step: number): boolean;
  /** Lets others run once; `overdue` means that the work has to be given up. */
  pause(): Promise<'go-on' | 'overdue'>;
}

/** A clock that only ever grows, in milliseconds. */
export type MonotonicMs = () => number;

const STEP_MASK = 63;

/** Creates a pace of slices of `sliceMs` that ends `deadlineMs` from now. */
export function createPace(monotonicMs: MonotonicMs, sliceMs: number, deadlineMs: number): Pace {
  const endsAtMs = monotonicMs() + deadlineMs;
  let sliceEndsAtMs = monotonicMs() + sliceMs;
  const isDue = (): boolean => monotonicMs() >= sliceEndsAtMs;
  return {
    isDue,
    isDueAt: (step) => (step & STEP_MASK) === 0 && isDue(),
    async pause() {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const nowMs = monotonicMs();
      sliceEndsAtMs = nowMs + sliceMs;
      return nowMs >= endsAtMs ? 'overdue' : 'go-on';
    },
  };
}
