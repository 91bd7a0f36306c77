import type { RequestHandlers } from '../../shared/coordinator.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Host } from './host.ts';
import type { Holds } from './holds/holds.ts';
import type { Leases } from './leases/leases.ts';
import type { ReloadedSettings } from './keeper.ts';
import { toTellableConflicts } from './wording.ts';

export interface RequestsParts {
  readonly host: Pick<Host, 'processes'>;
  readonly leases: Leases;
  readonly holds: Holds;
  /** Lets what was done show in the state and on the disk before it is answered for. */
  readonly afterAct: <Outcome>(act: Promise<Outcome>) => Promise<Outcome>;
  readonly getSnapshot: () => Snapshot;
  /** Resolves when the ports were looked at with the settings as they are in the file now. */
  readonly takeOverSettings: () => Promise<ReloadedSettings>;
}

/** What each request of other programs comes to. */
export function createRequestHandlers(parts: RequestsParts): RequestHandlers {
  const { host, leases, holds, getSnapshot, afterAct } = parts;
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
      const reloaded = await parts.takeOverSettings();
      return { kind: reloaded === 'unreadable' ? reloaded : 'reloaded' };
    },
    'health.list': () =>
      Promise.resolve({
        services: getSnapshot().watched.flatMap(({ watchedPort, health }) =>
          health === undefined ? [] : [{ watchedPortId: watchedPort.id, health }],
        ),
      }),
    'lease.grant': (request) => leases.grant(request),
    'lease.release': (request) => leases.release(request),
    'lease.list': async () => ({ leases: await leases.list() }),
    'hold.take': ({ watchedPortId }) => afterAct(holds.take(watchedPortId)),
    'hold.let-go': ({ watchedPortId }) => afterAct(holds.letGo(watchedPortId)),
    'hold.hand-over': ({ watchedPortId }) => afterAct(holds.handOver(watchedPortId)),
    'hold.take-back': ({ watchedPortId }) => afterAct(holds.takeBack(watchedPortId)),
  };
}
