import { findContested } from '../free-ports/contested.ts';
import type { KnownOfPorts } from '../free-ports/obstacles.ts';
import type { Host } from '../host.ts';

/** What speaks against ports, read anew for a command that the app does not help. */
export async function readKnownOfPorts(
  host: Pick<Host, 'clock' | 'historyStore' | 'processes' | 'readPortLimits' | 'settingsStore'>,
): Promise<KnownOfPorts> {
  const [{ settings }, history, limits] = await Promise.all([
    host.settingsStore.read(),
    host.historyStore.load(),
    host.readPortLimits(),
  ]);
  const conflicts = history
    .filter((entry) => entry.kind === 'conflict-began')
    .map(({ port, at }) => ({ port, atMs: Date.parse(at) }));
  return {
    watchedPorts: settings.watchedPorts,
    // A bind test tells of who is not known to listen.
    listeners: [],
    limits,
    isPrivileged: host.processes.isPrivileged,
    contested: findContested(conflicts, host.clock.wallMs()),
  };
}
