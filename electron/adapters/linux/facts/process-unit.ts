import { parseCgroup, type CgroupUnit } from './parse-cgroup.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readSmallFile } from '../proc/proc-file.ts';

/** The unit that runs this process for its own sake, as its control group tells. */
export function readProcessUnit(procRoot: string, stat: ProcStat): CgroupUnit | undefined {
  /** What was started from a terminal only lives in the unit of that terminal. */
  if (stat.hasTerminal) return undefined;
  const look = readSmallFile(`${procRoot}/${stat.pid}/cgroup`);
  const unit = look.kind === 'read' ? parseCgroup(look.value) : undefined;
  /** Desktops start applications as units of this name, and do not start them again. */
  return unit?.unit.startsWith('app-') === true ? undefined : unit;
}
