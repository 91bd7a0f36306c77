import type { Listener, ProcessIdentity } from '../../shared/listener.ts';
import type { KillOutcome } from '../../shared/kill.ts';
import { hasSquatter } from '../../shared/verdict.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import type { Clock } from './host.ts';
import type { Kills } from './kills.ts';
import { toMutedUntil, type AppState } from './state.ts';
import { isOwnerByRule } from './verdict.ts';

/** More often than this in that time, and something starts it again: killing on does not help. */
const KILLS_MAX = 2;
const KILLS_WITHIN_MS = 10 * 60_000;

/** What a rule did, for the history's reader and for a notification. */
export type RuleKill =
  | { readonly kind: 'killed'; readonly watchedPort: WatchedPort; readonly outcome: KillOutcome }
  /** The limit is reached; from now on the person decides. */
  | { readonly kind: 'gave-up'; readonly watchedPort: WatchedPort };

export interface RuleKills {
  /** Ends the squatters of watched ports whose rule says so. Each scan's state goes in once. */
  look(state: AppState): void;
}

export interface RuleKillsParts {
  readonly clock: Clock;
  readonly kills: Kills;
  readonly tell: (kill: RuleKill) => void;
}

export function createRuleKills({ clock, kills, tell }: RuleKillsParts): RuleKills {
  /** By watched port: when (monotonic milliseconds) its rule has killed. */
  const killedAtMs = new Map<string, readonly number[]>();
  const busy = new Set<string>();
  const givenUp = new Set<string>();

  async function kill(watchedPort: WatchedPort, listener: Listener): Promise<void> {
    const shown = listener.owners.map(({ identity }): ProcessIdentity => identity);
    const prepared = await kills.prepare(listener.key, shown);
    if (prepared.kind !== 'planned') return;
    const { plan } = prepared;
    // Where ending the processes is not what helps, a person must choose.
    if (plan.ways[0]?.kind !== 'processes' || plan.needsRights) return;
    const outcome = await kills.carryOut(plan, {
      way: 'processes',
      means: 'graceful',
      byRule: true,
    });
    tell({ kind: 'killed', watchedPort, outcome });
  }

  function mayKill({ id }: WatchedPort): boolean {
    const nowMs = clock.monotonicMs();
    const recent = (killedAtMs.get(id) ?? []).filter((atMs) => nowMs - atMs < KILLS_WITHIN_MS);
    killedAtMs.set(id, recent);
    return recent.length < KILLS_MAX;
  }

  function act(watchedPort: WatchedPort, listener: Listener): void {
    const { id } = watchedPort;
    if (!mayKill(watchedPort)) {
      if (!givenUp.has(id)) tell({ kind: 'gave-up', watchedPort });
      givenUp.add(id);
      return;
    }
    givenUp.delete(id);
    killedAtMs.set(id, [...(killedAtMs.get(id) ?? []), clock.monotonicMs()]);
    busy.add(id);
    void kill(watchedPort, listener).finally(() => busy.delete(id));
  }

  return {
    look(state) {
      for (const watchedPort of state.settings.watchedPorts) {
        const { id, autoKill } = watchedPort;
        if (autoKill === undefined || busy.has(id)) continue;
        // Whoever asked to be left alone with this conflict did not ask for a kill.
        if (toMutedUntil(state.settings, id, clock.wallMs()) !== undefined) continue;
        const listener = findVictim(watchedPort, state);
        if (listener !== undefined) act(watchedPort, listener);
      }
    },
  };
}

/** The squatter's listener, if every one of its processes is one that the rule names and no friend. */
function findVictim(watchedPort: WatchedPort, state: AppState): Listener | undefined {
  const { autoKill, expectedOwner, acceptedOwners } = watchedPort;
  const judged = state.judged.get(watchedPort.id);
  if (autoKill === undefined || judged?.watchedPort !== watchedPort) return undefined;
  const { verdict } = judged;
  if (verdict.kind !== 'conflict' || !hasSquatter(verdict) || state.failure !== undefined) {
    return undefined;
  }
  return state.reading?.listeners.find(
    ({ key, owners, ownerVisibility }) =>
      verdict.listenerKeys.includes(key) &&
      ownerVisibility === 'visible' &&
      owners.length > 0 &&
      owners.every(
        (owner) =>
          isOwnerByRule(owner, { kind: 'executable', ...autoKill }) &&
          ![expectedOwner, ...acceptedOwners].some((rule) => isOwnerByRule(owner, rule)),
      ),
  );
}
