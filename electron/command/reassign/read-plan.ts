import type { Listener } from '../../../shared/listener.ts';
import type { ReassignPlan } from '../../../shared/reassign.ts';
import type { Settings } from '../../../shared/settings.ts';
import { listSameService, type WatchedPort } from '../../../shared/watched-port.ts';
import { createPortMemory } from '../../core/free-ports/port-memory.ts';
import { listLeasedPorts, sweepBook } from '../../core/leases/lease-book.ts';
import type { Host, ScanResult } from '../../core/host.ts';
import { withContainer } from '../../core/reassign/own-listeners.ts';
import { planReassign } from '../../core/reassign/plan-reassign.ts';
import { isOnWatchedAddress } from '../../core/verdicts/verdict.ts';

/** Reads ports and history once, and plans the move of this service; `to` where it was chosen. */
export async function readPlan(
  host: Host,
  settings: Settings,
  watched: WatchedPort,
  to: number | undefined,
): Promise<ReassignPlan | Extract<ScanResult, { kind: 'failed' }>> {
  const scan = await host.scanner.scanAfresh();
  if (scan.kind === 'failed') return scan;
  const service = listSameService(settings.watchedPorts, watched);
  const nameIfOn = async (listener: Listener): Promise<Listener> =>
    service.some((one) => isOnWatchedAddress(listener, one))
      ? withContainer(host, listener)
      : listener;
  const [listeners, limits, history, book] = await Promise.all([
    Promise.all(scan.listeners.map(nameIfOn)),
    host.readPortLimits(),
    host.historyStore.load(),
    host.leaseStore.read(),
  ]);
  const ports = createPortMemory(host.clock);
  ports.learn(history);
  ports.noteLeased(
    listLeasedPorts(sweepBook(book, host.readMachineTime(), host.processes.isAlive)),
  );
  const last = history.findLast(
    (entry) => entry.kind === 'reassigned' && service.some(({ id }) => id === entry.watchedPortId),
  );
  return planReassign(
    host,
    { settings, listeners, limits },
    { watchedPortId: watched.id, to },
    { ...ports.recall(), ...(last?.kind === 'reassigned' && { lastGiven: last.to }) },
  );
}
