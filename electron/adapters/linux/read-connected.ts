import type { ConnectedAddress } from '../../core/host.ts';
import type { Protocol } from '../../../shared/listener.ts';
import { createNetlinkChannel, type NetlinkLibc } from './netlink-channel.ts';
import { toNetlinkTable } from './netlink-table.ts';
import type { Pace } from './pace.ts';
import type { Endianness } from './parse-proc-net.ts';
import { parseSockDiag, TCP_ESTABLISHED } from './parse-sock-diag.ts';
import { PROC_NET_TABLES } from './read-proc-net.ts';

/** Reads the local ends of the connections on a port, or undefined when that failed. */
export async function readConnected(
  libc: NetlinkLibc,
  endianness: Endianness,
  local: { readonly protocol: Protocol; readonly port: number },
  pace: Pace,
): Promise<readonly ConnectedAddress[] | undefined> {
  const channel = createNetlinkChannel(libc, endianness);
  const asked = { sequence: 1, state: TCP_ESTABLISHED, port: local.port };
  const connected: ConnectedAddress[] = [];
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
        ({ port, address }) => {
          if (port === local.port) connected.push({ family: name.family, address });
        },
      );
      if (!isReadable) return undefined;
    }
    return connected;
  } finally {
    channel.close();
  }
}
