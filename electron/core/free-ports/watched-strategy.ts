import type { WatchedPort } from '../../../shared/watched-port.ts';
import type { AnyStrategy } from './strategy.ts';

/** How far above its own port another one is looked for. */
export const NEXT_LIMIT = 100;

/** How another port is chosen for this service: as was set, else along its list, else upward. */
export function toStrategy({
  port,
  fallbackPorts,
  allocation,
}: Pick<WatchedPort, 'port' | 'fallbackPorts' | 'allocation'>): AnyStrategy {
  if (allocation !== undefined && allocation.kind !== 'next') return allocation;
  return allocation === undefined && fallbackPorts.length > 0
    ? { kind: 'list', ranges: fallbackPorts }
    : { kind: 'next', from: port + 1, limit: NEXT_LIMIT };
}
