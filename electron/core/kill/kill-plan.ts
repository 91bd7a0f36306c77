import type { Listener, Owner } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillPlan, KillRefusal, KillWarning } from '../../../shared/kill.ts';
import type { KillCircumstances } from './kill-circumstances.ts';
import { isOnAddress } from './port-standing.ts';
import { decideWarnings } from './kill-warnings.ts';
import { decideWays } from './kill-ways.ts';
import { decideRefusal, isAirPlayReceiver } from './never-kill.ts';

/** Says how the port can be freed, whom that stops, what else it costs, or why it is refused. */
export function decideKillPlan(circumstances: KillCircumstances): KillPlan {
  const { listener, settings, isPrivileged, user } = circumstances;
  const targets = sortParentsFirst(listener.owners);
  const warnings = decideWarnings(circumstances);
  const ways = decideWays(circumstances);
  const others = circumstances.listeners.filter(
    (other) => other.key !== listener.key && isOnAddress(other, listener),
  );
  const refusal = ways.length === 0 ? findRefusal(circumstances) : undefined;
  return {
    listenerKey: listener.key,
    protocol: listener.protocol,
    address: listener.address,
    port: listener.port,
    sockets: listener.sockets,
    ...(others.length > 0 && { othersSockets: others.flatMap(({ sockets }) => sockets) }),
    targets,
    alsoHolds: circumstances.listeners
      .filter((other) => other.key !== listener.key && sharesOwner(other, targets))
      .map(({ protocol, address, port }) => ({ protocol, address, port })),
    warnings,
    ways,
    ...(refusal !== undefined && { refusal }),
    needsRights: !isPrivileged && targets.some((target) => target.user !== user),
    asks:
      settings.askBeforeKill === 'always' ||
      (settings.askBeforeKill === 'on-warning' && warnings.some(isReasonToAsk)),
    graceMs: settings.graceMs,
  };
}

/** That a program cannot be asked to end is so of nearly all on Windows: it is said, and no more. */
function isReasonToAsk({ kind }: KillWarning): boolean {
  return kind !== 'force-only';
}

/** A parent that ends well takes its children along, so it is signalled before them. */
function sortParentsFirst(owners: readonly Owner[]): readonly Owner[] {
  return owners.toSorted(
    (a, b) =>
      Number(isChild(a, owners)) - Number(isChild(b, owners)) || a.identity.pid - b.identity.pid,
  );
}

/** Whether the process was started by another of these. */
export function isChild(owner: Owner, owners: readonly Owner[]): boolean {
  return owners.some(({ identity }) => identity.pid === owner.parentPid);
}

function sharesOwner(listener: Listener, owners: readonly Owner[]): boolean {
  return listener.owners.some((one) =>
    owners.some((other) => isSameIdentity(one.identity, other.identity)),
  );
}

function findRefusal(circumstances: KillCircumstances): NonNullable<KillPlan['refusal']> {
  const { listener, contexts } = circumstances;
  for (const owner of listener.owners) {
    const reason = decideRefusal(owner, contexts.get(owner.identity.pid), circumstances);
    if (reason === undefined) continue;
    const isAirPlay = reason === 'essential' && isAirPlayReceiver(owner, listener.port);
    // Of a program in WSL, what would be ended is the process that carries its port.
    const name = owner.carried?.by ?? owner.name;
    return { reason: isAirPlay ? 'airplay' : reason, name, user: owner.user };
  }
  return { reason: decideHidden(circumstances), name: '', user: listener.user };
}

/** Why nobody is seen behind the listener. */
function decideHidden({ listener, user, isPrivileged, seesAll }: KillCircumstances): KillRefusal {
  if (seesAll) return 'no-process';
  // Root cannot become root: it lacks the rights that root has elsewhere.
  if (isPrivileged) return 'hidden-from-root';
  return listener.user === user ? 'own-hidden' : 'hidden-owner';
}
