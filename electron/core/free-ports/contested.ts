import type { PastConflict } from '../host.ts';

/** What is looked back at, and how many conflicts within it are "often". */
const LOOK_BACK_MS = 30 * 24 * 60 * 60_000;
const OFTEN = 3;

/** Whether a conflict still counts. */
export function isRecent({ atMs }: PastConflict, nowMs: number): boolean {
  return nowMs - atMs <= LOOK_BACK_MS;
}

/** The ports that were in conflict three times or more within the last thirty days. */
export function findContested(
  conflicts: readonly PastConflict[],
  nowMs: number,
): ReadonlySet<number> {
  const counts = new Map<number, number>();
  for (const conflict of conflicts) {
    if (!isRecent(conflict, nowMs)) continue;
    counts.set(conflict.port, (counts.get(conflict.port) ?? 0) + 1);
  }
  return new Set([...counts].filter(([, count]) => count >= OFTEN).map(([port]) => port));
}
