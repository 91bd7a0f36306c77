import type { Endianness } from './parse-proc-net.ts';
import {
  formatSockDiagRequest,
  TCP_LISTEN,
  UDP_UNCONNECTED,
  type SockDiagRequest,
} from './parse-sock-diag.ts';
import { PROC_NET_TABLES, type ProcNetName } from './read-proc-net.ts';

/** Sockets that the kernel tells in one dump, and how it is asked for them. */
export interface NetlinkTable {
  /** Whose sockets they are; one for each family. */
  readonly names: readonly ProcNetName[];
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
  return { names: [name], request, bytes: formatSockDiagRequest(request, endianness) };
}

/** The tables of all listening and bound sockets, one for each protocol and family. */
export function listTablesApart(endianness: Endianness): readonly NetlinkTable[] {
  return PROC_NET_TABLES.map((name, index) => {
    const state = name.protocol === 'tcp' ? TCP_LISTEN : UDP_UNCONNECTED;
    return toNetlinkTable(name, { sequence: index + 1, state, port: 0 }, endianness);
  });
}

/**
 * The same with both families of TCP in one. For each dump the kernel walks its whole hash table
 * of listeners, which on a large machine has more places than there are listeners by far.
 */
export function listTablesJoined(endianness: Endianness): readonly NetlinkTable[] {
  const apart = listTablesApart(endianness);
  const names = PROC_NET_TABLES.filter(({ protocol }) => protocol === 'tcp');
  const request = {
    protocol: 'tcp',
    family: 'any',
    states: 1 << TCP_LISTEN,
    port: 0,
    sequence: 1,
  } as const;
  const tcp = { names, request, bytes: formatSockDiagRequest(request, endianness) };
  return [tcp, ...apart.filter(({ request: { protocol } }) => protocol !== 'tcp')];
}
