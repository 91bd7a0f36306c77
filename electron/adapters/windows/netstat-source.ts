import type { ScanFailureReason } from '../../../shared/snapshot.ts';
import type { AskCim } from './cim.ts';
import { createSerial } from '../serial.ts';
import { decodeOutput } from './decode-output.ts';
import { isNetstatWhole, parseNetstat, type NetstatRow } from './parse-netstat.ts';
import type { CimProcess } from './parse-cim.ts';
import { parseTasklist } from './parse-tasklist.ts';
import { SYSTEM_PID, toOwner } from './process-facts.ts';
import type { RunSystemTool } from './run-system-tool.ts';
import type { FoundSocket } from './to-listeners.ts';

export type NetstatReading =
  | {
      readonly kind: 'read';
      readonly sockets: readonly FoundSocket[];
      /** Some of it was cut off or not understood. */
      readonly isPartial: boolean;
    }
  | { readonly kind: 'failed'; readonly reason: ScanFailureReason; readonly detail: string };

/** Who listens, by the tools of the system: slower, and only where there is no better way. */
export interface NetstatSource {
  read(): Promise<NetstatReading>;
}

const NETSTAT = 'System32\\netstat.exe';
const TASKLIST = 'System32\\tasklist.exe';
const DEADLINE_MS = 8_000;

export function createNetstatSource(run: RunSystemTool, askCim: AskCim): NetstatSource {
  /** A tool that hangs is not started once more beside itself. */
  const inTurn = createSerial();
  /** Of the last reading; whoever keeps its socket keeps its pid. */
  let known = new Map<number, CimProcess>();
  let knownRows: ReadonlySet<string> = new Set();

  /** WMI is asked only about pids with a socket that was not there the last time. */
  async function identify(rows: readonly NetstatRow[]): Promise<void> {
    const now = new Set(rows.map(toText));
    const pids = new Set(rows.flatMap(({ pid }) => pid ?? []));
    const fresh = rows.filter((row) => !knownRows.has(toText(row)));
    const asked = new Set(
      fresh.flatMap(({ pid }) => (pid === undefined || pid === 0 ? [] : [pid])),
    );
    const next = new Map([...known].filter(([pid]) => pids.has(pid) && !asked.has(pid)));
    if (asked.size > 0) {
      const told = (await askCim([...asked])) ?? (await readTasks(asked));
      for (const process of told) next.set(process.pid, process);
    }
    known = next;
    knownRows = now;
  }

  /** Names at least; without a start nothing of them is ever ended. */
  async function readTasks(asked: ReadonlySet<number>): Promise<readonly CimProcess[]> {
    const result = await run({
      tool: TASKLIST,
      args: ['/fo', 'csv', '/nh'],
      deadlineMs: DEADLINE_MS,
    });
    if (result.kind !== 'ended') return [];
    return parseTasklist(decodeOutput(result.stdout))
      .filter(({ pid }) => asked.has(pid))
      .map(({ pid, name }) => ({ pid, name, parentPid: 0, startToken: '0' }));
  }

  async function readOnce(): Promise<NetstatReading> {
    const result = await run({ tool: NETSTAT, args: ['-ano'], deadlineMs: DEADLINE_MS });
    if (result.kind !== 'ended') return toFailed(result);
    const text = decodeOutput(result.stdout);
    const rows = parseNetstat(text);
    /** No Windows is without a single socket, so such an answer is none; nor is half of one. */
    if (rows.length === 0 || result.exitCode !== 0) {
      return { kind: 'failed', reason: 'unreadable', detail: `netstat: ${result.exitCode}` };
    }
    await identify(rows);
    return {
      kind: 'read',
      sockets: rows.map((row) => toSocket(row, known)),
      isPartial: !isNetstatWhole(text),
    };
  }

  return { read: () => inTurn(readOnce) };
}

function toSocket(row: NetstatRow, known: ReadonlyMap<number, CimProcess>): FoundSocket {
  const { pid = 0 } = row;
  const process = known.get(pid);
  const isKnown = process !== undefined || pid === SYSTEM_PID;
  return {
    ...row,
    pid,
    createdAt: '0',
    owner: isKnown ? toOwner(process ?? SYSTEM, undefined, toFacts(process)) : undefined,
  };
}

const SYSTEM: CimProcess = { pid: SYSTEM_PID, parentPid: 0, startToken: '0', name: 'System' };

function toFacts(process: CimProcess | undefined) {
  return { executable: process?.executable, command: process?.command };
}

const toText = ({ protocol, family, address, port, pid }: NetstatRow): string =>
  `${protocol}${family}|${address}|${port}|${pid ?? ''}`;

function toFailed(
  result: Exclude<Awaited<ReturnType<RunSystemTool>>, { kind: 'ended' }>,
): NetstatReading {
  switch (result.kind) {
    case 'not-installed':
      return { kind: 'failed', reason: 'not-found', detail: 'netstat' };
    case 'timed-out':
      return { kind: 'failed', reason: 'timed-out', detail: 'netstat' };
    case 'too-much-output':
      return { kind: 'failed', reason: 'unreadable', detail: 'netstat: too-much-output' };
    case 'failed':
      return { kind: 'failed', reason: 'unreadable', detail: `netstat: ${result.detail}` };
  }
}
