import type { ProcessIdentity } from '../../shared/listener.ts';
import type { KillMeans, KillOutcome, KillPlan } from '../../shared/kill.ts';
import type { Host } from './host.ts';
import type { Keeper } from './keeper.ts';
import { killOwner, prepareKill, toKilledEntry, type PreparedKill } from './kill-owner.ts';
import type { StateCell } from './state.ts';

/** How long Quit waits for kills that are under way, in milliseconds. */
const QUIT_WAIT_MS = 1500;

/** A kill asked for outside a window: done, or in need of a look at its plan first. */
export type DirectKill =
  { readonly kind: 'done'; readonly outcome: KillOutcome } | { readonly kind: 'needs-a-look' };

/** The kills that are asked for, one at a time for each listener, and on record. */
export interface Kills {
  prepare(listenerKey: string, shown: readonly ProcessIdentity[]): Promise<PreparedKill>;
  carryOut(plan: KillPlan, means: KillMeans): Promise<KillOutcome>;
  /** Kills gracefully without asking, unless the settings or the plan want the person to look. */
  carryOutDirectly(listenerKey: string, shown: readonly ProcessIdentity[]): Promise<DirectKill>;
  /** Resolves when what was signalled is on record; a stubborn process does not hold us long. */
  settled(): Promise<void>;
}

export interface KillsParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  /** Lets what was done show in the state before it is answered for. */
  readonly afterKill: () => Promise<void>;
}

export function createKills({ host, cell, keeper, afterKill }: KillsParts): Kills {
  const running = new Map<string, { means: KillMeans; outcome: Promise<KillOutcome> }>();

  function prepare(listenerKey: string, shown: readonly ProcessIdentity[]): Promise<PreparedKill> {
    return prepareKill(host, listenerKey, cell.get().settings, shown);
  }

  async function killAndRecord(plan: KillPlan, means: KillMeans): Promise<KillOutcome> {
    const outcome = await killOwner(host, plan, means, cell.get().settings);
    host.logger.log('info', 'kill', { port: plan.port, means, outcome: outcome.kind });
    const entry = toKilledEntry(host, plan, means, outcome);
    if (entry !== undefined) keeper.record([entry]);
    await afterKill();
    return outcome;
  }

  /** A second click while the first still waits is the same kill, not a second signal. */
  function carryOut(plan: KillPlan, means: KillMeans): Promise<KillOutcome> {
    const known = running.get(plan.listenerKey);
    if (known?.means === means) return known.outcome;
    const outcome = killAndRecord(plan, means).finally(() => {
      running.delete(plan.listenerKey);
    });
    running.set(plan.listenerKey, { means, outcome });
    return outcome;
  }

  return {
    prepare,
    carryOut,
    async carryOutDirectly(listenerKey, shown) {
      const prepared = await prepare(listenerKey, shown);
      switch (prepared.kind) {
        case 'changed':
        case 'already-free':
          return { kind: 'done', outcome: { kind: prepared.kind } };
        case 'scan-failed':
          return { kind: 'done', outcome: { kind: 'scan-failed', wasSignalled: false } };
        case 'planned':
          return prepared.plan.asks || prepared.plan.refusal !== undefined
            ? { kind: 'needs-a-look' }
            : { kind: 'done', outcome: await carryOut(prepared.plan, 'graceful') };
      }
    },
    async settled() {
      const waiting = [...running.values()].map(({ outcome }) => outcome);
      if (waiting.length === 0) return;
      await Promise.race([Promise.allSettled(waiting), host.clock.sleep(QUIT_WAIT_MS)]);
    },
  };
}
