import type { Family, Protocol } from '../../../shared/listener.ts';
import { parseSocketTable, type SocketRow } from './parse-socket-table.ts';
import { createSizedReader, type SizedAnswer } from './sized-read.ts';
import type { Win32 } from './win32.ts';

/** Reads the system's tables of sockets, which tell of everybody's to everybody. */
export interface SocketTables {
  /** TCP sockets that listen, and all UDP sockets; undefined where the table cannot be read. */
  readListening(protocol: Protocol, family: Family): readonly SocketRow[] | undefined;
  /** Every TCP socket, connections and all. */
  readConnections(family: Family): readonly SocketRow[] | undefined;
}

const AF_INET = 2;
const AF_INET6 = 23;
const TCP_TABLE_OWNER_MODULE_LISTENER = 6;
const TCP_TABLE_OWNER_MODULE_ALL = 8;
const UDP_TABLE_OWNER_MODULE = 2;
const NO_ERROR = 0;
const ERROR_INSUFFICIENT_BUFFER = 122;
const FIRST_SIZE = 32 * 1024;

export function createSocketTables(win32: Win32): SocketTables {
  const listening = createSizedReader(FIRST_SIZE);
  const connections = createSizedReader(FIRST_SIZE);

  return {
    readListening(protocol, family) {
      const isTcp = protocol === 'tcp';
      const call = isTcp ? win32.getExtendedTcpTable : win32.getExtendedUdpTable;
      const kind = isTcp ? TCP_TABLE_OWNER_MODULE_LISTENER : UDP_TABLE_OWNER_MODULE;
      const filled = listening.read((bytes, length) =>
        toAnswer(call(bytes, length, 0, toNumber(family), kind, 0)),
      );
      return filled && parseSocketTable(protocol, family, filled.bytes);
    },
    readConnections(family) {
      const filled = connections.read((bytes, length) =>
        toAnswer(
          win32.getExtendedTcpTable(
            bytes,
            length,
            0,
            toNumber(family),
            TCP_TABLE_OWNER_MODULE_ALL,
            0,
          ),
        ),
      );
      return filled && parseSocketTable('tcp', family, filled.bytes);
    },
  };
}

const toNumber = (family: Family): number => (family === 4 ? AF_INET : AF_INET6);

function toAnswer(error: number): SizedAnswer {
  if (error === NO_ERROR) return 'filled';
  return error === ERROR_INSUFFICIENT_BUFFER ? 'too-small' : 'failed';
}
