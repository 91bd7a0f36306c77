import { homedir, endianness as readEndianness } from 'node:os';
import type { ListenerScanner, ScanResult } from '../../core/host.ts';
import type { ScanFailureReason } from '../../../shared/snapshot.ts';
import { readErrorCode } from '../errno.ts';
import { createSerial } from '../serial.ts';
import { createOwnerIndex, type Holder } from './owner-index.ts';
import { createPace, type MonotonicMs, type Pace } from './pace.ts';
import type { Endianness, ProcNetRow } from './parse-proc-net.ts';
import { createProcessFacts } from './process-facts.ts';
import { createTableReader, PROC_NET_TABLES } from './read-proc-net.ts';
import { listProcessesWithPs, tryListProcesses, type ListProcesses } from './told-facts.ts';
import { toListeners, type FoundSocket } from './to-listeners.ts';
import { createUserNames } from './user-names.ts';

export interface LinuxScannerOptions {
  readonly procRoot?: string;
  readonly passwdFile?: string;
  readonly homeFolder?: string;
  readonly endianness?: Endianness;
  /** Asked only for owners whose command line /proc does not show. */
  readonly listProcesses?: ListProcesses;
  readonly monotonicMs?: MonotonicMs;
  readonly wallMs?: () => number;
  /** A scan that takes longer has failed. */
  readonly deadlineMs?: number;
  /** How long the event loop is kept at most, give or take one look at one process. */
  readonly sliceMs?: number;
}

type Tables =
  | {
      readonly kind: 'read';
      readonly sockets: readonly FoundSocket[];
      readonly missing: readonly string[];
    }
  | Extract<ScanResult, { kind: 'failed' }>;

/** Reads listeners and their owners from `/proc`. */
export function createLinuxScanner(options: LinuxScannerOptions = {}): ListenerScanner {
  const {
    procRoot = '/proc',
    passwdFile = '/etc/passwd',
    homeFolder = homedir(),
    endianness = readEndianness(),
    listProcesses = listProcessesWithPs,
    monotonicMs = () => performance.now(),
    wallMs = () => Date.now(),
    deadlineMs = 8_000,
    sliceMs = 6,
  } = options;
  const userNames = createUserNames(passwdFile);
  const tableReader = createTableReader(procRoot, endianness);
  const ownerIndex = createOwnerIndex(procRoot);
  const facts = createProcessFacts({ procRoot, homeFolder, userNames, monotonicMs });
  const inTurn = createSerial();

  async function readTables(pace: Pace): Promise<Tables> {
    const sockets: FoundSocket[] = [];
    const missing: string[] = [];
    const errnos: string[] = [];
    for (const table of PROC_NET_TABLES) {
      if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
      const onRow = (row: ProcNetRow): void => void sockets.push({ table, row });
      const reading = await tableReader.readListening(table, onRow, pace);
      if (reading.kind === 'timed-out') return TIMED_OUT;
      if (reading.kind === 'read') {
        if (!reading.isWhole) missing.push(table.name);
        continue;
      }
      errnos.push(reading.errno);
      /** A kernel without IPv6 has no tables for it, and nothing is missing then. */
      if (reading.errno !== 'ENOENT' || table.family === 4) missing.push(table.name);
    }
    if (errnos.length < PROC_NET_TABLES.length) return { kind: 'read', sockets, missing };
    const [first = ''] = errnos;
    return { kind: 'failed', reason: toReason(first), detail: `${procRoot}/net: ${first}` };
  }

  async function scanOnce(): Promise<ScanResult> {
    const pace = createPace(monotonicMs, sliceMs, deadlineMs);
    const takenAtMs = wallMs();
    userNames.refresh();
    const tables = await readTables(pace);
    if (tables.kind === 'failed') return tables;
    const resolution = await ownerIndex.resolve(toInodes(tables.sockets), pace);
    if (resolution.kind === 'timed-out') return TIMED_OUT;
    const sockets =
      resolution.newlyUnresolved.length === 0
        ? tables.sockets
        : await withoutClosed(tables.sockets, new Set(resolution.newlyUnresolved), pace);
    const toOwner = (holder: Holder) => facts.toOwner(holder.stat);
    for (const holder of [...resolution.holders.values()].flat()) {
      toOwner(holder);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
    }
    const unreadable = facts.listUnreadable();
    if (unreadable.length > 0) {
      const told = await tryListProcesses(listProcesses);
      for (const owner of unreadable) {
        const found = told.find(({ pid }) => pid === owner.identity.pid);
        if (found !== undefined) facts.fillIn(owner, found);
      }
    }
    if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
    const listeners = toListeners(sockets, {
      holders: resolution.holders,
      toUserName: (uid) => userNames.toName(uid),
      toOwner,
    });
    facts.prune();
    return { kind: 'scanned', takenAtMs, listeners, missing: tables.missing };
  }

  /** A socket that closed before its owner was looked for has no hidden owner: it is gone. */
  async function withoutClosed(
    sockets: readonly FoundSocket[],
    doubted: ReadonlySet<string>,
    pace: Pace,
  ): Promise<readonly FoundSocket[]> {
    const again = await readTables(pace);
    if (again.kind === 'failed') return sockets;
    const open = toInodes(again.sockets);
    return sockets.filter(({ row }) => !doubted.has(row.inode) || open.has(row.inode));
  }

  async function scanSafely(): Promise<ScanResult> {
    try {
      return await scanOnce();
    } catch (error) {
      const errno = readErrorCode(error);
      /** The poller needs an answer even where the reason is a mistake of ours. */
      if (errno === undefined)
        return { kind: 'failed', reason: 'unreadable', detail: String(error) };
      return { kind: 'failed', reason: toReason(errno), detail: errno };
    }
  }

  return {
    scan: () => inTurn(scanSafely),
    scanAfresh: () =>
      inTurn(async () => {
        ownerIndex.forget();
        facts.forget();
        return scanSafely();
      }),
    async countClients(protocol, port) {
      const pace = createPace(monotonicMs, sliceMs, deadlineMs);
      let count = 0;
      for (const table of PROC_NET_TABLES) {
        if (table.protocol !== protocol) continue;
        const reading = await tableReader.readAll(
          table,
          (row) => {
            if (row.state === 'connected' && row.port === port) count += 1;
          },
          pace,
        );
        if (reading.kind === 'timed-out') return undefined;
        const isAbsent = reading.kind === 'failed' && reading.errno === 'ENOENT';
        if (reading.kind === 'failed' && !(isAbsent && table.family === 6)) return undefined;
      }
      return count;
    },
  };
}

const TIMED_OUT = {
  kind: 'failed',
  reason: 'timed-out',
  detail: 'too many processes for the time that a scan may take',
} as const;

/** A socket that only the kernel holds has no inode of its own. */
function toInodes(sockets: readonly FoundSocket[]): ReadonlySet<string> {
  const inodes = new Set<string>();
  for (const { row } of sockets) if (row.inode !== '0') inodes.add(row.inode);
  return inodes;
}

function toReason(errno: string): ScanFailureReason {
  if (errno === 'ENOENT') return 'not-found';
  return errno === 'EACCES' || errno === 'EPERM' ? 'not-permitted' : 'unreadable';
}
