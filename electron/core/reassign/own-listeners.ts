import type { Listener, Owner } from '../../../shared/listener.ts';
import { toTitle } from '../../../shared/titles.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import { askForContainer } from '../container-watch.ts';
import type { Host } from '../host.ts';
import { isListenerByRule, isOnWatchedAddress, type RealPaths } from '../verdicts/verdict.ts';

/** Whether the service itself listens there; who may be anybody is never known to be it. */
export function isOwnListener(
  listener: Listener,
  watched: WatchedPort,
  realPaths: RealPaths,
): boolean {
  return (
    watched.expectedOwner.kind !== 'anybody' &&
    isOnWatchedAddress(listener, watched) &&
    isListenerByRule(listener, watched.expectedOwner, realPaths)
  );
}

/**
 * The one process of these from which the others come, as the master of a cluster does; undefined
 * where there are several.
 */
export function findRoot(owners: readonly Owner[]): Owner | undefined {
  const roots = owners.filter(
    ({ parentPid }) => !owners.some(({ identity }) => identity.pid === parentPid),
  );
  return roots.length === 1 ? roots[0] : undefined;
}

/** What a listener's holder is called, for a person. */
export function toHolderName({ owners, container, user }: Listener): string {
  const [owner] = owners;
  return container?.name ?? (owner === undefined ? user : toTitle(owner).text);
}

/** The same listener with the name of its container, where its engine knows one. */
export async function withContainer(host: Host, listener: Listener): Promise<Listener> {
  const answer = await askForContainer(host, listener);
  return answer?.kind === 'found' ? { ...listener, container: answer.container } : listener;
}
