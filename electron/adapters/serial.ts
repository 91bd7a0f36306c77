/** Runs the given tasks one after the other, in the order in which they were handed over. */
export type Serial = <T>(task: () => Promise<T>) => Promise<T>;

/** A queue of its own; a task that fails does not hold up the next. */
export function createSerial(): Serial {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const run = last.then(task, task);
    last = run;
    return run;
  };
}
