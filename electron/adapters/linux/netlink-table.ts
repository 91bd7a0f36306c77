import type { Endianness } from './parse-proc-net.ts';
import { formatSockDiagRequest, type SockDiagRequest } from './parse-sock-diag.ts';
import type { ProcNetName } from './read-proc-net.ts';

/** A table of sockets and how the kernel is asked for it. */
export interface NetlinkTable {
  readonly name: ProcNetName;
  readonly request: SockDiagRequest;
  readonly bytes: Uint8Array;
}

/** The table of the sockets in one state; of all ports where `port` is zero. */
export function toNetlinkTable(
  name: ProcNetName,
  asked: { readonly sequence: number; readonly state: number; readonly port: number },
  endianness: Endianness,
): NetlinkTable {
  const { protocol, family } = name;
  const { sequence, state, port } = asked;
  const request = { protocol, family, states: 1 << state, port, sequence };
  return { name, request, bytes: formatSockDiagRequest(request, endianness) };
}
