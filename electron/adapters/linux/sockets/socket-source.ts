import type { ConnectedAddress, ScanResult } from '../../../core/host.ts';
import type { ScanFailureReason } from '../../../../shared/snapshot.ts';
import type { Protocol } from '../../../../shared/listener.ts';
import { keepSame, type FoundSocket } from './found-socket.ts';
import type { Libc } from '../native/libc.ts';
import { dumpPort } from './dump-port.ts';
import { createNetlinkReader } from './netlink.ts';
import type { Pace } from '../proc/pace.ts';
import type { Endianness, ProcNetRow } from './parse-proc-net.ts';
import { TCP_ESTABLISHED } from './parse-sock-diag.ts';
import { createTableReader, PROC_NET_TABLES } from './read-proc-net.ts';

export type SocketReading =
  | {
      readonly kind: 'read';
      /** The very same array as the last time when nothing changed. */
      readonly sockets: readonly FoundSocket[];
      readonly missing: readonly string[];
    }
  | Extract<ScanResult, { kind: 'failed' }>;

/** One of the two ways to read which sockets listen. */
export interface SocketSource {
  /** Calls must not overlap. */
  read(pace: Pace): Promise<SocketReading>;
  /** The local ends of the connections on a port, or undefined when they cannot be read. */
  readConnected(
    protocol: Protocol,
    port: number,
    pace: Pace,
  ): Promise<readonly ConnectedAddress[] | undefined>;
}

/** Creates the quick way: the kernel is asked over netlink. */
export function createNetlinkSource(libc: Libc, endianness: Endianness): SocketSource {
  const reader = createNetlinkReader(libc, endianness);
  return {
    async read(pace) {
      const reading = await reader.read(pace);
      if (reading.kind === 'timed-out') return TIMED_OUT;
      if (reading.kind === 'read') return reading;
      return { kind: 'failed', reason: toReason(reading.errno), detail: reading.errno };
    },
    async readConnected(protocol, port, pace) {
      const asked = { protocol, port, state: TCP_ESTABLISHED };
      const rows = await dumpPort(libc, endianness, asked, pace);
      return rows?.map(({ family, address }) => ({ family, address }));
    },
  };
}

/** Creates the way that always works: the tables below `procRoot`. */
export function createProcSource(procRoot: string, endianness: Endianness): SocketSource {
  const tableReader = createTableReader(procRoot, endianness);
  let last: readonly FoundSocket[] = [];

  return {
    async read(pace) {
      const sockets: FoundSocket[] = [];
      const missing: string[] = [];
      const errnos: string[] = [];
      for (const table of PROC_NET_TABLES) {
        if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
        const onRow = (row: ProcNetRow): void => void sockets.push({ table, row });
        const reading = await tableReader.readListening(table, onRow, pace);
        if (reading.kind === 'timed-out') return TIMED_OUT;
        if (reading.kind === 'read') {
          if (!reading.isWhole) missing.push(table.name);
          continue;
        }
        errnos.push(reading.errno);
        /** A kernel without IPv6 has no tables for it, and nothing is missing then. */
        if (reading.errno !== 'ENOENT' || table.family === 4) missing.push(table.name);
      }
      const [first = ''] = errnos;
      if (errnos.length === PROC_NET_TABLES.length) {
        return { kind: 'failed', reason: toReason(first), detail: `${procRoot}/net: ${first}` };
      }
      last = keepSame(last, sockets);
      return { kind: 'read', sockets: last, missing };
    },

    async readConnected(protocol, port, pace) {
      const connected: ConnectedAddress[] = [];
      for (const table of PROC_NET_TABLES) {
        if (table.protocol !== protocol) continue;
        const reading = await tableReader.readAll(
          table,
          (row) => {
            if (row.state !== 'connected' || row.port !== port) return;
            connected.push({ family: table.family, address: row.address });
          },
          pace,
        );
        if (reading.kind === 'timed-out') return undefined;
        const isAbsent = reading.kind === 'failed' && reading.errno === 'ENOENT';
        if (reading.kind === 'failed' && !(isAbsent && table.family === 6)) return undefined;
      }
      return connected;
    },
  };
}

export const TIMED_OUT = {
  kind: 'failed',
  reason: 'timed-out',
  detail: 'too many processes for the time that a scan may take',
} as const;

export function toReason(errno: string): ScanFailureReason {
  if (errno === 'ENOENT') return 'not-found';
  return errno === 'EACCES' || errno === 'EPERM' ? 'not-permitted' : 'unreadable';
}
