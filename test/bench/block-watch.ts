import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

const TICK_MS = 1;
const NS_PER_MS = 1e6;

/**
 * Watches for how long the event loop is kept at most, give or take a millisecond. The engine ticks
 * by itself, since a timer of ours would take some of what is measured.
 */
export function watchBlocking(): { stop(): Promise<number> } {
  const delays = monitorEventLoopDelay({ resolution: TICK_MS });
  delays.enable();
  return {
    async stop() {
      // What was kept last is seen at the tick after it.
      await sleep(TICK_MS * 5);
      delays.disable();
      return Math.max(0, delays.max / NS_PER_MS - TICK_MS);
    },
  };
}
