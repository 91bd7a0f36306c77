import { isInRange } from '../../../shared/port.ts';
import type { PortLimits, PortUse } from '../host.ts';

/*
 * What a socket that does not listen means for whoever wants its port. Verdicts and `why` judge by
 * the same rules, lest one calls a port free that the other calls taken.
 */

/**
 * Whether a connection was opened from here. The system lends ports of its ephemeral range to
 * those who open one; where only the other end has such a port, the other end opened it.
 */
export function isOutgoing(use: PortUse, limits: PortLimits | undefined): boolean {
  if (limits === undefined) return true;
  return isInRange(use.port, limits.ephemeral) || !isInRange(use.remotePort ?? 0, limits.ephemeral);
}

/**
 * Whether nobody can bind its address beside it. What a server has accepted and its listener left
 * behind keeps only programs away that do not ask for address reuse, as nearly all servers do; of
 * those that did not ask no table tells, and a watched port is not bound to find out. What was
 * opened from here keeps away everybody.
 */
export function isBlocking(use: PortUse, limits: PortLimits | undefined): boolean {
  if (use.state === 'closing') return false;
  if (use.protocol === 'udp' || use.state === 'bound') return true;
  return limits !== undefined && isOutgoing(use, limits);
}
