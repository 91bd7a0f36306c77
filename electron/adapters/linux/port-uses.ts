import { closeSync, openSync, readSync } from 'node:fs';
import { endianness as readEndianness, homedir } from 'node:os';
import type { PortUse, PortUses } from '../../core/host.ts';
import type { Owner } from '../../../shared/listener.ts';
import { readErrorCode } from '../errno.ts';
import { dumpPort } from './sockets/dump-port.ts';
import { loadLibc as loadLibcWithKoffi, type LoadLibc } from './native/libc.ts';
import { createPace, type MonotonicMs, type Pace } from './proc/pace.ts';
import { parsePortUse, type PortUseRow } from './sockets/parse-port-use.ts';
import { NO_INODE, type Endianness } from './sockets/parse-proc-net.ts';
import { TCP_BOUND_INACTIVE, TCP_CLOSE } from './sockets/parse-sock-diag.ts';
import { readNames, readPids } from './proc/proc-file.ts';
import { createProcessFacts } from './facts/process-facts.ts';
import { readProcStat } from './proc/process-stat.ts';
import { PROC_NET_TABLES, type ProcNetName } from './sockets/read-proc-net.ts';
import { readSocketInode } from './owners/socket-links.ts';
import { createUserNames } from './facts/user-names.ts';

export interface LinuxPortUsesOptions {
  readonly procRoot?: string;
  readonly loadLibc?: LoadLibc;
  readonly passwdFile?: string;
  readonly homeFolder?: string;
  readonly endianness?: Endianness;
  readonly monotonicMs?: MonotonicMs;
  readonly deadlineMs?: number;
}

interface FoundUse {
  readonly table: ProcNetName;
  readonly row: PortUseRow;
}

const SLICE_MS = 6;
const BUFFER_BYTES = 64 * 1024;

/** Reads who uses a local port without listening on it, from `/proc`, on demand. */
export function createLinuxPortUses(options: LinuxPortUsesOptions = {}): PortUses {
  const {
    procRoot = '/proc',
    loadLibc = loadLibcWithKoffi,
    passwdFile = '/etc/passwd',
    homeFolder = homedir(),
    endianness = readEndianness(),
    monotonicMs = () => performance.now(),
    deadlineMs = 8_000,
  } = options;

  /** The owners by inode, from a look at every process; undefined when that takes too long. */
  async function findOwners(
    inodes: ReadonlySet<number>,
    pace: Pace,
  ): Promise<ReadonlyMap<number, readonly Owner[]> | undefined> {
    const owners = new Map<number, Owner[]>();
    if (inodes.size === 0) return owners;
    const userNames = createUserNames(passwdFile);
    const facts = createProcessFacts({ procRoot, homeFolder, userNames, monotonicMs });
    for (const pid of readPids(procRoot).toReversed()) {
      const found = findInodes(`${procRoot}/${pid}/fd`, inodes);
      const stat = found.size === 0 ? undefined : readProcStat(procRoot, pid);
      if (stat?.kind === 'read') {
        const owner = facts.toOwner(stat.value);
        for (const inode of found) owners.set(inode, [...(owners.get(inode) ?? []), owner]);
      }
      if (pace.isDue() && (await pace.pause()) === 'overdue') return undefined;
    }
    return owners;
  }

  return {
    async readBound(protocol, port) {
      // A bound UDP socket is a listener.
      if (protocol === 'udp') return [];
      const loading = await loadLibc();
      if (loading.kind === 'absent') return [];
      const pace = createPace(monotonicMs, SLICE_MS, deadlineMs);
      const asked = { protocol, port, state: TCP_BOUND_INACTIVE, toldState: TCP_CLOSE };
      const rows = (await dumpPort(loading.libc, endianness, asked, pace)) ?? [];
      const inodes = new Set(rows.map(({ inode }) => inode).filter((inode) => inode !== NO_INODE));
      const owners = (await findOwners(inodes, pace)) ?? new Map<number, readonly Owner[]>();
      return rows.map(({ family, address, inode }) => ({
        protocol,
        family,
        address,
        port,
        state: 'bound',
        owners: owners.get(inode) ?? [],
      }));
    },

    async read(protocol, ports) {
      const pace = createPace(monotonicMs, SLICE_MS, deadlineMs);
      const wanted = new Set(ports);
      const found: FoundUse[] = [];
      for (const table of PROC_NET_TABLES) {
        if (table.protocol !== protocol) continue;
        const format = { protocol, family: table.family, endianness };
        const onLine = (line: string): void => {
          const row = parsePortUse(line, wanted, format);
          if (row !== undefined) found.push({ table, row });
        };
        const reading = await readLines(`${procRoot}/net/${table.name}`, onLine, pace);
        // A kernel without IPv6 has no table for it.
        const isAbsent = reading === 'ENOENT' && table.family === 6;
        if (reading !== 'read' && !isAbsent) return undefined;
      }
      const inodes = new Set(
        found.map(({ row }) => row.inode).filter((inode) => inode !== NO_INODE),
      );
      const owners = await findOwners(inodes, pace);
      return owners === undefined ? undefined : found.map((use) => toPortUse(use, owners));
    },
  };
}

function toPortUse(
  { table, row }: FoundUse,
  owners: ReadonlyMap<number, readonly Owner[]>,
): PortUse {
  const { address, port, remoteAddress, remotePort, state, inode } = row;
  return {
    protocol: table.protocol,
    family: table.family,
    address,
    port,
    remoteAddress,
    remotePort,
    state,
    owners: owners.get(inode) ?? [],
  };
}

/** Which of these sockets a process has open. */
function findInodes(folder: string, inodes: ReadonlySet<number>): ReadonlySet<number> {
  const found = new Set<number>();
  const names = readNames(folder);
  if (names.kind !== 'read') return found;
  for (const descriptor of names.value) {
    const inode = readSocketInode(`${folder}/${descriptor}`);
    if (inode !== undefined && inodes.has(inode)) found.add(inode);
  }
  return found;
}

/** Hands over the lines of a file of any length, with pauses; otherwise says why it could not. */
async function readLines(
  path: string,
  onLine: (line: string) => void,
  pace: Pace,
): Promise<string> {
  const buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  let rest = '';
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    for (;;) {
      const count = readSync(descriptor, buffer, 0, buffer.length, null);
      if (count === 0) break;
      const lines = (rest + buffer.toString('latin1', 0, count)).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(line);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return 'ETIMEDOUT';
    }
    onLine(rest);
    return 'read';
  } catch (error) {
    const errno = readErrorCode(error);
    if (errno === undefined) throw error;
    return errno;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}
