import { decodeUtf16 } from './parse-process-table.ts';

/*
 * What EnumServicesStatusExW fills in on 64-bit Windows: ENUM_SERVICE_STATUS_PROCESSW, 56 bytes
 * each, whose texts lie behind them in the same bytes.
 *
 *   0 pointer to the name, ended by a NUL   20 current state (4 is running)
 *   8 pointer to what people call it        44 process id, 0 where none runs
 */

/** A service that runs. */
export interface RunningService {
  /** What tools call it, e.g. `Dnscache`. */
  readonly name: string;
  /** What it is called in the system's language, e.g. `DNS Client`. */
  readonly displayName: string;
  readonly pid: number;
}

const ENTRY_SIZE = 56;
const TEXT_BYTES_MAX = 1024;

/** Every whole entry with a process; `address` is where the bytes lay when they were filled. */
export function parseServices(
  bytes: Uint8Array,
  count: number,
  address: bigint,
): readonly RunningService[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const services: RunningService[] = [];
  const whole = Math.min(count, Math.floor(bytes.length / ENTRY_SIZE));
  for (let index = 0; index < whole; index += 1) {
    const at = index * ENTRY_SIZE;
    const pid = view.getUint32(at + 44, true);
    const name = readText(bytes, view.getBigUint64(at, true) - address);
    if (pid === 0 || name === undefined || name === '') continue;
    const displayName = readText(bytes, view.getBigUint64(at + 8, true) - address) ?? name;
    services.push({ name, displayName, pid });
  }
  return services;
}

function readText(bytes: Uint8Array, from: bigint): string | undefined {
  if (from < 0n || from >= BigInt(bytes.length)) return undefined;
  const start = Number(from);
  const limit = Math.min(start + TEXT_BYTES_MAX, bytes.length - 1);
  for (let end = start; end < limit; end += 2) {
    if (bytes[end] === 0 && bytes[end + 1] === 0) return decodeUtf16(bytes.subarray(start, end));
  }
  return undefined;
}
