import { createPace } from '../../../electron/adapters/linux/proc/pace.ts';
import type {
  ProcNetFormat,
  ProcNetRow,
} from '../../../electron/adapters/linux/sockets/parse-proc-net.ts';
import {
  createTableReader,
  PROC_NET_TABLES,
} from '../../../electron/adapters/linux/sockets/read-proc-net.ts';
import type { FakeProc } from './fake-proc.ts';

/** Has the reader of the socket tables read these bytes from a file, as it reads the kernel's. */
export async function readTable(
  proc: FakeProc,
  bytes: string | Uint8Array,
  { protocol, family, endianness }: ProcNetFormat,
): Promise<{ readonly rows: readonly ProcNetRow[]; readonly isWhole: boolean }> {
  const table = PROC_NET_TABLES.find((one) => one.protocol === protocol && one.family === family);
  if (table === undefined) throw new Error(`${protocol} ${family}`);
  // A file that is cut to nothing and written again is flushed to the disk by some file systems.
  proc.removeTable(table.name);
  proc.writeTable(table.name, bytes);
  const rows: ProcNetRow[] = [];
  const pace = createPace(() => 0, 8, 1000);
  const reader = createTableReader(proc.root, endianness);
  const reading = await reader.readAll(table, (row) => void rows.push(row), pace);
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return { rows, isWhole: reading.isWhole };
}
