/*
 * /proc/[pid]/status; manual page capabilities(7).
 *
 * CapEff:	000001ffffffffff
 *
 * /proc/[pid]/uid_map; manual page user_namespaces(7): from here, to there, how many.
 *
 *          0          0 4294967295
 */

/** To look at the processes of every account. */
const SYS_PTRACE_BIT = 19n;

const WHOLE_MAP = /^\s*0\s+0\s+4294967295\s*$/;

/**
 * Whether a process may look at every other: it has the right to, and its accounts are those of
 * the machine. Root may lack the first, as in most containers, and the second, as in a user
 * namespace. False where the texts do not tell.
 */
export function parseSeesAll(status: string, uidMap: string): boolean {
  const mask = /^CapEff:\t([0-9a-f]{16})$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> SYS_PTRACE_BIT) & 1n) === 1n && WHOLE_MAP.test(uidMap);
}
