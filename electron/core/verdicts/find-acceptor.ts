import type { Listener } from '../../../shared/listener.ts';
import { doAddressesMeet, type BindAddress } from './overlap.ts';

/** Who of these gets the connections to this local address: the most specific that covers it. */
export function findAcceptor(
  listeners: readonly Listener[],
  local: BindAddress,
): Listener | undefined {
  const covering = listeners.filter((held) => doAddressesMeet(held, local));
  return (
    covering.find((held) => held.address === local.address) ??
    covering.find((held) => held.family === local.family) ??
    covering[0]
  );
}
