import type { Clock } from '../core/host.ts';

/** Node answers a longer wait with an immediate call. */
const TIMER_MAX_MS = 2 ** 31 - 1;

/**
 * The machine's clocks. What is scheduled does not keep the process alive; who sleeps does, since
 * somebody waits for it.
 */
export function createClock(): Clock {
  return {
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    sleep: (ms) => new Promise((resolve) => startTimer(ms, resolve, true)),
    schedule: (ms, task) => startTimer(ms, task, false),
  };
}

function startTimer(ms: number, task: () => void, keepsAlive: boolean): () => void {
  let timer: NodeJS.Timeout;
  function start(restMs: number): void {
    const stepMs = Math.min(restMs, TIMER_MAX_MS);
    timer = setTimeout(() => (restMs > stepMs ? start(restMs - stepMs) : task()), stepMs);
    if (!keepsAlive) timer.unref();
  }
  start(ms);
  return () => clearTimeout(timer);
}
