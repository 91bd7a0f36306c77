import type { Family, Protocol } from '../../../../shared/listener.ts';
import { formatV6 } from './format-address.ts';
import type { Endianness, SocketRow } from './parse-proc-net.ts';

/*
 * Replies of NETLINK_SOCK_DIAG to a dump request; manual pages sock_diag(7), netlink(7). A TCP
 * socket in LISTEN on [::]:45123 with IPV6_V6ONLY, inode 34053, of uid 0, on a little-endian
 * machine (one message in lines of four, then the message that ends the dump):
 *
 * 84000000 1400 0200 07000000 80760000                 length 132, SOCK_DIAG_BY_FAMILY, NLM_F_MULTI,
 *                                                      sequence 7, our port id
 * 0a 0a 00 00  b043 0000                               AF_INET6, TCP_LISTEN, timer, retransmits;
 *                                                      source port 45123 and destination port
 * (16 bytes) (16 bytes) 00000000 d607000000000000      addresses, interface, cookie
 * 00000000 00000000 ff010000 00000000 05850000         expires, rqueue, wqueue, uid, inode
 * 0500 0800 00 000000  0500 0b00 01 000000 …           attributes: SHUTDOWN 0, SKV6ONLY 1, …
 *
 * 14000000 0300 0200 07000000 80760000 00000000        NLMSG_DONE, error 0
 *
 * Ports and addresses are in network byte order, everything else in that of the machine. The rest
 * of a message that does not fit into one datagram comes with the next.
 */

/** What the dump was asked for; rows of anything else are not handed over. */
export interface SockDiagRequest {
  readonly protocol: Protocol;
  readonly family: Family | 'any';
  /** A bit for each kernel state, e.g. `1 << TCP_LISTEN`. */
  readonly states: number;
  /** Zero for all. */
  readonly port: number;
  readonly sequence: number;
}

export const TCP_ESTABLISHED = 1;
export const UDP_UNCONNECTED = 7;
/** What the kernel calls a socket that is no more, and one that was only bound. */
export const TCP_CLOSE = 7;
export const TCP_LISTEN = 10;
/** For asking alone, from Linux 6.8 on: those that are bound and neither listen nor connect. */
export const TCP_BOUND_INACTIVE = 13;

/** How far a dump is after some of its bytes. */
export type SockDiagProgress =
  | {
      readonly kind: 'more' | 'done';
      /** The sockets changed meanwhile, so that some may be missing. */
      readonly isInterrupted: boolean;
    }
  | { readonly kind: 'refused'; readonly errno: number }
  | { readonly kind: 'unreadable' };

const HEADER_BYTES = 16;
const DIAG_BYTES = 72;
const REQUEST_BYTES = HEADER_BYTES + 56;
const TCP_REQUEST_BYTES = HEADER_BYTES + 60;
const ATTRIBUTE_BYTES = 4;
const NLMSG_NOOP = 1;
const NLMSG_ERROR = 2;
const NLMSG_DONE = 3;
/** Older than the other one, and still answered. */
const TCPDIAG_GETSOCK = 18;
const SOCK_DIAG_BY_FAMILY = 20;
const NLM_F_DUMP_INTR = 0x10;
const NLM_F_REQUEST_DUMP = 0x301;
const INET_DIAG_SKV6ONLY = 11;
const AF_INET = 2;
const AF_INET6 = 10;
const IPPROTO_TCP = 6;
const IPPROTO_UDP = 17;

/** The bytes of the request (struct inet_diag_req_v2, for any family struct inet_diag_req). */
export function formatSockDiagRequest(
  request: SockDiagRequest,
  endianness: Endianness,
): Uint8Array {
  const { protocol, family, states, port, sequence } = request;
  if (family === 'any' && protocol !== 'tcp') throw new Error('UDP is told by family alone.');
  const bytes = new Uint8Array(family === 'any' ? TCP_REQUEST_BYTES : REQUEST_BYTES);
  const view = new DataView(bytes.buffer);
  const isLittle = endianness === 'LE';
  view.setUint32(0, bytes.length, isLittle);
  view.setUint16(4, family === 'any' ? TCPDIAG_GETSOCK : SOCK_DIAG_BY_FAMILY, isLittle);
  view.setUint16(6, NLM_F_REQUEST_DUMP, isLittle);
  view.setUint32(8, sequence, isLittle);
  if (family === 'any') {
    view.setUint16(20, port);
    view.setUint32(68, states, isLittle);
    return bytes;
  }
  view.setUint8(16, family === 4 ? AF_INET : AF_INET6);
  view.setUint8(17, protocol === 'tcp' ? IPPROTO_TCP : IPPROTO_UDP);
  view.setUint32(20, states, isLittle);
  view.setUint16(24, port);
  return bytes;
}

