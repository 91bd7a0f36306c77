import type { Listener } from '../../../shared/listener.ts';
import type { ConnectedAddress } from '../host.ts';
import { findAcceptor } from '../verdicts/find-acceptor.ts';

/** How many of a port's connections this listener accepted, and not another of the same port. */
export function countClients(
  listener: Listener,
  listeners: readonly Listener[],
  connected: readonly ConnectedAddress[],
): number {
  const onPort = listeners.filter(
    ({ protocol, port }) => protocol === listener.protocol && port === listener.port,
  );
  return connected.filter((local) => {
    const acceptor = findAcceptor(onPort, local);
    // Those who share one address share its connections, and no table tells whose each is.
    return acceptor?.family === listener.family && acceptor.address === listener.address;
  }).length;
}
