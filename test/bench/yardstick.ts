import { readlinkSync } from 'node:fs';

const LOOKS = 500;

/** How long a piece of work takes that is like a scan's and never changes. */
export function measureYardstickMs(): number {
  const startedMs = performance.now();
  for (let look = 0; look < LOOKS; look += 1) readlinkSync('/proc/self/exe');
  return performance.now() - startedMs;
}
