import { runTool, type ToolCall, type ToolResult } from '../run-tool.ts';
import { runToolNow } from '../run-tool-now.ts';
import { parsePs, PS_COLUMNS, type PsProcess } from './parse-ps.ts';

/** The processes by pid; undefined when ps gave no answer. */
export type PsTable = ReadonlyMap<number, PsProcess>;

export interface PsReader {
  /** These processes, or all. */
  read(pids?: readonly number[]): Promise<PsTable | undefined>;
  /** The same while everything else waits; a few milliseconds. */
  readNow(pids?: readonly number[]): PsTable | undefined;
}

const DEADLINE_MS = 5_000;
/** How long everything else may be kept waiting. */
const NOW_DEADLINE_MS = 2_000;
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** Creates what asks ps, an absolute path. */
export function createPsReader(ps = '/bin/ps'): PsReader {
  return {
    read: async (pids) =>
      pids?.length === 0 ? new Map() : toTable(await runTool(toCall(ps, pids, DEADLINE_MS))),
    readNow: (pids) =>
      pids?.length === 0 ? new Map() : toTable(runToolNow(toCall(ps, pids, NOW_DEADLINE_MS))),
  };
}

function toCall(ps: string, pids: readonly number[] | undefined, deadlineMs: number): ToolCall {
  const columns = PS_COLUMNS.flatMap((column) => ['-o', `${column}=`]);
  const whom = pids === undefined ? ['-A'] : ['-p', pids.join(',')];
  return {
    tool: ps,
    args: ['-ww', ...columns, ...whom],
    deadlineMs,
    env: { TZ: 'UTC' },
    maxOutputBytes: MAX_OUTPUT_BYTES,
  };
}

/** It ends with 1 where none of the processes is there any more. */
function toTable(result: ToolResult): PsTable | undefined {
  if (result.kind !== 'ended') return undefined;
  const { exitCode, stdout, stderr } = result;
  if (exitCode === 0 || (exitCode === 1 && stderr.trim() === '')) return parsePs(stdout);
  return undefined;
}
