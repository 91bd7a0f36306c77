import type { Family, Protocol } from '../../../../shared/listener.ts';
import { formatV4, formatV6 } from './format-address.ts';

/*
 * /proc/net/{tcp,tcp6,udp,udp6}; manual page proc(5), section /proc/net/tcp.
 *
 *   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
 *    0: 3500007F:0035 00000000:0000 0A 00000000:00000000 00:00000000 00000000   101        0 34000 1 0000000000000000 100 0 0 10 5
 * 3659: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 1758703 2 00000000f18d5b82 0
 *    3: 0000000000000000FFFF00000100007F:1F91 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1758706 1 00000000a615cc45 100 0 0 10 0
 *
 * Addresses are 32-bit words in the byte order of the machine, ports plain hexadecimal numbers.
 */

export type Endianness = 'LE' | 'BE';
type SocketState = 'listening' | 'bound' | 'connected' | 'other';

/** Of a socket that the kernel alone holds. */
export const NO_INODE = 0;

/** So that the number is exact; the kernel's have ten. */
const INODE_MAX_DIGITS = 15;

/** One socket, however it was read. */
export interface SocketRow {
  readonly address: string;
  readonly port: number;
  readonly uid: number;
  /** `NO_INODE` while the kernel alone holds the socket. */
  readonly inode: number;
  /** Whether an IPv6 socket leaves IPv4 alone; these tables do not tell. */
  readonly isV6Only?: boolean;
  /** Of the one interface that it is bound to; these tables do not tell. */
  readonly interfaceIndex?: number;
}

export interface ProcNetRow extends SocketRow {
  readonly state: SocketState;
}

export interface ProcNetFormat {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly endianness: Endianness;
}

/** What one line says: a row, the table's heading, or nothing that can be trusted. */
type ProcNetLine = ProcNetRow | 'heading' | 'unreadable';

const SPACE = 0x20;
const COLON = 0x3a;
/** sl, local, remote, st, queues, timer, retransmits, uid, timeout, inode. */
const FIELD_COUNT = 10;
const starts = new Int32Array(FIELD_COUNT);
const ends = new Int32Array(FIELD_COUNT);

/**
 * Reads the line in `bytes` from `from` up to `to`, which excludes the line's end. A line that
 * was cut off is `unreadable`: an inode counts only when something follows it.
 */
export function parseProcNetLine(
  bytes: Uint8Array,
  from: number,
  to: number,
  format: ProcNetFormat,
): ProcNetLine {
  const fieldCount = findFields(bytes, from, to);
  if (fieldCount >= 2 && isHeading(bytes)) return 'heading';
  if (fieldCount < FIELD_COUNT || field(ends, 9) >= to) return 'unreadable';
  const slEnd = field(ends, 0) - 1;
  if (bytes[slEnd] !== COLON || parseDecimal(bytes, field(starts, 0), slEnd) === undefined) {
    return 'unreadable';
  }
  const hexLength = format.family === 4 ? 8 : 32;
  const local = field(starts, 1);
  const colon = local + hexLength;
  if (field(ends, 1) !== colon + 5 || bytes[colon] !== COLON) return 'unreadable';
  const address = parseAddress(bytes, local, format);
  const port = parseHex(bytes, colon + 1, colon + 5);
  const stateCode =
    field(ends, 3) - field(starts, 3) === 2
      ? parseHex(bytes, field(starts, 3), field(ends, 3))
      : undefined;
  const uid = parseDecimal(bytes, field(starts, 7), field(ends, 7));
  const inode = parseDecimal(bytes, field(starts, 9), field(ends, 9), INODE_MAX_DIGITS);
  if (address === undefined || port === undefined || port === 0) return 'unreadable';
  if (stateCode === undefined || uid === undefined || inode === undefined) return 'unreadable';
  return { address, port, uid, inode, state: toState(format.protocol, stateCode) };
}

/** Whether the start of a line already tells that it is a row in another state than LISTEN. */
export function isPastListening(bytes: Uint8Array, from: number, to: number): boolean {
  if (findFields(bytes, from, to) < 5 || isHeading(bytes)) return false;
  return (
    bytes[field(ends, 0) - 1] === COLON &&
    field(ends, 3) - field(starts, 3) === 2 &&
    parseHex(bytes, field(starts, 3), field(ends, 3)) !== 0x0a
  );
}

function toState(protocol: Protocol, code: number): SocketState {
  if (code === 0x01) return 'connected';
  if (protocol === 'tcp') return code === 0x0a ? 'listening' : 'other';
  return code === 0x07 ? 'bound' : 'other';
}

function field(offsets: Int32Array, index: number): number {
  return offsets[index] ?? 0;
}

function findFields(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  let at = from;
  while (count < FIELD_COUNT) {
    while (at < to && bytes[at] === SPACE) at += 1;
    if (at >= to) break;
    starts[count] = at;
    while (at < to && bytes[at] !== SPACE) at += 1;
    ends[count] = at;
    count += 1;
  }
  return count;
}

/** The heading's first word is `sl`. */
function isHeading(bytes: Uint8Array): boolean {
  const at = field(starts, 0);
  return field(ends, 0) - at === 2 && bytes[at] === 0x73 && bytes[at + 1] === 0x6c;
}

function parseAddress(bytes: Uint8Array, at: number, format: ProcNetFormat): string | undefined {
  const octets: number[] = [];
  const size = format.family === 4 ? 4 : 16;
  for (let index = 0; index < size; index += 1) {
    const place = format.endianness === 'LE' ? (index & ~3) + 3 - (index & 3) : index;
    const octet = parseHex(bytes, at + 2 * place, at + 2 * place + 2);
    if (octet === undefined) return undefined;
    octets.push(octet);
  }
  return format.family === 4 ? formatV4(octets) : formatV6(octets);
}

function parseHex(bytes: Uint8Array, from: number, to: number): number | undefined {
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    const digit =
      byte >= 0x30 && byte <= 0x39
        ? byte - 0x30
        : byte >= 0x41 && byte <= 0x46
          ? byte - 0x37
          : byte >= 0x61 && byte <= 0x66
            ? byte - 0x57
            : -1;
    if (digit === -1) return undefined;
    value = value * 16 + digit;
  }
  return value;
}

function parseDecimal(
  bytes: Uint8Array,
  from: number,
  to: number,
  maxDigits = 10,
): number | undefined {
  if (to <= from || to - from > maxDigits) return undefined;
  let value = 0;
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte < 0x30 || byte > 0x39) return undefined;
    value = value * 10 + byte - 0x30;
  }
  return value;
}
