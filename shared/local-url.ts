import type { Listener } from './listener.ts';

/** Where servers speak TLS by custom. */
const TLS_PORTS: ReadonlySet<number> = new Set([443, 8443, 9443]);

/**
 * The address under which a browser on this machine reaches a listener; undefined for a protocol
 * that no browser speaks.
 */
export function toLocalUrl(
  listener: Pick<Listener, 'address' | 'port' | 'protocol' | 'scope'>,
): string | undefined {
  const { address, port, protocol, scope } = listener;
  if (protocol !== 'tcp') return undefined;
  // Development servers answer to that name, and not always to their own address.
  const named = scope === 'interface' ? address : 'localhost';
  const host = named.includes(':') ? `[${named}]` : named;
  const scheme = TLS_PORTS.has(port) ? 'https' : 'http';
  const isUsual = port === (scheme === 'https' ? 443 : 80);
  return `${scheme}://${host}${isUsual ? '' : `:${port}`}/`;
}
