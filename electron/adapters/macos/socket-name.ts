import type { Protocol } from '../../../shared/listener.ts';

/** What a socket's name is made of: lsof's device, or, where there is none, who holds it. */
interface NamedSocket {
  readonly protocol: Protocol;
  readonly local: { readonly port: number };
  readonly device?: string;
  readonly pid?: number;
  readonly descriptor?: string;
}

/** The protocol and the port of a socket's name, which the helper with rights asks about. */
export interface SocketPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/**
 * The name of a socket, e.g. `tcp:3000:0x58eb68468222c33b`; the same in all processes that share
 * it, as far as lsof tells. Of one that netstat alone shows, the process stands for it.
 */
export function toSocketName({ protocol, local, device, pid, descriptor }: NamedSocket): string {
  const holder = `${pid ?? '?'}${descriptor === undefined ? '' : `/${descriptor}`}`;
  return `${protocol}:${local.port}:${device ?? holder}`;
}

/** Undefined for what is no name of a socket. */
export function parseSocketName(name: string): SocketPort | undefined {
  const [, protocol, digits] = /^(tcp|udp):(\d{1,5}):/.exec(name) ?? [];
  const port = Number(digits);
  if (!(port >= 1 && port <= 65_535)) return undefined;
  return { protocol: protocol === 'udp' ? 'udp' : 'tcp', port };
}
