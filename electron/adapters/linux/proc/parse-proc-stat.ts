/*
 * /proc/[pid]/stat; manual page proc_pid_stat(5).
 *
 * 29597 (odd name) 1 (S) S 29552 29548 21774 0 -1 4194368 313 0 0 0 0 0 0 0 20 0 1 0 272142 …
 * 68927 (test(cmd).sh) S 68044 68927 68044 34818 68927 4194304 165 0 0 0 0 0 0 0 20 0 1 0 114413973 …
 * 2001 (bad) S 1 2 3 4 5) S 1888 2001 1888 34816 2001 4202496 428 0 0 0 0 0 0 0 20 0 1 0 75513 …
 *
 * The second field is a name that any program may choose, parentheses, blanks and newlines
 * included, so all later fields are counted from the last `)`.
 */

export interface ProcStat {
  readonly pid: number;
  /** At most 15 bytes, as the program chose them. */
  readonly name: string;
  /** One letter: R running, S sleeping, T stopped, Z zombie, … */
  readonly state: string;
  readonly parentPid: number;
  /** Whether it was started from a terminal that it still has. */
  readonly hasTerminal: boolean;
  readonly isKernelThread: boolean;
  /** Whether it leads its session: a login shell, or whatever left its terminal on purpose. */
  readonly isSessionLeader: boolean;
  /** Whether this is one of a process's threads and not the process itself. */
  readonly isThread: boolean;
  /** Field 22: clock ticks from boot to the start of the process. */
  readonly startToken: string;
  /** Differs after the process replaced its program by exec. */
  readonly imageToken: string;
}

const PID_MAX = 2 ** 31 - 1;
const PF_KTHREAD = 0x0020_0000;

/** Undefined when the text is cut off or not of this format. */
export function parseProcStat(text: string): ProcStat | undefined {
  const open = text.indexOf(' (');
  const close = text.lastIndexOf(')');
  if (open === -1 || close < open + 2) return undefined;
  const pid = toPid(text.slice(0, open));
  /** `fields[0]` is field 3 of the manual page, and the last field may be cut off. */
  const [line = ''] = text.slice(close + 2).split('\n', 1);
  const fields = line.split(' ');
  if (fields.length < 21) return undefined;
  const state = fields[0] ?? '';
  const parentPid = toPid(fields[1]);
  const terminal = toNumber(fields[4]);
  const flags = toNumber(fields[6]);
  const startToken = fields[19] ?? '';
  if (!/^[A-Za-z]$/.test(state) || !/^\d{1,20}$/.test(startToken)) return undefined;
  if (pid === undefined || parentPid === undefined || terminal === undefined) return undefined;
  if (flags === undefined) return undefined;
  const name = text.slice(open + 2, close);
  return {
    pid,
    name,
    state,
    parentPid,
    hasTerminal: terminal !== 0,
    isKernelThread: (flags & PF_KTHREAD) !== 0,
    isSessionLeader: fields[3] === String(pid),
    /** Field 38: a thread's end sends no signal to anybody. */
    isThread: fields[35] === '-1',
    startToken,
    /** The name, and where the code, the stack and the arguments lie (fields 26, 28, 48). */
    imageToken: `${fields[23] ?? ''} ${fields[25] ?? ''} ${fields[45] ?? ''} ${name}`,
  };
}

/** Of no process there is zero: a namespace's first one has its parent elsewhere. */
function toPid(text: string | undefined): number | undefined {
  const pid = toNumber(text);
  return pid !== undefined && pid >= 0 && pid <= PID_MAX ? pid : undefined;
}

function toNumber(text: string | undefined): number | undefined {
  if (text === undefined || !/^-?\d{1,15}$/.test(text)) return undefined;
  return Number(text);
}
