import type { Owner } from './listener.ts';
import type { WhyReport } from './why.ts';

/** Who keeps how many half-closed connections of a port; without an owner where that is hidden. */
export interface HalfCloser {
  readonly owner: Owner | undefined;
  readonly count: number;
}

/** Each process once; those that are hidden together. */
export function toHalfClosers(uses: WhyReport['uses']): readonly HalfCloser[] {
  const closers = new Map<number | undefined, HalfCloser>();
  for (const { state, owners } of uses ?? []) {
    if (state !== 'half-closed') continue;
    const [owner] = owners;
    const pid = owner?.identity.pid;
    closers.set(pid, { owner, count: (closers.get(pid)?.count ?? 0) + 1 });
  }
  return [...closers.values()];
}
