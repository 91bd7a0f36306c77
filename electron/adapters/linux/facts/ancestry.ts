import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readProcStat } from '../proc/process-stat.ts';

const MAX_ANCESTORS = 64;

/** The processes above this one, nearest first, as far as they can be read. */
export function* walkAbove(procRoot: string, stat: ProcStat): Generator<ProcStat> {
  const seen = new Set<number>();
  let next = stat;
  while (next.parentPid > 0 && seen.size < MAX_ANCESTORS) {
    const look = readProcStat(procRoot, next.parentPid);
    /** A circle: one of them ended meanwhile, and another one took its id. */
    if (look.kind !== 'read' || seen.has(look.value.pid)) return;
    seen.add(look.value.pid);
    yield look.value;
    next = look.value;
  }
}
