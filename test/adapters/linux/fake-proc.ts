import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface FakeProcess {
  readonly pid: number;
  readonly name?: string;
  readonly startTicks?: number;
  readonly parentPid?: number;
  readonly state?: string;
  readonly terminal?: number;
  /** Its own where not given. */
  readonly session?: number;
  /** The mask of the signals that it ignores, as the kernel prints it. */
  readonly ignores?: string;
  /** The mask of the signals that it handles. */
  readonly handles?: string;
  /** The mask of the signals that it blocks. */
  readonly blocks?: string;
  /** Its process id in its own pid namespace, where that is not ours. */
  readonly innerPid?: number;
  /** Who traces it, as a debugger does. */
  readonly tracer?: number;
  /** The mask of its effective capabilities. */
  readonly capabilities?: string;
  /** How the accounts of its user namespace are those of another. */
  readonly uidMap?: string;
  readonly flags?: number;
  readonly isThread?: boolean;
  readonly argv?: readonly string[];
  readonly executable?: string;
  readonly cwd?: string;
  readonly uid?: number;
  readonly cgroup?: string;
  /** Inodes of the sockets that it holds, by file descriptor. */
  readonly sockets?: Readonly<Record<string, number>>;
}

export interface FakeRow {
  readonly address: string;
  readonly port: number;
  readonly inode: number;
  readonly uid?: number;
  readonly state?: string;
}

export type TableName = 'tcp' | 'tcp6' | 'udp' | 'udp6';

export interface FakeProc {
  readonly root: string;
  /** Adds the process, or replaces the one with its pid. */
  put(process: FakeProcess): void;
  /** Ends the process. */
  end(pid: number): void;
  setTable(name: TableName, rows: readonly FakeRow[]): void;
  writeTable(name: TableName, text: string | Uint8Array): void;
  removeTable(name: TableName): void;
  /** The process id that was given out last; without this call the folder does not tell. */
  setLastPid(pid: number): void;
  remove(): void;
}

export const HEADING =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

/** Creates a folder that looks like /proc of a machine with these processes. */
export function createFakeProc(processes: readonly FakeProcess[] = []): FakeProc {
  const root = mkdtempSync(join(tmpdir(), 'fake-proc-'));
  mkdirSync(join(root, 'net'));
  writeFileSync(join(root, 'stat'), 'cpu  1 2 3\nbtime 1700000000\n');
  const fake: FakeProc = {
    root,
    put(process) {
      fake.end(process.pid);
      writeProcess(join(root, String(process.pid)), process);
    },
    end: (pid) => rmSync(join(root, String(pid)), { recursive: true, force: true }),
    setTable: (name, rows) =>
      fake.writeTable(name, HEADING + rows.map((row) => formatRow(name, row)).join('')),
    writeTable: (name, text) => writeFileSync(join(root, 'net', name), text),
    removeTable: (name) => rmSync(join(root, 'net', name)),
    setLastPid: (pid) => writeFileSync(join(root, 'loadavg'), `0.20 0.18 0.12 1/80 ${pid}\n`),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
  for (const name of ['tcp', 'tcp6', 'udp', 'udp6'] as const) fake.setTable(name, []);
  for (const process of processes) fake.put(process);
  return fake;
}

/** One line of /proc/[pid]/stat. */
export function formatStat(process: FakeProcess): string {
  const { pid, name = 'node', state = 'S', parentPid = 1, terminal = 0 } = process;
  const { flags = 4194304, startTicks = 5000, isThread = false, session = pid } = process;
  return `${pid} (${name}) ${state} ${parentPid} ${pid} ${session} ${terminal} -1 ${flags} 313 0 0 0 0 0 0 0 20 0 1 0 ${startTicks} 19107840 3010 18446744073709551615 1 1 0 0 0 0 0 16781312 2 1 0 0 ${isThread ? -1 : 17} 1 0 0 0 0 0 0 0 0 0 0 0 0 0\n`;
}

/** One line of a table, as a little-endian kernel prints it. */
export function formatRow(name: TableName, row: FakeRow): string {
  const { uid = 1000, state = name.startsWith('tcp') ? '0A' : '07' } = row;
  const local = name.endsWith('6') ? toHex6(row.address) : toHex4(row.address);
  const remote = local.replace(/./g, '0');
  const port = row.port.toString(16).toUpperCase().padStart(4, '0');
  return `   0: ${local}:${port} ${remote}:0000 ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${row.inode} 1 0000000000000000 100 0 0 10 0\n`;
}

function toHex4(address: string): string {
  return wordsToHex(address.split('.').map(Number));
}

/** Takes only addresses of eight full groups, so that it shares nothing with what it tests. */
function toHex6(address: string): string {
  return wordsToHex(
    address.split(':').flatMap((group) => {
      const value = Number.parseInt(group, 16);
      return [value >> 8, value & 255];
    }),
  );
}

function wordsToHex(octets: readonly number[]): string {
  let hex = '';
  for (let word = 0; word < octets.length; word += 4) {
    for (const octet of octets.slice(word, word + 4).toReversed()) {
      hex += octet.toString(16).toUpperCase().padStart(2, '0');
    }
  }
  return hex;
}

function writeProcess(folder: string, process: FakeProcess): void {
  const { argv = ['node', 'server.js'], uid = 1000, cgroup = '0::/\n' } = process;
  const pids = [process.pid, ...(process.innerPid === undefined ? [] : [process.innerPid])];
  const none = '0'.repeat(16);
  mkdirSync(join(folder, 'fd'), { recursive: true });
  writeFileSync(join(folder, 'stat'), formatStat(process));
  writeFileSync(join(folder, 'cmdline'), argv.map((argument) => `${argument}\0`).join(''));
  writeFileSync(
    join(folder, 'status'),
    `Name:\tx\nUid:\t${uid}\t${uid}\t${uid}\t${uid}\nGid:\t0\nTracerPid:\t${process.tracer ?? 0}\nNSpid:\t${pids.join('\t')}\nCapEff:\t${process.capabilities ?? none}\nSigBlk:\t${process.blocks ?? none}\nSigIgn:\t${process.ignores ?? none}\nSigCgt:\t${process.handles ?? none}\n`,
  );
  writeFileSync(join(folder, 'cgroup'), cgroup);
  if (process.uidMap !== undefined) writeFileSync(join(folder, 'uid_map'), process.uidMap);
  symlinkSync(process.executable ?? '/usr/bin/node', join(folder, 'exe'));
  if (process.cwd !== undefined) symlinkSync(process.cwd, join(folder, 'cwd'));
  symlinkSync('/dev/null', join(folder, 'fd', '0'));
  for (const [descriptor, inode] of Object.entries(process.sockets ?? {})) {
    symlinkSync(`socket:[${inode}]`, join(folder, 'fd', descriptor));
  }
}
