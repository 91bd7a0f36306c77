import type { Family, Protocol } from '../../../shared/listener.ts';

/*
 * What GetExtendedTcpTable and GetExtendedUdpTable fill in, as iphlpapi documents it for the
 * table classes TCP_TABLE_OWNER_MODULE_* and UDP_TABLE_OWNER_MODULE: a count, four bytes of
 * padding, and the rows, all little-endian. Addresses are bytes in reading order, and so are
 * ports: two bytes, with two behind them that mean nothing.
 */

/** One socket of a table. */
export interface SocketRow {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
  /** TCP only. */
  readonly remoteAddress?: string;
  readonly remotePort?: number;
  /** MIB_TCP_STATE; absent for UDP. */
  readonly state?: number;
  readonly pid: number;
  /** When the socket was bound, a FILETIME in 100 ns as digits; `0` where it is not told. */
  readonly createdAt: string;
}

/** MIB_TCP_STATE, as far as it matters here. */
export const TCP_STATE = {
  closed: 1,
  listen: 2,
  synSent: 3,
  synReceived: 4,
  established: 5,
  closeWait: 8,
  timeWait: 11,
} as const;

interface Layout {
  readonly rowSize: number;
  readonly addressSize: 4 | 16;
  readonly local: number;
  readonly localPort: number;
  readonly remote?: number;
  readonly remotePort?: number;
  readonly state?: number;
  readonly pid: number;
  readonly created: number;
}

const FIRST_ROW = 8;

const LAYOUTS: Readonly<Record<`${Protocol}${Family}`, Layout>> = {
  tcp4: {
    rowSize: 160,
    addressSize: 4,
    state: 0,
    local: 4,
    localPort: 8,
    remote: 12,
    remotePort: 16,
    pid: 20,
    created: 24,
  },
  tcp6: {
    rowSize: 192,
    addressSize: 16,
    local: 0,
    localPort: 20,
    remote: 24,
    remotePort: 44,
    state: 48,
    pid: 52,
    created: 56,
  },
  udp4: { rowSize: 160, addressSize: 4, local: 0, localPort: 4, pid: 8, created: 16 },
  udp6: { rowSize: 176, addressSize: 16, local: 0, localPort: 20, pid: 24, created: 32 },
};

/** The rows that are whole; a count beyond the bytes is cut, and a port of 0 is no socket. */
export function parseSocketTable(
  protocol: Protocol,
  family: Family,
  bytes: Uint8Array,
): readonly SocketRow[] {
  const layout = LAYOUTS[`${protocol}${family}`];
  if (bytes.length < FIRST_ROW) return [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = Math.floor((bytes.length - FIRST_ROW) / layout.rowSize);
  const count = Math.min(view.getUint32(0, true), whole);
  const rows: SocketRow[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = FIRST_ROW + index * layout.rowSize;
    const port = view.getUint16(at + layout.localPort, false);
    if (port === 0) continue;
    rows.push({
      protocol,
      family,
      address: readAddress(bytes, at + layout.local, layout.addressSize),
      port,
      ...(layout.remote !== undefined && {
        remoteAddress: readAddress(bytes, at + layout.remote, layout.addressSize),
      }),
      ...(layout.remotePort !== undefined && {
        remotePort: view.getUint16(at + layout.remotePort, false),
      }),
      ...(layout.state !== undefined && { state: view.getUint32(at + layout.state, true) }),
      pid: view.getUint32(at + layout.pid, true),
      createdAt: String(view.getBigUint64(at + layout.created, true)),
    });
  }
  return rows;
}

function readAddress(bytes: Uint8Array, at: number, size: 4 | 16): string {
  const part = bytes.subarray(at, at + size);
  return size === 4 ? part.join('.') : formatIpv6(part);
}

/** As RFC 5952 writes it: the longest run of zeros cut out, mapped IPv4 addresses as IPv4. */
export function formatIpv6(bytes: Uint8Array): string {
  const words = Array.from({ length: 8 }, (_none, index) => {
    return ((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0);
  });
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) {
    return `::ffff:${bytes.subarray(12, 16).join('.')}`;
  }
  const { from, length } = findZeros(words);
  const toText = (part: readonly number[]): string =>
    part.map((word) => word.toString(16)).join(':');
  if (length < 2) return toText(words);
  return `${toText(words.slice(0, from))}::${toText(words.slice(from + length))}`;
}

function findZeros(words: readonly number[]): { readonly from: number; readonly length: number } {
  let best = { from: 0, length: 0 };
  for (let from = 0; from < words.length; from += 1) {
    let length = 0;
    while (words[from + length] === 0) length += 1;
    if (length > best.length) best = { from, length };
  }
  return best;
}
