import type { Family, Protocol } from '../../../../shared/listener.ts';
import type { PortUse } from '../../../core/host.ts';
import { formatV4, formatV6 } from './format-address.ts';
import { NO_INODE, type Endianness } from './parse-proc-net.ts';

/*
 * The rows of /proc/net/{tcp,tcp6,udp,udp6} that do not listen; manual page proc_pid_net(5), the
 * states from the kernel's include/net/tcp_states.h.
 *
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *    4: 0100007F:B10F 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1000        0 41007 1 0000000000000000 20 4 30 10 -1
 *    5: 0100007F:0BB8 0100007F:D2A4 06 00000000:00000000 03:00000B4C 00000000     0        0 0 3 0000000000000000
 */

export interface PortUseRow {
  readonly address: string;
  readonly port: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  readonly state: PortUse['state'];
  /** `NO_INODE` while the kernel alone holds the socket. */
  readonly inode: number;
}

export interface PortUseFormat {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly endianness: Endianness;
}

/** ESTABLISHED, SYN_SENT, SYN_RECV, NEW_SYN_RECV. */
const CONNECTED: ReadonlySet<string> = new Set(['01', '02', '03', '0C']);
/**
 * FIN_WAIT2, CLOSE_WAIT: the kernel waits for the end that has not closed, for good while a process
 * has the socket open, and else for a minute.
 */
const HALF_CLOSED: ReadonlySet<string> = new Set(['05', '08']);
/** FIN_WAIT1, TIME_WAIT, LAST_ACK, CLOSING. */
const CLOSING: ReadonlySet<string> = new Set(['04', '06', '09', '0B']);

const ROW =
  /^ *\d+: ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]+):([0-9A-F]{4}) ([0-9A-F]{2}) \S+ \S+ \S+ +\d+ +\d+ (\d{1,15})(?: |$)/;

/** The row in this line, where it is one of these ports and does not listen. */
export function parsePortUse(
  line: string,
  ports: ReadonlySet<number>,
  format: PortUseFormat,
): PortUseRow | undefined {
  const hexLength = format.family === 4 ? 8 : 32;
  const portAt = line.indexOf(':') + 2 + hexLength + 1;
  // Most rows are of other ports, and there may be a hundred thousand.
  if (!ports.has(Number.parseInt(line.slice(portAt, portAt + 4), 16))) return undefined;
  const [, local, localPort, remote, remotePort, state, inode] = ROW.exec(line) ?? [];
  if (local?.length !== hexLength || remote?.length !== hexLength) return undefined;
  const kind = toState(format.protocol, state ?? '', Number(inode));
  if (kind === undefined) return undefined;
  return {
    address: parseAddress(local, format.endianness),
    port: Number.parseInt(localPort ?? '', 16),
    remoteAddress: parseAddress(remote, format.endianness),
    remotePort: Number.parseInt(remotePort ?? '', 16),
    state: kind,
    inode: Number(inode),
  };
}

function toState(protocol: Protocol, code: string, inode: number): PortUseRow['state'] | undefined {
  if (protocol === 'udp') return code === '01' ? 'connected' : undefined;
  if (CONNECTED.has(code)) return 'connected';
  if (HALF_CLOSED.has(code)) return inode === NO_INODE ? 'closing' : 'half-closed';
  return CLOSING.has(code) ? 'closing' : undefined;
}

/** Addresses are 32-bit words in the byte order of the machine. */
function parseAddress(hex: string, endianness: Endianness): string {
  const octets: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    const bytes = [0, 2, 4, 6].map((at) =>
      Number.parseInt(hex.slice(word + at, word + at + 2), 16),
    );
    octets.push(...(endianness === 'LE' ? bytes.toReversed() : bytes));
  }
  return hex.length === 8 ? formatV4(octets) : formatV6(octets);
}
