import type { Protocol } from '../../../shared/listener.ts';
import { createNetlinkChannel, type NetlinkLibc } from './netlink-channel.ts';
import { toNetlinkTable } from './netlink-table.ts';
import type { Pace } from './pace.ts';
import type { Endianness } from './parse-proc-net.ts';
import { parseSockDiag, TCP_ESTABLISHED } from './parse-sock-diag.ts';
import { PROC_NET_TABLES } from './read-proc-net.ts';

/** Counts the connections to a local port, or undefined when that failed. */
export async function countConnected(
  libc: NetlinkLibc,
  endianness: Endianness,
  local: { readonly protocol: Protocol; readonly port: number },
  pace: Pace,
): Promise<number | undefined> {
  const channel = createNetlinkChannel(libc, endianness);
  const asked = { sequence: 1, state: TCP_ESTABLISHED, port: local.port };
  let count = 0;
  try {
    for (const name of PROC_NET_TABLES) {
      if (name.protocol !== local.protocol) continue;
      const { bytes, request } = toNetlinkTable(name, asked, endianness);
      channel.rewind(0);
      const dump = await channel.dump(bytes, pace);
      if (dump.kind !== 'dumped') return undefined;
      const { from, to } = dump.extent;
      const isReadable = parseSockDiag(
        channel.view(),
        from,
        to,
        { request, endianness },
        ({ port }) => {
          if (port === local.port) count += 1;
        },
      );
      if (!isReadable) return undefined;
    }
    return count;
  } finally {
    channel.close();
  }
}
