/** Runs a task when it is its turn; `busy` where too many wait already. */
export interface Gate {
  enter<T>(task: () => Promise<T>): Promise<T> | 'busy';
  /** Whether a task runs or waits. */
  isBusy(): boolean;
  /** Resolves when nothing runs or waits any more. */
  settled(): Promise<void>;
}

/**
 * One task after the other, so that a flood of questions reads the system once at a time, and no
 * answer is of the middle of somebody's kill.
 */
export function createGate(waitingMax: number): Gate {
  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    enter(task) {
      if (waiting >= waitingMax) return 'busy';
      waiting += 1;
      const run = last.then(task).finally(() => {
        waiting -= 1;
      });
      // Whoever asked hears of the failure; the next in the queue does not.
      last = run.catch(() => undefined);
      return run;
    },
    isBusy: () => waiting > 0,
    async settled() {
      await last;
    },
  };
}
