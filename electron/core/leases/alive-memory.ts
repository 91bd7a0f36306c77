import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { Clock } from '../host.ts';
import type { IsAlive } from './lease-book.ts';

/** How long a look at a process counts. */
const KEEP_MS = 100;
const KEPT_MAX = 10_000;

/** The same answers, read once for all leases that are asked for within a moment. */
export function createAliveMemory(isAlive: IsAlive, clock: Pick<Clock, 'monotonicMs'>): IsAlive {
  const seenAtMs = new Map<string, number>();
  return (identity: ProcessIdentity) => {
    const key = `${identity.pid}/${identity.startToken}`;
    const nowMs = clock.monotonicMs();
    if (nowMs - (seenAtMs.get(key) ?? -Infinity) < KEEP_MS) return true;
    if (seenAtMs.size >= KEPT_MAX) seenAtMs.clear();
    if (isAlive(identity)) {
      seenAtMs.set(key, nowMs);
      return true;
    }
    seenAtMs.delete(key);
    return false;
  };
}
