import type { Clock } from '../../electron/core/host.ts';

interface Task {
  readonly dueMs: number;
  readonly run: () => void;
}

/** A clock that moves only when the test says so. */
export interface FakeClock extends Clock {
  /** Lets time pass; tasks that fall due run in their order, with the promises they settle. */
  advance(ms: number): Promise<void>;
  /** Steps the wall clock alone, as when somebody sets the time. */
  stepWall(ms: number): void;
}

const WALL_START_MS = Date.UTC(2026, 0, 5, 9, 14);

export function createFakeClock(): FakeClock {
  let nowMs = 0;
  let wallOffsetMs = WALL_START_MS;
  const tasks = new Set<Task>();

  function schedule(ms: number, run: () => void): () => void {
    const task: Task = { dueMs: nowMs + ms, run };
    tasks.add(task);
    return () => tasks.delete(task);
  }

  function findNext(untilMs: number): Task | undefined {
    return [...tasks]
      .filter((task) => task.dueMs <= untilMs)
      .toSorted((a, b) => a.dueMs - b.dueMs)[0];
  }

  return {
    monotonicMs: () => nowMs,
    wallMs: () => wallOffsetMs + nowMs,
    schedule,
    sleep: (ms) =>
      new Promise((resolve) => {
        schedule(ms, resolve);
      }),
    async advance(ms) {
      const untilMs = nowMs + ms;
      await settle();
      for (let task = findNext(untilMs); task !== undefined; task = findNext(untilMs)) {
        tasks.delete(task);
        nowMs = Math.max(nowMs, task.dueMs);
        task.run();
        await settle();
      }
      nowMs = untilMs;
    },
    stepWall(ms) {
      wallOffsetMs += ms;
    },
  };
}

/** Lets every promise that can settle do so, file work of fakes included. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  await new Promise((resolve) => {
    setImmediate(resolve);
  });
}
