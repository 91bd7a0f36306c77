import type { ProcessCondition } from '../../../core/host-processes.ts';

/*
 * /proc/[pid]/status; manual page proc_pid_status(5).
 *
 * TracerPid:	0
 * NSpid:	4711	1
 * SigBlk:	0000000000010000
 * SigIgn:	0000000000384004
 * SigCgt:	000000004b813efb
 */

/** Signals are counted from one, and their bits from zero. */
const TERM_BIT = 14n;

/**
 * Whether SIGTERM does nothing to the process; false where the text does not tell. It may have set
 * it to be ignored; and from the first process of a pid namespace, as of a container, the kernel
 * keeps every signal away that this one neither handles nor blocks to fetch it by itself.
 */
export function parseIgnoresTerm(status: string): boolean {
  if (hasTerm(status, 'SigIgn') === true) return true;
  const isFirst = /^NSpid:(?:\t\d+)*\t1$/m.test(status);
  return isFirst && hasTerm(status, 'SigCgt') === false && hasTerm(status, 'SigBlk') === false;
}

/** Whether SIGTERM is in this mask; undefined where the text has no such mask. */
function hasTerm(status: string, name: 'SigBlk' | 'SigIgn' | 'SigCgt'): boolean | undefined {
  const mask = new RegExp(`^${name}:\\t([0-9a-f]{16})$`, 'm').exec(status)?.[1];
  return mask === undefined ? undefined : ((BigInt(`0x${mask}`) >> TERM_BIT) & 1n) === 1n;
}

/** The process that traces it, a debugger mostly; undefined where there is none that we may see. */
export function parseTracer(status: string): number | undefined {
  const pid = Number(/^TracerPid:\t(\d{1,10})$/m.exec(status)?.[1] ?? 0);
  return pid === 0 ? undefined : pid;
}

/** The state behind the letter of /proc/[pid]/stat. */
export function toState(letter: string): ProcessCondition['state'] {
  switch (letter) {
    case 'Z':
      return 'zombie';
    case 'X':
    case 'x':
      return 'gone';
    case 'T':
      return 'stopped';
    case 't':
      return 'traced';
    case 'D':
      return 'uninterruptible';
    default:
      return 'alive';
  }
}
