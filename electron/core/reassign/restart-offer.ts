import type { Listener } from '../../../shared/listener.ts';
import type { RestartOffer } from '../../../shared/reassign.ts';
import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { Host } from '../host.ts';
import { toOwners } from '../state.ts';
import { readRealPaths } from '../verdicts/rule-paths.ts';
import { findRoot, isOwnListener, toHolderName } from './own-listeners.ts';

/**
 * How the service could be started on another port: by the person's own command, or as it was,
 * where it runs now, is provably the service, and belongs to nobody but the person. Whoever else
 * is on the port is no part of it.
 */
export async function decideRestartOffer(
  host: Host,
  service: readonly WatchedPort[],
  listeners: readonly Listener[],
): Promise<RestartOffer | undefined> {
  const realPaths = await readRealPaths(host, service);
  const own = listeners.filter((listener) =>
    service.some((watched) => isOwnListener(listener, watched, realPaths)),
  );
  const [first] = own;
  // Containers are made anew by whoever made them; their forwarders are not ended.
  const isContainer = own.some(({ container }) => container !== undefined);
  const ends = first === undefined || isContainer ? undefined : toHolderName(first);
  const owners = toOwners(own);
  const isOurs = owners.every(({ user }) => user === host.processes.user);
  if (
    !isContainer &&
    (!isOurs || own.some(({ ownerVisibility }) => ownerVisibility === 'hidden'))
  ) {
    return undefined;
  }
  const commanded = service.find(({ restartCommand }) => restartCommand !== undefined);
  const command = commanded?.restartCommand;
  if (commanded !== undefined && command !== undefined) {
    const folder = toRunFolder(commanded);
    return folder === undefined
      ? undefined
      : { kind: 'command', command, folder, ...(ends !== undefined && { ends }) };
  }
  const root = isContainer ? undefined : findRoot(owners);
  if (root === undefined || ends === undefined) return undefined;
  const context = await host.processes.readContext(root.identity);
  // What is kept running by somebody is started again by them.
  const isKept = context?.unit !== undefined || context?.watcher !== undefined;
  if (context === undefined || isKept || context.containerId !== undefined) return undefined;
  return host.launcher.capture(root.identity) === undefined ? undefined : { kind: 'again', ends };
}

/** The service's project folder, or that of the first file that holds its port. */
export function toRunFolder({ expectedOwner, configTargets }: WatchedPort): string | undefined {
  if (expectedOwner.kind === 'project') return expectedOwner.folder;
  const [target] = configTargets;
  return target?.file.replace(/[\\/][^\\/]*$/, '') || undefined;
}
