import type { PortUse, PortUses } from '../../core/host.ts';
import type { NativeParts } from './native-parts.ts';
import { TCP_STATE, type SocketRow } from './parse-socket-table.ts';
import type { ProcessTable } from './process-table.ts';

const CONNECTED: ReadonlySet<number> = new Set<number>([
  TCP_STATE.synSent,
  TCP_STATE.synReceived,
  TCP_STATE.established,
]);

/** Reads who uses a local port without listening on it, from the table of all connections. */
export function createWindowsPortUses(loading: Promise<NativeParts | undefined>): PortUses {
  return {
    async read(protocol, ports) {
      const parts = await loading;
      if (parts === undefined) return undefined;
      /** A UDP socket is either bound, and listed as such, or not there. */
      if (protocol === 'udp') return [];
      const wanted = new Set(ports);
      const uses: PortUse[] = [];
      let processes: ProcessTable | undefined;
      for (const family of [4, 6] as const) {
        const rows = parts.tables.readConnections(family);
        if (rows === undefined) return undefined;
        for (const row of rows) {
          const { state } = row;
          if (!wanted.has(row.port) || state === TCP_STATE.listen) continue;
          if (state === undefined || state === TCP_STATE.closed) continue;
          processes ??= parts.readProcesses() ?? new Map();
          uses.push(toUse(row, state, processes, parts));
        }
      }
      return uses;
    },
  };
}

function toUse(
  row: SocketRow,
  state: number,
  processes: ProcessTable,
  { facts }: NativeParts,
): PortUse {
  const { protocol, family, address, port, pid, remoteAddress, remotePort } = row;
  const owner = pid === 0 ? undefined : processes.get(pid);
  return {
    protocol,
    family,
    address,
    port,
    ...(remoteAddress !== undefined && { remoteAddress }),
    ...(remotePort !== undefined && { remotePort }),
    state: toState(state),
    owners: owner === undefined ? [] : [facts.toOwner(owner)],
  };
}

function toState(state: number): PortUse['state'] {
  if (CONNECTED.has(state)) return 'connected';
  // The other end is done, and nothing more happens until the process here closes its own.
  return state === TCP_STATE.closeWait ? 'half-closed' : 'closing';
}
