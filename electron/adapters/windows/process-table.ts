import type { ProcessIdentity } from '../../../shared/listener.ts';
import { parseProcessTable, type ProcessRow } from './parse-process-table.ts';
import { createSizedReader } from './sized-read.ts';
import type { Win32 } from './win32.ts';

/** All processes by pid, as they were at one moment. */
export type ProcessTable = ReadonlyMap<number, ProcessRow>;

const SYSTEM_PROCESS_INFORMATION = 5;
const STATUS_SUCCESS = 0;
const STATUS_INFO_LENGTH_MISMATCH = 0xc000_0004;
const FIRST_SIZE = 512 * 1024;
const DEPTH_MAX = 64;

/** Creates the reader of all processes; it gives undefined where the system refuses. */
export function createProcessTableReader(win32: Win32): () => ProcessTable | undefined {
  const reader = createSizedReader(FIRST_SIZE);
  return () => {
    const filled = reader.read((bytes, length) => {
      const status = win32.querySystemInformation(
        SYSTEM_PROCESS_INFORMATION,
        bytes,
        bytes.length,
        length,
      );
      if (status === STATUS_SUCCESS) return 'filled';
      return status === STATUS_INFO_LENGTH_MISMATCH ? 'too-small' : 'failed';
    });
    if (filled === undefined) return undefined;
    const rows = parseProcessTable(filled.bytes, win32.toAddress(filled.whole));
    return new Map(rows.map((row) => [row.pid, row]));
  };
}

/**
 * The process that started this one, where it still lives: whoever has its pid by now and came
 * later is a stranger.
 */
export function findParent(table: ProcessTable, row: ProcessRow): ProcessRow | undefined {
  const parent = table.get(row.parentPid);
  if (parent === undefined || parent.pid === 0 || parent.pid === row.pid) return undefined;
  return BigInt(parent.startToken) <= BigInt(row.startToken) ? parent : undefined;
}

/** Those above it, nearest first. */
export function listAbove(table: ProcessTable, row: ProcessRow): readonly ProcessRow[] {
  const above: ProcessRow[] = [];
  let parent = findParent(table, row);
  while (parent !== undefined && above.length < DEPTH_MAX && !above.includes(parent)) {
    above.push(parent);
    parent = findParent(table, parent);
  }
  return above;
}

/** All that these started and that still lives, children before theirs. */
export function listBelow(
  table: ProcessTable,
  identities: readonly ProcessIdentity[],
): readonly ProcessRow[] {
  const found = new Set<ProcessRow>();
  let parents = new Set(identities.flatMap((identity) => findRow(table, identity) ?? []));
  const roots = parents;
  while (parents.size > 0) {
    const children = new Set<ProcessRow>();
    for (const row of table.values()) {
      const parent = findParent(table, row);
      const isNew = parent !== undefined && parents.has(parent) && !found.has(row);
      if (isNew && !roots.has(row)) children.add(row);
    }
    for (const child of children) found.add(child);
    parents = children;
  }
  return [...found];
}

/** The process of this identity, or undefined where it is gone. */
export function findRow(
  table: ProcessTable,
  { pid, startToken }: ProcessIdentity,
): ProcessRow | undefined {
  const row = table.get(pid);
  return row?.startToken === startToken ? row : undefined;
}
