/** Shares the event loop during long work, up to a deadline. */
export interface Pace {
  /** Whether it is time to let others run; costs next to nothing. */
  isDue(): boolean;
  /** Lets others run once; `overdue` means that the work has to be given up. */
  pause(): Promise<'go-on' | 'overdue'>;
}

/** A clock that only ever grows, in milliseconds. */
export type MonotonicMs = () => number;

/** Creates a pace of slices of `sliceMs` that ends `deadlineMs` from now. */
export function createPace(monotonicMs: MonotonicMs, sliceMs: number, deadlineMs: number): Pace {
  const endsAtMs = monotonicMs() + deadlineMs;
  let sliceEndsAtMs = monotonicMs() + sliceMs;
  return {
    isDue: () => monotonicMs() >= sliceEndsAtMs,
    async pause() {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const nowMs = monotonicMs();
      sliceEndsAtMs = nowMs + sliceMs;
      return nowMs >= endsAtMs ? 'overdue' : 'go-on';
    },
  };
}
