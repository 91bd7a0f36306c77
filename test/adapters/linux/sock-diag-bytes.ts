import type { SocketRow } from '../../../electron/adapters/linux/sockets/parse-proc-net.ts';
import type { Family } from '../../../shared/listener.ts';

/*
 * Netlink messages as a kernel writes them, put together apart from what reads them.
 */

export interface DiagMessage extends SocketRow {
  readonly family: Family;
  readonly state: number;
  readonly sequence?: number;
  readonly flags?: number;
  readonly octets: readonly number[];
}

/** One message of a dump. */
export function formatDiagMessage(message: DiagMessage, isLittle = true): Uint8Array {
  const attributes =
    message.isV6Only === undefined ? [] : [attribute(11, [message.isV6Only ? 1 : 0], isLittle)];
  const all = [attribute(8, [0], isLittle), ...attributes, attribute(22, [7, 0, 0, 0], isLittle)];
  const length = 88 + all.reduce((sum, bytes) => sum + bytes.length, 0);
  const bytes = new Uint8Array(length);
  const view = header(bytes, 20, message.flags ?? 2, message.sequence ?? 1, isLittle);
  view.setUint8(16, message.family === 4 ? 2 : 10);
  view.setUint8(17, message.state);
  view.setUint16(20, message.port);
  bytes.set(message.octets, 24);
  view.setUint32(80, message.uid, isLittle);
  view.setUint32(84, message.inode, isLittle);
  let at = 88;
  for (const part of all) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The message that ends a dump; `code` is zero or a negative errno. */
export function formatDiagEnd(code = 0, sequence = 1, isLittle = true): Uint8Array {
  const bytes = new Uint8Array(20);
  header(bytes, 3, 2, sequence, isLittle).setInt32(16, code, isLittle);
  return bytes;
}

/** The message that refuses a request. */
export function formatDiagError(errno: number, isLittle = true): Uint8Array {
  const bytes = new Uint8Array(36);
  header(bytes, 2, 0, 1, isLittle).setInt32(16, -errno, isLittle);
  return bytes;
}

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function header(
  bytes: Uint8Array,
  type: number,
  flags: number,
  sequence: number,
  isLittle: boolean,
): DataView {
  const view = new DataView(bytes.buffer);
  view.setUint32(0, bytes.length, isLittle);
  view.setUint16(4, type, isLittle);
  view.setUint16(6, flags, isLittle);
  view.setUint32(8, sequence, isLittle);
  return view;
}

function attribute(type: number, value: readonly number[], isLittle: boolean): Uint8Array {
  const bytes = new Uint8Array(8);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 4 + value.length, isLittle);
  view.setUint16(2, type, isLittle);
  bytes.set(value, 4);
  return bytes;
}
