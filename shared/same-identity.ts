import type { ProcessIdentity } from './listener.ts';

/** Whether both are one process, and not two that had the same pid. */
export function isSameIdentity(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return a.pid === b.pid && a.startToken === b.startToken;
}
