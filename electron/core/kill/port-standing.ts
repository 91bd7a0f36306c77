import type { Listener, Owner } from '../../../shared/listener.ts';
import { isSameIdentity } from '../../../shared/same-identity.ts';
import type { KillPlan } from '../../../shared/kill.ts';
import type { Host, ScanResult } from '../host.ts';
import { toOwners } from '../state.ts';

/** How a port stands that a plan is to free. */
export type Standing =
  | { readonly kind: 'free' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'held' | 'taken-again'; readonly holders: readonly Owner[] };

/** What a scan says of the plan's port; on other sockets than the plan's it was taken again. */
export function toStanding(scan: ScanResult, plan: KillPlan): Standing {
  if (scan.kind === 'failed') return { kind: 'unknown' };
  const onAddress = listOnAddress(scan.listeners, plan);
  if (onAddress.length === 0) {
    return scan.missing.length === 0 ? { kind: 'free' } : { kind: 'unknown' };
  }
  const holders = toOwners(onAddress);
  const isOldSocket = onAddress.some(({ sockets }) =>
    sockets.some((socket) => plan.sockets.includes(socket)),
  );
  return { kind: isOldSocket ? 'held' : 'taken-again', holders };
}

type Address = Pick<Listener, 'protocol' | 'address' | 'port'>;

/** Whether both are on the very same address. */
export function isOnAddress(listener: Address, { protocol, address, port }: Address): boolean {
  return listener.protocol === protocol && listener.address === address && listener.port === port;
}

/** Who is on the plan's address now, without the others who shared it when the plan was made. */
export function listOnAddress(listeners: readonly Listener[], plan: KillPlan): readonly Listener[] {
  return listeners.filter((one) => isOnAddress(one, plan) && !isSharer(one, plan));
}

/** Where others than whom the plan is about have its port now: on the very address, or on another. */
export async function findOthers(
  host: Host,
  plan: KillPlan,
): Promise<'shared' | 'elsewhere' | undefined> {
  const scan = await host.scanner.scan();
  if (scan.kind === 'failed') return undefined;
  if (scan.listeners.some((one) => isSharer(one, plan))) return 'shared';
  return scan.listeners.some((one) => isElsewhere(one, plan)) ? 'elsewhere' : undefined;
}

function isElsewhere(listener: Listener, plan: KillPlan): boolean {
  return (
    listener.protocol === plan.protocol &&
    listener.port === plan.port &&
    listener.address !== plan.address &&
    !listener.owners.some((owner) => isTarget(owner, plan))
  );
}

function isSharer({ sockets }: Listener, { othersSockets = [] }: KillPlan): boolean {
  return sockets.some((socket) => othersSockets.includes(socket));
}

/**
 * How the port stands now. Who has just taken it may not be known yet as what it is, since a
 * process may have been seen before it became another program, and one who shares a socket may
 * come in late: so nobody is told of before a second, full look.
 */
export async function readStanding(host: Host, plan: KillPlan): Promise<Standing> {
  const standing = toStanding(await host.scanner.scan(), plan);
  return standing.kind === 'taken-again'
    ? toStanding(await host.scanner.scanAfresh(), plan)
    : standing;
}

/** Whether the plan is about this process. */
export function isTarget({ identity }: Owner, { targets }: KillPlan): boolean {
  return targets.some((target) => isSameIdentity(target.identity, identity));
}
