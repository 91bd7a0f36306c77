/*
 * ps -ww -o pid= -o ppid= -o uid= -o stat= -o tty= -o user= -o ucomm= -o lstart= -o args=
 * with LC_ALL=C and TZ=UTC; manual page ps(1), of macOS and of procps alike.
 *
 *   640     1   501 S    ??       ann      rapportd         Sat Nov 21 07:45:11 2026     /usr/libexec/rapportd
 *  4711  4700   501 S+   ttys003  ann      node             Sat Nov 21 14:26:21 2026     node server.js
 *  4712  4711   501 Z    ttys003  ann      sh               Sat Nov 21 14:26:22 2026     (sh)
 *
 * The command's short name may hold blanks, but has room for no whole date; the arguments come
 * last, so nothing in them is read as a column.
 */

/** One process, as ps tells it. */
export interface PsProcess {
  readonly pid: number;
  readonly parentPid: number;
  readonly uid: number;
  /** The account's name. */
  readonly user: string;
  /** Its first letter is the state; `s` behind it leads a session. */
  readonly stat: string;
  /** e.g. `ttys003`; absent where there is none. */
  readonly terminal?: string;
  /** The program's short name, as the kernel has it. */
  readonly name: string;
  /** Seconds since 1970. */
  readonly startedAtSeconds: number;
  /** The arguments, blanks between them; empty where they are hidden. */
  readonly command: string;
}

export const PS_COLUMNS = [
  'pid',
  'ppid',
  'uid',
  'stat',
  'tty',
  'user',
  'ucomm',
  'lstart',
  'args',
] as const;

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const LINE =
  /^ *(\d{1,10}) +(\d{1,10}) +(\d{1,10}) +(\S+) +(\S+) +(\S+) (.*?) *(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d) (\d{4})(?: +(.*))?$/s;
/** No system gives out a higher one. */
const PID_MAX = 2 ** 31 - 1;

/**
 * Parses the whole table by pid. A pid that occurs twice is left out: one of the lines may be what
 * a process wrote into its own arguments.
 */
export function parsePs(text: string): ReadonlyMap<number, PsProcess> {
  const processes = new Map<number, PsProcess>();
  const doubtful = new Set<number>();
  for (const line of text.split('\n')) {
    const process = parseLine(line);
    if (process === undefined) continue;
    if (processes.has(process.pid)) doubtful.add(process.pid);
    processes.set(process.pid, process);
  }
  for (const pid of doubtful) processes.delete(pid);
  return processes;
}

function parseLine(line: string): PsProcess | undefined {
  const [
    ,
    pid,
    parent,
    uid,
    stat,
    tty,
    user,
    name,
    month = '',
    day,
    hour,
    minute,
    second,
    year,
    args,
  ] = LINE.exec(line) ?? [];
  const monthIndex = MONTHS.indexOf(month);
  if (stat === undefined || user === undefined || name === undefined || monthIndex < 0)
    return undefined;
  if (Number(pid) < 1 || Number(pid) > PID_MAX) return undefined;
  const startedAtMs = Date.UTC(
    Number(year),
    monthIndex,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  return {
    pid: Number(pid),
    parentPid: Number(parent),
    uid: Number(uid),
    user,
    stat,
    ...(tty !== undefined && !/^[?-]+$/.test(tty) && { terminal: tty }),
    name: name.trim(),
    startedAtSeconds: startedAtMs / 1000,
    command: args ?? '',
  };
}

/** Dead, and kept only until its parent takes note of it. */
export function isZombie({ stat }: PsProcess): boolean {
  return stat.startsWith('Z');
}

/** Leads a terminal's session, which ends with it. */
export function isSessionLeader({ stat, terminal }: PsProcess): boolean {
  return terminal !== undefined && stat.slice(1).includes('s');
}
