import { readFileSync } from 'node:fs';

/** The kernel's USER_HZ, 100 on every architecture that Node runs on. */
const MS_PER_TICK = 10;

/** CPU of children that have ended and were waited for; in steps of 10 ms, so sum many rounds. */
export function readChildrenCpuMs(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  /** Fields 16 and 17 of proc_pid_stat(5); the slice begins with field 3. */
  return (Number(fields[13]) + Number(fields[14])) * MS_PER_TICK;
}

export function readOwnCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
