import type { Proof, SignalResult, Terminator } from '../../core/host-processes.ts';
import type { KillMeans } from '../../../shared/kill.ts';
import type { Owner } from '../../../shared/listener.ts';
import {
  openProcess,
  PROCESS_QUERY_LIMITED_INFORMATION,
  PROCESS_TERMINATE,
  SYNCHRONIZE,
  type OpenedProcess,
} from './open-process.ts';
import { findRow, type ProcessTable } from './process-table.ts';
import { askToClose, listWindows } from './process-windows.ts';
import type { SocketTables } from './socket-tables.ts';
import { toSocketName } from './to-listeners.ts';
import type { Win32 } from './win32.ts';

interface TerminatorParts {
  readonly win32: Win32;
  readonly tables: SocketTables;
  readonly readProcesses: () => ProcessTable | undefined;
}

const ACCESS = PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE;
/** What Windows itself ends a process with that is ended by another. */
const EXIT_CODE = 1;

/**
 * Ends processes, and only those that still are what they were. A process is opened before it is
 * looked at, and ended through the same handle: by then its pid may be anybody's, the handle is
 * still its own. Windows knows no signal: who has a window is asked to close it, and everything
 * else can only be ended at once.
 */
export function createWindowsTerminator(getParts: () => TerminatorParts | undefined): Terminator {
  return {
    signal(target, proof, means) {
      const parts = getParts();
      const { pid } = target.identity;
      /** What is told of a program in WSL is not of the process that would be ended. */
      if (!isEndable(pid) || target.carried !== undefined) return 'changed';
      /** Without the system's own functions nothing can be proven, so nothing is ended. */
      if (parts === undefined) return 'not-permitted';
      const opened = openProcess(parts.win32, pid, ACCESS);
      if (opened === undefined) return toRefusal(target, parts);
      try {
        const refusal = findRefusal(target, proof, opened, parts);
        return refusal ?? end(opened, pid, means, parts);
      } finally {
        opened.close();
      }
    },
    describeWay: () => (getParts() === undefined ? 'none' : 'handle'),
    toCommand: (target) => `taskkill /F /PID ${target.identity.pid}`,
  };
}

/** Zero is nobody, four is the kernel, and every pid of Windows is a multiple of four. */
export function isEndable(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 4 && pid <= 0xffff_ffff && pid !== process.pid;
}

/** Why a process could not be opened. */
function toRefusal(target: Owner, { readProcesses }: TerminatorParts): SignalResult {
  const table = readProcesses();
  if (table === undefined) return 'not-permitted';
  if (!table.has(target.identity.pid)) return 'gone';
  return findRow(table, target.identity) === undefined ? 'changed' : 'not-permitted';
}

function findRefusal(
  target: Owner,
  proof: Proof,
  opened: OpenedProcess,
  { tables }: TerminatorParts,
): SignalResult | undefined {
  const token = opened.readStartToken();
  if (token === undefined) return 'not-permitted';
  if (token !== target.identity.startToken) return 'changed';
  if (opened.hasEnded()) return 'gone';
  const { executable } = target;
  if (executable !== undefined && opened.readExecutable() !== executable) return 'changed';
  return proof.kind === 'holds-socket' && !holdsSocket(target, proof.sockets, tables)
    ? 'changed'
    : undefined;
}

/** Whether one of the sockets is still there, and still this process's. */
function holdsSocket(
  { identity: { pid } }: Owner,
  sockets: readonly string[],
  tables: SocketTables,
): boolean {
  return (['tcp', 'udp'] as const).some((protocol) =>
    ([4, 6] as const).some((family) =>
      tables
        .readListening(protocol, family)
        ?.some((row) => row.pid === pid && sockets.includes(toSocketName(row))),
    ),
  );
}

function end(
  opened: OpenedProcess,
  pid: number,
  means: KillMeans,
  { win32 }: TerminatorParts,
): SignalResult {
  if (means === 'graceful' && askToClose(win32, listWindows(win32, pid))) return 'sent';
  if (win32.terminateProcess(opened.handle, EXIT_CODE) !== 0) return 'sent';
  return opened.hasEnded() ? 'gone' : 'not-permitted';
}
