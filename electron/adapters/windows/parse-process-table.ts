/*
 * What NtQuerySystemInformation(SystemProcessInformation) fills in on 64-bit Windows: a chain of
 * SYSTEM_PROCESS_INFORMATION, each with its threads behind it. winternl.h leaves most of its
 * fields out; they have stood where they stand since Windows NT:
 *
 *   0 NextEntryOffset (0 at the last)   56 ImageName: length in bytes (u16), pointer at 64
 *  32 CreateTime, a FILETIME            80 UniqueProcessId   88 InheritedFromUniqueProcessId
 */

/** A process as the system lists it to everybody, without any rights. */
export interface ProcessRow {
  readonly pid: number;
  /** Of whoever started it; that one may be gone, and its pid may be another's by now. */
  readonly parentPid: number;
  /** Microseconds since 1601, as digits; every source of it can tell as much. */
  readonly startToken: string;
  /** `node.exe`; empty for the idle process. */
  readonly name: string;
}

const ENTRY_SIZE = 104;
const NAME_BYTES_MAX = 1024;
const ENTRIES_MAX = 100_000;
/** Between 1601, where Windows begins to count, and 1970. */
const EPOCH_US = 11_644_473_600_000_000n;

/** Every whole entry; `address` is where the bytes lay when the system filled them. */
export function parseProcessTable(bytes: Uint8Array, address: bigint): readonly ProcessRow[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const rows: ProcessRow[] = [];
  let at = 0;
  while (at + ENTRY_SIZE <= bytes.length && rows.length < ENTRIES_MAX) {
    const pid = view.getBigUint64(at + 80, true);
    const parentPid = view.getBigUint64(at + 88, true);
    if (isPid(pid) && isPid(parentPid)) {
      rows.push({
        pid: Number(pid),
        parentPid: Number(parentPid),
        startToken: toStartToken(view.getBigUint64(at + 32, true)),
        name: readName(bytes, view, at, address),
      });
    }
    const next = view.getUint32(at, true);
    if (next < ENTRY_SIZE) break;
    at += next;
  }
  return rows;
}

function readName(bytes: Uint8Array, view: DataView, at: number, address: bigint): string {
  const length = view.getUint16(at + 56, true);
  const from = view.getBigUint64(at + 64, true) - address;
  const isInside = from >= 0n && from + BigInt(length) <= BigInt(bytes.length);
  if (!isInside || length === 0 || length % 2 === 1 || length > NAME_BYTES_MAX) return '';
  return decodeUtf16(bytes.subarray(Number(from), Number(from) + length));
}

function isPid(value: bigint): boolean {
  return value <= 0xffff_ffffn;
}

/** The identity's start of a FILETIME, which counts in 100 ns. */
export function toStartToken(fileTime: bigint): string {
  return String(fileTime / 10n);
}

/** ISO 8601, or undefined for what is no date, as the time of the kernel itself. */
export function toStartedAt(startToken: string): string | undefined {
  const ms = Number((BigInt(startToken) - EPOCH_US) / 1000n);
  const date = new Date(ms);
  return ms <= 0 || Number.isNaN(date.getTime()) ? undefined : date.toISOString();
}

export function decodeUtf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes);
}
