import type { Listener } from '../../../shared/listener.ts';
import { decideOverlap, type BindAddress } from './overlap.ts';

/** Who of these gets the connections to this local address: the most specific that covers it. */
export function findAcceptor(
  listeners: readonly Listener[],
  local: BindAddress,
): Listener | undefined {
  const covering = listeners.filter(
    (held) => decideOverlap(held, local, 'linux') !== 'independent',
  );
  return (
    covering.find((held) => held.address === local.address) ??
    covering.find((held) => held.family === local.family) ??
    covering[0]
  );
}
