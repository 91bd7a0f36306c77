import type { Family, Protocol } from '../../../shared/listener.ts';

/*
 * Writes tables as Windows fills them in, from the field lists of Microsoft's documentation and not
 * from the code that reads them.
 */

export interface WrittenRow {
  readonly local: readonly number[];
  readonly port: number;
  readonly pid: number;
  readonly createdAt?: bigint;
  readonly remote?: readonly number[];
  readonly remotePort?: number;
  readonly state?: number;
}

export function writeSocketTable(
  protocol: Protocol,
  family: Family,
  rows: readonly WrittenRow[],
): Uint8Array {
  const parts = rows.map((row) => writeRow(protocol, family, row));
  return Buffer.concat([dword(rows.length), dword(0), ...parts]);
}

function writeRow(protocol: Protocol, family: Family, row: WrittenRow): Buffer {
  const local = Buffer.from(row.local);
  const remote = Buffer.from(row.remote ?? row.local.map(() => 0));
  const state = dword(row.state ?? 2);
  const scope = family === 6 ? [dword(0)] : [];
  const created = qword(row.createdAt ?? 0n);
  const owner = dword(row.pid);
  const modules = Buffer.alloc(16 * 8);
  const here = [local, ...scope, port(row.port)];
  const there = [remote, ...scope, port(row.remotePort ?? 0)];
  if (protocol === 'udp') {
    return Buffer.concat([...here, owner, dword(0), created, dword(0), dword(0), modules]);
  }
  return family === 4
    ? Buffer.concat([state, ...here, ...there, owner, created, modules])
    : Buffer.concat([...here, ...there, state, owner, created, modules]);
}

export interface WrittenProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly createdAt: bigint;
  readonly name: string;
}

/** A chain of SYSTEM_PROCESS_INFORMATION with two threads behind each, filled in at `address`. */
export function writeProcessTable(
  processes: readonly WrittenProcess[],
  address: bigint,
): Uint8Array {
  const threads = 2 * 80;
  let at = 0;
  const parts = processes.map(({ pid, parentPid, createdAt, name }, index) => {
    const text = Buffer.from(name, 'utf16le');
    const size = (256 + threads + text.length + 7) & ~7;
    const bytes = Buffer.alloc(size);
    const isLast = index === processes.length - 1;
    bytes.writeUInt32LE(isLast ? 0 : size, 0);
    bytes.writeUInt32LE(2, 4);
    bytes.writeBigUInt64LE(createdAt, 32);
    bytes.writeUInt16LE(text.length, 56);
    bytes.writeUInt16LE(text.length + 2, 58);
    const pointer = text.length === 0 ? 0n : address + BigInt(at + 256 + threads);
    bytes.writeBigUInt64LE(pointer, 64);
    bytes.writeBigUInt64LE(BigInt(pid), 80);
    bytes.writeBigUInt64LE(BigInt(parentPid), 88);
    text.copy(bytes, 256 + threads);
    at += size;
    return bytes;
  });
  return Buffer.concat(parts);
}

function dword(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function qword(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes;
}

/** Two bytes in reading order; Windows leaves anything in the two behind them. */
function port(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff, 0xab, 0xcd]);
}
