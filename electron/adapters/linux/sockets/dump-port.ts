import type { Family, Protocol } from '../../../../shared/listener.ts';
import { createNetlinkChannel, type NetlinkLibc } from './netlink-channel.ts';
import { toNetlinkTable } from './netlink-table.ts';
import type { Pace } from '../proc/pace.ts';
import type { Endianness, SocketRow } from './parse-proc-net.ts';
import { parseSockDiag } from './parse-sock-diag.ts';
import { PROC_NET_TABLES } from './read-proc-net.ts';

/** Which sockets of one local port the kernel is asked for. */
export interface PortQuery {
  readonly protocol: Protocol;
  readonly port: number;
  readonly state: number;
  /** The state that its answers have, where that is another. */
  readonly toldState?: number;
}

export interface PortRow extends SocketRow {
  readonly family: Family;
}

/** Reads the sockets of one local port in one state, or undefined when that failed. */
export async function dumpPort(
  libc: NetlinkLibc,
  endianness: Endianness,
  { protocol, port, state, toldState = state }: PortQuery,
  pace: Pace,
): Promise<readonly PortRow[] | undefined> {
  const channel = createNetlinkChannel(libc, endianness);
  const found: PortRow[] = [];
  try {
    for (const name of PROC_NET_TABLES) {
      if (name.protocol !== protocol) continue;
      const table = toNetlinkTable(name, { sequence: 1, state, port }, endianness);
      const request = { ...table.request, states: 1 << toldState };
      channel.rewind(0);
      const dump = await channel.dump(table.bytes, pace);
      if (dump.kind !== 'dumped') return undefined;
      const { from, to } = dump.extent;
      const isReadable = parseSockDiag(channel.view(), from, to, { request, endianness }, (row) => {
        if (row.port === port) found.push({ ...row, family: name.family });
      });
      if (!isReadable) return undefined;
    }
    return found;
  } finally {
    channel.close();
  }
}
