import type { Protocol } from '../../../shared/listener.ts';
import type { PortRange } from '../../../shared/port.ts';
import type { PortLimits } from '../host.ts';

/** The range that the system gives to nobody and in which this port lies. */
export function findExcluded(
  limits: PortLimits | undefined,
  { protocol, port }: { readonly protocol: Protocol; readonly port: number },
): PortRange | undefined {
  const found = limits?.excluded?.find(
    (range) => range.protocol === protocol && range.from <= port && port <= range.to,
  );
  return found && { from: found.from, to: found.to };
}
