import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MS = 1;
/** The first tick comes before the work, and what was kept last is seen at the tick after it. */
const SETTLE_MS = 5;
const NS_PER_MS = 1e6;

/**
 * Works, and tells for how long the event loop was kept at most, in ms, give or take one. The engine
 * ticks by itself, since a timer of ours would take some of what is measured.
 */
export async function watchBlocking<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly result: Result; readonly blockedMs: number }> {
  const delays = monitorEventLoopDelay({ resolution: TICK_MS });
  delays.enable();
  await sleep(SETTLE_MS);
  const result = await work();
  await sleep(SETTLE_MS);
  delays.disable();
  return { result, blockedMs: Math.max(0, delays.max / NS_PER_MS - TICK_MS) };
}