/** Reads on from `from` up to `to` whether the dump has ended, looking at headers alone. */
export function findSockDiagEnd(
  view: DataView,
  from: number,
  to: number,
  endianness: Endianness,
): SockDiagProgress {
  const isLittle = endianness === 'LE';
  let isInterrupted = false;
  for (let at = from; at < to;) {
    const length = toMessageLength(view, at, to, isLittle);
    if (length === undefined) return { kind: 'unreadable' };
    const type = view.getUint16(at + 4, isLittle);
    if ((view.getUint16(at + 6, isLittle) & NLM_F_DUMP_INTR) !== 0) isInterrupted = true;
    if (type === NLMSG_ERROR || type === NLMSG_DONE) {
      const code = length >= HEADER_BYTES + 4 ? view.getInt32(at + HEADER_BYTES, isLittle) : 0;
      if (code < 0) return { kind: 'refused', errno: -code };
      return type === NLMSG_DONE ? { kind: 'done', isInterrupted } : { kind: 'unreadable' };
    }
    if (!isSocketMessage(type) && type !== NLMSG_NOOP) return { kind: 'unreadable' };
    at += align(length);
  }
  return { kind: 'more', isInterrupted };
}

/** An answer is of the type of its request. */
function isSocketMessage(type: number): boolean {
  return type === SOCK_DIAG_BY_FAMILY || type === TCPDIAG_GETSOCK;
}

/** What was asked for, and how this machine writes numbers. */
export interface SockDiagFormat {
  readonly request: SockDiagRequest;
  readonly endianness: Endianness;
}

/** Hands over each socket between `from` and `to`; returns false when something was unreadable. */
export function parseSockDiag(
  view: DataView,
  from: number,
  to: number,
  format: SockDiagFormat,
  onRow: (row: SocketRow) => void,
): boolean {
  return eachSockDiag(view, from, to, format, (at, end) => {
    const row = parseSockDiagMessage(view, at, end, format);
    if (row === undefined) return false;
    onRow(row);
    return true;
  });
}

/**
 * Hands over where the message of each socket lies between `from` and `to`; returns false when
 * something was unreadable, and as soon as `onMessage` does.
 */
export function eachSockDiag(
  view: DataView,
  from: number,
  to: number,
  { request, endianness }: SockDiagFormat,
  onMessage: (at: number, end: number) => boolean,
): boolean {
  const isLittle = endianness === 'LE';
  for (let at = from; at < to;) {
    const length = toMessageLength(view, at, to, isLittle);
    if (length === undefined) return false;
    const isSocket = isSocketMessage(view.getUint16(at + 4, isLittle));
    if (isSocket && view.getUint32(at + 8, isLittle) === request.sequence) {
      if (!onMessage(at, at + length)) return false;
    }
    at += align(length);
  }
  return true;
}

function toMessageLength(
  view: DataView,
  at: number,
  to: number,
  isLittle: boolean,
): number | undefined {
  if (to - at < HEADER_BYTES || to > view.byteLength) return undefined;
  const length = view.getUint32(at, isLittle);
  return length < HEADER_BYTES || length > to - at ? undefined : length;
}

/** The family of the socket that the message at `from` is about; undefined for any other. */
export function findSockDiagFamily(view: DataView, from: number): Family | undefined {
  const at = from + HEADER_BYTES;
  const family = at < view.byteLength ? view.getUint8(at) : undefined;
  return family === AF_INET ? 4 : family === AF_INET6 ? 6 : undefined;
}

/** The socket that the message from `from` to `to` is about; undefined when it is unreadable. */
export function parseSockDiagMessage(
  view: DataView,
  from: number,
  to: number,
  { request, endianness }: SockDiagFormat,
): SocketRow | undefined {
  const at = from + HEADER_BYTES;
  if (to - at < DIAG_BYTES) return undefined;
  const isLittle = endianness === 'LE';
  const state = view.getUint8(at + 1);
  const port = view.getUint16(at + 4);
  const family = findSockDiagFamily(view, from);
  if (family === undefined || (request.family !== 'any' && family !== request.family)) {
    return undefined;
  }
  if (state > 31 || (request.states & (1 << state)) === 0 || port === 0) return undefined;
  const isV6Only = family === 6 ? findV6Only(view, at + DIAG_BYTES, to, isLittle) : undefined;
  const row = {
    address: family === 4 ? readV4(view, at + 8) : readV6(view, at + 8),
    port,
    uid: view.getUint32(at + 64, isLittle),
    inode: view.getUint32(at + 68, isLittle),
    ...(isV6Only === undefined ? {} : { isV6Only }),
  };
  const interfaceIndex = view.getUint32(at + 40, isLittle);
  return interfaceIndex === 0 ? row : { ...row, interfaceIndex };
}

function readV4(view: DataView, at: number): string {
  return `${view.getUint8(at)}.${view.getUint8(at + 1)}.${view.getUint8(at + 2)}.${view.getUint8(at + 3)}`;
}

function readV6(view: DataView, at: number): string {
  const octets: number[] = [];
  for (let index = 0; index < 16; index += 1) octets.push(view.getUint8(at + index));
  return formatV6(octets);
}

/** Attributes: length and type in two bytes each, the value, and padding to four bytes. */
function findV6Only(
  view: DataView,
  from: number,
  to: number,
  isLittle: boolean,
): boolean | undefined {
  for (let at = from; to - at >= ATTRIBUTE_BYTES;) {
    const length = view.getUint16(at, isLittle);
    if (length < ATTRIBUTE_BYTES || length > to - at) return undefined;
    const isAsked = (view.getUint16(at + 2, isLittle) & 0x3fff) === INET_DIAG_SKV6ONLY;
    if (isAsked) return length > ATTRIBUTE_BYTES ? view.getUint8(at + 4) !== 0 : undefined;
    at += align(length);
  }
  return undefined;
}

function align(length: number): number {
  return (length + 3) & ~3;
}
