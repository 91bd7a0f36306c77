import { protocolSchema, type Protocol } from '../../../shared/listener.ts';
import { portSchema } from '../../../shared/port.ts';

/** The protocol and port of a socket's name; undefined where it is not one of ours. */
export function parseSocketName(
  name: string,
): { readonly protocol: Protocol; readonly port: number } | undefined {
  const [kind = '', , digits = ''] = name.split('|');
  const protocol = protocolSchema.safeParse(kind.slice(0, -1));
  const port = portSchema.safeParse(/^\d{1,5}$/.test(digits) ? Number(digits) : undefined);
  return protocol.success && port.success
    ? { protocol: protocol.data, port: port.data }
    : undefined;
}
