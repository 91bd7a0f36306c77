import type { Owner } from './listener.ts';
import type { WhyReport } from './why.ts';

type PortUses = NonNullable<WhyReport['uses']>;

/** Who keeps a port in some state by how many sockets; without an owner where that is hidden. */
export interface PortKeeper {
  readonly owner: Owner | undefined;
  readonly count: number;
}

/** Each process once; those that are hidden together. */
export function toPortKeepers(
  uses: PortUses | undefined,
  state: PortUses[number]['state'],
): readonly PortKeeper[] {
  const keepers = new Map<number | undefined, PortKeeper>();
  for (const use of uses ?? []) {
    if (use.state !== state) continue;
    const [owner] = use.owners;
    const pid = owner?.identity.pid;
    keepers.set(pid, { owner, count: (keepers.get(pid)?.count ?? 0) + 1 });
  }
  return [...keepers.values()];
}
