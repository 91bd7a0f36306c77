import type { Listener, Owner } from '../../../shared/listener.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Notice } from '../../../shared/snapshot.ts';
import type { Clock } from '../host.ts';
import { listOnAddress } from './port-standing.ts';
import { isSomeOfProgram, toRespawn } from './respawn.ts';
import { toOwners } from '../state.ts';

/** Who comes back later than this was started by a person or for a reason of its own. */
const EXPECT_MS = 10_000;

export interface Respawn {
  readonly plan: KillPlan;
  readonly holders: readonly Owner[];
}

/** Notices programs that take a port again soon after a kill has freed it. */
export interface RespawnWatch {
  expect(plan: KillPlan): void;
  /** Whoever comes to this plan's port now does so by the person's wish. */
  forget(plan: KillPlan): void;
  /** Each return is told once. */
  look(listeners: readonly Listener[]): readonly Respawn[];
}

export function createRespawnWatch(clock: Clock): RespawnWatch {
  let freed: readonly { readonly plan: KillPlan; readonly atMs: number }[] = [];
  return {
    expect(plan) {
      freed = [...freed, { plan, atMs: clock.monotonicMs() }];
    },
    forget({ protocol, port }) {
      freed = freed.filter(({ plan }) => plan.protocol !== protocol || plan.port !== port);
    },
    look(listeners) {
      if (freed.length === 0) return [];
      const nowMs = clock.monotonicMs();
      const respawns: Respawn[] = [];
      freed = freed.filter((one) => {
        if (nowMs - one.atMs > EXPECT_MS) return false;
        const holders = findReturned(one.plan, listeners);
        if (holders.length === 0) return true;
        respawns.push({ plan: one.plan, holders });
        return false;
      });
      return respawns;
    },
  };
}

function findReturned(plan: KillPlan, listeners: readonly Listener[]): readonly Owner[] {
  const holders = toOwners(listOnAddress(listeners, plan));
  return isSomeOfProgram(holders, plan.targets) ? holders : [];
}

/** Tells the person that killing once more would not help. */
export function toCameBackNotice({ plan, holders }: Respawn, id: string): Notice {
  const { starter } = toRespawn({ plan, way: 'processes' });
  const names = [...new Set(holders.map(({ name }) => name))];
  return { kind: 'came-back', id, port: plan.port, names, ...starter };
}
