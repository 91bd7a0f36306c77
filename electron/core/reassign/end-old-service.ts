import type { KillOutcome } from '../../../shared/kill.ts';
import type { Listener } from '../../../shared/listener.ts';
import type { Settings } from '../../../shared/settings.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import { groupPlans, killTogether, planPort } from '../kill/port-kills.ts';
import { isOwnerByRule, type RealPaths } from '../verdicts/verdict.ts';
import { isOwnListener } from './own-listeners.ts';

/**
 * Ends the service where it still listens on its old ports, gracefully and by the same way as every
 * kill; nobody else there is touched. Whether the ports are free of it now.
 */
export async function endOldService(
  host: Host,
  service: readonly WatchedPort[],
  settings: Settings,
  realPaths: RealPaths,
): Promise<boolean> {
  const isOwn = (listener: Listener): boolean =>
    service.some((watched) => isOwnListener(listener, watched, realPaths));
  const planned = await planPort(host, isOwn, settings);
  if (planned.kind !== 'planned') return false;
  for (const group of groupPlans(planned.plans, ({ ways }) => ways[0])) {
    const way = group[0]?.ways[0];
    // A container's port is given by its engine, which the restart command tells.
    if (way === undefined || way.kind.startsWith('container')) return false;
    const outcome = await killTogether(host, group, { way: way.kind, means: 'graceful' }, settings);
    if (!service.every((watched) => isGone(outcome, watched, realPaths))) return false;
  }
  return true;
}

function isGone(
  outcome: KillOutcome,
  { expectedOwner }: WatchedPort,
  realPaths: RealPaths,
): boolean {
  if (outcome.kind !== 'taken-again') {
    return outcome.kind === 'freed' || outcome.kind === 'already-free';
  }
  // Another program may have the old port now, but not the service once more.
  return !outcome.holders.some((owner) => isOwnerByRule(owner, expectedOwner, realPaths));
}
