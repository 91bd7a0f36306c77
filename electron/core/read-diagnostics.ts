import type { Diagnostics } from '../../shared/diagnostics.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Host } from './host.ts';
import type { AppState } from './state.ts';

interface Known extends Pick<Diagnostics, 'versions' | 'scans'> {
  readonly snapshot: Pick<Snapshot, 'listeners' | 'watched'>;
  readonly failure: AppState['failure'];
}

/** How the app does, without names, folders or commands. */
export async function readDiagnostics(host: Host, known: Known): Promise<Diagnostics> {
  const { versions, scans, failure } = known;
  const { listeners, watched } = known.snapshot;
  const engines = await host.containers.listEngines();
  const answering = engines.filter(({ state }) => state === 'answers').length;
  return {
    versions,
    source: host.scanner.describeSource?.() ?? '',
    signals: host.terminator.describeWay?.() ?? '',
    scans,
    ...(failure !== undefined && { failure: failure.reason }),
    listeners: listeners.length,
    hidden: listeners.filter(({ ownerVisibility }) => ownerVisibility === 'hidden').length,
    watchedPorts: watched.length,
    engines: { answering, silent: engines.length - answering },
    troubles: host.logger.listTroubles(),
  };
}
