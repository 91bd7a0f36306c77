import type { Owner } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillMeans, KillPlan, KillWay } from '../../../shared/kill.ts';
import type { Host } from '../host.ts';
import type { Proof, SignalResult } from '../host-processes.ts';
import { isChild } from './kill-plan.ts';

export type ProcessWay = Extract<KillWay, { kind: 'processes' | 'tree' | 'watcher' }>;

/** Whom to signal together, and what they must still be. */
interface Round {
  readonly targets: readonly Owner[];
  readonly proof: Proof;
}

export type BegunKill =
  | { readonly kind: 'begun' }
  /** Nobody was signalled. */
  | { readonly kind: 'changed' }
  | { readonly kind: 'not-permitted'; readonly target: Owner };

export interface KillRounds {
  /** Signals those who come first. */
  begin(): BegunKill;
  /** Signals the next once those before them are gone, or had their time. */
  goOn(): void;
  /** Signals by force whoever of all is left. */
  force(): void;
  /** Those of all who still live. */
  listAlive(): readonly Owner[];
}

/** How long those who come first may take before the rest is signalled too. */
const ROUND_MS = 1500;

/** Who is ended in this way, in which order. Whoever `mayEnd` refuses is left out. */
export function createKillRounds(
  host: Host,
  plan: KillPlan,
  way: ProcessWay,
  means: KillMeans,
  mayEnd: (owner: Owner) => boolean,
): KillRounds {
  const below = way.kind === 'tree' ? way.below.filter(mayEnd) : [];
  const rounds = [...toRounds(plan, way, below, means)];
  const roundMs = Math.min(ROUND_MS, plan.graceMs / 2);
  const newborn: Owner[] = [];
  let current: Round | undefined;
  let signalledAtMs = 0;

  function signalRound(round: Round, by: KillMeans): readonly [Owner, SignalResult][] {
    current = round;
    signalledAtMs = host.clock.monotonicMs();
    return round.targets.map((target) => [target, host.terminator.signal(target, round.proof, by)]);
  }

  const isAlive = ({ identity }: Owner): boolean => host.processes.isAlive(identity);

  function listAll(): readonly Owner[] {
    const above = way.kind === 'watcher' ? [way.watcher.process] : [];
    return [...above, ...plan.targets, ...below, ...newborn];
  }

  /** Children that were born while the tree was being signalled. */
  function signalNewborn(): void {
    if (way.kind !== 'tree') return;
    const known = listAll().map(({ identity }) => identity);
    const unknown = host.processes
      .listDescendants(known)
      .filter((one) => mayEnd(one) && !known.some((other) => isSameIdentity(one.identity, other)));
    newborn.push(...unknown);
    for (const target of unknown) host.terminator.signal(target, { kind: 'identity' }, means);
  }

  return {
    begin() {
      const first = rounds.shift();
      if (first === undefined) return { kind: 'changed' };
      const results = signalRound(first, means);
      const isAnySent = results.some(([, result]) => result === 'sent');
      if (isAnySent) return { kind: 'begun' };
      const denied = results.find(([, result]) => result === 'not-permitted');
      if (denied !== undefined) return { kind: 'not-permitted', target: denied[0] };
      return results.some(([, result]) => result === 'changed')
        ? { kind: 'changed' }
        : { kind: 'begun' };
    },
    goOn() {
      const isOver = host.clock.monotonicMs() - signalledAtMs >= roundMs;
      if (!isOver && current?.targets.some(isAlive) === true) return;
      const next = rounds.shift();
      if (next === undefined) return;
      signalRound({ ...next, targets: next.targets.filter(isAlive) }, means);
      if (rounds.length === 0) signalNewborn();
    },
    force() {
      rounds.length = 0;
      for (const round of toRounds(plan, way, [...below, ...newborn], 'force'))
        signalRound(round, 'force');
    },
    listAlive: () => listAll().filter(isAlive),
  };
}

/** A parent that ends well takes its children along, and what starts others again goes first. */
function* toRounds(
  plan: KillPlan,
  way: ProcessWay,
  below: readonly Owner[],
  means: KillMeans,
): Iterable<Round> {
  const { targets, sockets } = plan;
  const holding = { kind: 'holds-socket', sockets } as const;
  if (way.kind === 'watcher') {
    yield { targets: [way.watcher.process], proof: { kind: 'identity' } };
  }
  // By force nothing is left to the parent, and waiting for it would let it start others.
  const tops = means === 'force' ? targets : targets.filter((target) => !isChild(target, targets));
  yield { targets: tops, proof: holding };
  const rest = targets.filter((target) => !tops.includes(target));
  if (rest.length > 0) yield { targets: rest, proof: holding };
  if (way.kind === 'tree') yield { targets: below, proof: { kind: 'identity' } };
}
