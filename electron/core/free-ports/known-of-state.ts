import type { Host } from '../host.ts';
import type { AppState } from '../state.ts';
import type { KnownOfPorts } from './obstacles.ts';
import type { PortMemory } from './port-memory.ts';

/** What the running app knows of ports at this moment. */
export function toKnownOfPorts(
  { settings, reading, surroundings }: AppState,
  { processes }: Pick<Host, 'processes'>,
  learned: ReturnType<PortMemory['recall']>,
): KnownOfPorts {
  return {
    ...learned,
    watchedPorts: settings.watchedPorts,
    listeners: reading?.listeners ?? [],
    limits: surroundings.limits,
    isPrivileged: processes.isPrivileged,
  };
}
