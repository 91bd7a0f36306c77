import type { RequestHandlers } from '../../shared/coordinator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Host } from './host.ts';
import type { Leases } from './leases/leases.ts';
import type { Keeper } from './keeper.ts';
import { toTellableConflicts } from './wording.ts';

export interface RequestsParts {
  readonly host: Pick<Host, 'processes'>;
  readonly keeper: Keeper;
  readonly leases: Leases;
  readonly getSnapshot: () => Snapshot;
  /** Watches as the settings say now; resolves when the ports were looked at with them. */
  readonly followSettings: () => Promise<void>;
}

/** What each request of other programs comes to. */
export function createRequestHandlers(parts: RequestsParts): RequestHandlers {
  const { host, keeper, leases, getSnapshot } = parts;
  return {
    'status.read': () => {
      const snapshot = getSnapshot();
      return Promise.resolve({
        pid: host.processes.self.pid,
        watching: snapshot.watching,
        conflicts: toTellableConflicts(snapshot).length,
      });
    },
    'settings.reload': async () => {
      const isReloaded = await keeper.reloadSettings();
      if (!isReloaded) return { kind: 'unreadable' };
      await parts.followSettings();
      return { kind: 'reloaded' };
    },
    'lease.grant': (request) => leases.grant(request),
    'lease.release': (request) => leases.release(request),
    'lease.list': async () => ({ leases: await leases.list() }),
  };
}
