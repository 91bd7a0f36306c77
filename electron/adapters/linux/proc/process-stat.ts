import type { ProcLook } from './proc-file.ts';
import { nodeProcReader } from './proc-reader.ts';
import { parseProcStat, type ProcStat } from './parse-proc-stat.ts';

/** Reads who the process is now; `vanished` also when the file is cut off by its end. */
export function readProcStat(
  procRoot: string,
  pid: number,
  reader = nodeProcReader,
): ProcLook<ProcStat> {
  return toStatLook(reader.readRecord(`${procRoot}/${pid}/stat`), pid);
}

/** The same, and undefined where that cannot be told. */
export function findProcStat(procRoot: string, pid: number): ProcStat | undefined {
  const look = readProcStat(procRoot, pid);
  return look.kind === 'read' ? look.value : undefined;
}

/** The text of a process's `stat` as who it is; `vanished` when it is cut off or of another. */
export function toStatLook(look: ProcLook<string>, pid: number): ProcLook<ProcStat> {
  if (look.kind !== 'read') return look;
  const stat = parseProcStat(look.value);
  return stat === undefined || stat.pid !== pid
    ? { kind: 'vanished' }
    : { kind: 'read', value: stat };
}

/** A zombie holds nothing any more and waits only for its parent. */
export function isDead(stat: ProcStat): boolean {
  return stat.state === 'Z' || stat.state === 'X' || stat.state === 'x';
}
