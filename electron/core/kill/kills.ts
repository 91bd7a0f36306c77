import type { ProcessIdentity } from '../../../shared/listener.ts';
import type { KillOutcome, KillPlan, KillWay } from '../../../shared/kill.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';
import { toKilledEntry } from './kill-history.ts';
import { killOwner, type KillChoice } from './kill-owner.ts';
import { prepareDirectKill, prepareKill, type PreparedKill } from './prepare-kill.ts';
import type { Relaunches } from './relaunches.ts';
import type { RespawnWatch } from './respawn-watch.ts';
import type { StateCell } from '../state.ts';

/** How long Quit waits for kills that are under way, in milliseconds. */
const QUIT_WAIT_MS = 1500;

/** A kill asked for outside a window: done, or in need of a look at its plan first. */
export type DirectKill =
  { readonly kind: 'done'; readonly outcome: KillOutcome } | { readonly kind: 'needs-a-look' };

export interface KillOrder extends KillChoice {
  /** A rule of the watched port wants it, and nobody was asked. */
  readonly byRule?: boolean;
}

/** The kills that are asked for, one at a time for each listener, and on record. */
export interface Kills {
  prepare(
    listenerKey: string,
    shown: readonly ProcessIdentity[],
    shownContainers?: readonly string[],
  ): Promise<PreparedKill>;
  carryOut(plan: KillPlan, order: KillOrder): Promise<KillOutcome>;
  /**
   * Does what helps best without asking, unless the settings or the plan want a look first, or it
   * would end somebody whom the person's click did not name.
   */
  carryOutDirectly(
    listenerKey: string,
    shown: readonly ProcessIdentity[],
    shownContainers?: readonly string[],
  ): Promise<DirectKill>;
  /** Resolves when what was signalled is on record; a stubborn process does not hold us long. */
  settled(): Promise<void>;
}

export interface KillsParts {
  readonly host: Host;
  readonly cell: StateCell;
  readonly keeper: Keeper;
  readonly relaunches: Relaunches;
  readonly respawns: RespawnWatch;
  /** Lets what was done show in the state before it is answered for. */
  readonly afterKill: () => Promise<void>;
}

export function createKills(parts: KillsParts): Kills {
  const { host, cell, keeper, relaunches, respawns, afterKill } = parts;
  const running = new Map<string, { readonly what: string; outcome: Promise<KillOutcome> }>();

  const prepare: Kills['prepare'] = (listenerKey, shown, shownContainers) =>
    prepareKill(host, listenerKey, cell.get().settings, shown, shownContainers);

  /** What a person was shown by name needs no look for being that. */
  function needsLook(plan: KillPlan, shownContainers: readonly string[]): boolean {
    if (plan.needsRights) return true;
    const isNamed = shownContainers.length > 0;
    const isNoNews = isNamed && plan.warnings.every(({ kind }) => kind === 'container');
    return plan.asks && !(isNoNews && cell.get().settings.askBeforeKill === 'on-warning');
  }

  async function killAndRecord(plan: KillPlan, order: KillOrder): Promise<KillOutcome> {
    const { means, way, byRule = false } = order;
    // Read now: of a process that has ended nothing can be read.
    const recipe = relaunches.capture(plan, way);
    const outcome = await killOwner(host, plan, order, cell.get().settings);
    host.logger.log('info', 'kill', { port: plan.port, means, way, byRule, outcome: outcome.kind });
    const entry = toKilledEntry(host, plan, order, outcome, byRule);
    if (entry !== undefined) keeper.record([entry]);
    if (outcome.kind === 'freed') {
      relaunches.remember(plan, recipe);
      respawns.expect(plan);
    }
    await afterKill();
    return outcome;
  }

  /** A second click while the first still waits is the same kill, not a second signal. */
  function carryOut(plan: KillPlan, order: KillOrder): Promise<KillOutcome> {
    const what = `${order.way} ${order.means}`;
    const known = running.get(plan.listenerKey);
    if (known?.what === what) return known.outcome;
    const outcome = killAndRecord(plan, order).finally(() => {
      if (running.get(plan.listenerKey)?.outcome === outcome) running.delete(plan.listenerKey);
    });
    running.set(plan.listenerKey, { what, outcome });
    return outcome;
  }

  return {
    prepare,
    carryOut,
    async carryOutDirectly(listenerKey, shown, shownContainers = []) {
      const { settings, reading } = cell.get();
      const listener = reading?.listeners.find(({ key }) => key === listenerKey);
      const prepared =
        listener === undefined
          ? await prepare(listenerKey, shown, shownContainers)
          : await prepareDirectKill(host, listener, settings, shown, shownContainers);
      switch (prepared.kind) {
        case 'changed':
        case 'already-free':
          return { kind: 'done', outcome: { kind: prepared.kind } };
        case 'scan-failed':
          return { kind: 'done', outcome: { kind: 'scan-failed', wasSignalled: false } };
        case 'planned': {
          const { plan } = prepared;
          const [best] = plan.ways;
          if (best === undefined || needsLook(plan, shownContainers)) {
            return { kind: 'needs-a-look' };
          }
          if (!isNamed(best, shownContainers)) return { kind: 'needs-a-look' };
          const outcome = await carryOut(plan, { way: best.kind, means: 'graceful' });
          return { kind: 'done', outcome };
        }
      }
    },
    async settled() {
      const waiting = [...running.values()].map(({ outcome }) => outcome);
      if (waiting.length === 0) return;
      await Promise.race([Promise.allSettled(waiting), host.clock.sleep(QUIT_WAIT_MS)]);
    },
  };
}

/** A line outside a window names the processes, or the container, and nobody else. */
function isNamed(way: KillWay, shownContainers: readonly string[]): boolean {
  return way.kind === 'container'
    ? shownContainers.includes(way.container.id)
    : way.kind === 'processes';
}
