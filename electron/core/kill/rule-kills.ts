import type { Listener, ProcessIdentity } from '../../../shared/listener.ts';
import type { KillOutcome, KillPlan } from '../../../shared/kill.ts';
import { hasSquatter } from '../../../shared/squatter.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import type { Kills } from './kills.ts';
import { readRealPaths } from '../verdicts/rule-paths.ts';
import { toMutedUntil, type AppState } from '../state.ts';
import { isOwnerByRule, type RealPaths } from '../verdicts/verdict.ts';

/** More often than this in that time, and something starts it again: killing on does not help. */
const KILLS_MAX = 2;
const KILLS_WITHIN_MS = 10 * 60_000;

/** What a rule did, for the history's reader and for a notification. */
export type RuleKill =
  | { readonly kind: 'killed'; readonly watchedPort: WatchedPort; readonly outcome: KillOutcome }
  /** Ending the processes is not what helps, or takes rights: a person must choose. */
  | { readonly kind: 'left-alone'; readonly watchedPort: WatchedPort }
  /** The limit is reached; from now on the person decides. */
  | { readonly kind: 'gave-up'; readonly watchedPort: WatchedPort };

export interface RuleKills {
  /** Ends the squatters of watched ports whose rule says so. Each scan's state goes in once. */
  look(state: AppState): void;
}

export interface RuleKillsParts {
  readonly host: Pick<Host, 'clock' | 'processes' | 'resolvePath'>;
  readonly kills: Kills;
  readonly tell: (kill: RuleKill) => void;
}

export function createRuleKills({ host, kills, tell }: RuleKillsParts): RuleKills {
  const { clock } = host;
  /** By watched port: when (monotonic milliseconds) its rule has killed. */
  const killedAtMs = new Map<string, readonly number[]>();
  const busy = new Set<string>();
  const givenUp = new Set<string>();
  /** By watched port: whom its rule has left to the person. */
  const leftAlone = new Map<string, string>();

  async function kill(
    watchedPort: WatchedPort,
    listener: Listener,
    watchedPorts: readonly WatchedPort[],
  ): Promise<void> {
    const { id } = watchedPort;
    const shown = listener.owners.map(({ identity }): ProcessIdentity => identity);
    const prepared = await kills.prepare(listener.key, shown);
    if (prepared.kind !== 'planned') return;
    const { plan } = prepared;
    // Read once more: where the links of rules lead is not known yet when the app has just started.
    const realPaths = await readRealPaths(host, watchedPorts);
    const isAnyFriend = watchedPorts.some((one) => isExpectedOn(one, plan, realPaths));
    const isAnyStranger = plan.targets.some(({ user }) => user !== host.processes.user);
    // Where ending the processes is not what helps, a person must choose.
    if (isAnyFriend || isAnyStranger || plan.ways[0]?.kind !== 'processes') {
      if (!leftAlone.has(id)) tell({ kind: 'left-alone', watchedPort });
      leftAlone.set(id, toWhom(listener));
      return;
    }
    leftAlone.delete(id);
    killedAtMs.set(id, [...(killedAtMs.get(id) ?? []), clock.monotonicMs()]);
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

  function act(
    watchedPort: WatchedPort,
    listener: Listener,
    watchedPorts: readonly WatchedPort[],
  ): void {
    const { id } = watchedPort;
    if (leftAlone.get(id) === toWhom(listener)) return;
    if (!mayKill(watchedPort)) {
      if (!givenUp.has(id)) tell({ kind: 'gave-up', watchedPort });
      givenUp.add(id);
      return;
    }
    givenUp.delete(id);
    busy.add(id);
    void kill(watchedPort, listener, watchedPorts).finally(() => busy.delete(id));
  }

  return {
    look(state) {
      const { watchedPorts } = state.settings;
      for (const watchedPort of watchedPorts) {
        const { id, autoKill } = watchedPort;
        if (autoKill === undefined || busy.has(id)) continue;
        // Whoever asked to be left alone with this conflict did not ask for a kill.
        if (toMutedUntil(state.settings, id, clock.wallMs()) !== undefined) continue;
        const listener = findVictim(watchedPort, state);
        if (listener !== undefined) act(watchedPort, listener, watchedPorts);
      }
    },
  };
}

/** The squatter's listener, if every one of its processes is one that the rule names. */
function findVictim(watchedPort: WatchedPort, state: AppState): Listener | undefined {
  const { id, autoKill } = watchedPort;
  const judged = state.judged.get(id);
  if (autoKill === undefined || state.failure !== undefined) return undefined;
  if (judged?.watchedPort !== watchedPort) return undefined;
  const { verdict } = judged;
  if (verdict.kind !== 'conflict' || !hasSquatter(verdict)) return undefined;
  return state.reading?.listeners.find(
    ({ key, owners, ownerVisibility }) =>
      verdict.listenerKeys.includes(key) &&
      ownerVisibility === 'visible' &&
      owners.length > 0 &&
      owners.every((owner) => isOwnerByRule(owner, { kind: 'executable', ...autoKill })),
  );
}

/** Whether one of those who would end is at its place on this watched port, which then loses it. */
function isExpectedOn(
  { port, protocol, expectedOwner, acceptedOwners }: WatchedPort,
  plan: KillPlan,
  realPaths: RealPaths,
): boolean {
  const isHeld = [plan, ...plan.alsoHolds].some(
    (held) => held.port === port && held.protocol === protocol,
  );
  const rules = [expectedOwner, ...acceptedOwners].filter(({ kind }) => kind !== 'anybody');
  return (
    isHeld &&
    plan.targets.some((owner) => rules.some((rule) => isOwnerByRule(owner, rule, realPaths)))
  );
}

function toWhom({ owners }: Listener): string {
  return JSON.stringify(owners.map(({ identity }) => [identity.pid, identity.startToken]));
}
