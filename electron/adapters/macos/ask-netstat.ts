import type { Protocol } from '../../../shared/listener.ts';
import { runTool } from '../run-tool.ts';
import { parseNetstat, type NetstatSocket } from './parse-netstat.ts';

export interface NetstatAnswer {
  readonly sockets: readonly NetstatSocket[];
  /** Undefined sockets, half a table, or none. */
  readonly isPartial: boolean;
}

/** Where macOS has it. */
export const NETSTAT = '/usr/sbin/netstat';

const DEADLINE_MS = 4_000;
const MAX_OUTPUT_BYTES = 32 * 1024 * 1024;
/** Other systems' tables are headed otherwise. */
const HEADING = /^Proto\s.*\(state\)/m;

/** Everybody's sockets of one protocol; undefined when netstat gave no table. */
export async function askNetstat(
  protocol: Protocol,
  netstat: string,
): Promise<NetstatAnswer | undefined> {
  const result = await runTool({
    tool: netstat,
    args: ['-anv', '-p', protocol],
    deadlineMs: DEADLINE_MS,
    maxOutputBytes: MAX_OUTPUT_BYTES,
  });
  if (result.kind !== 'ended' || !HEADING.test(result.stdout)) return undefined;
  const { sockets, isCut, unreadable } = parseNetstat(result.stdout);
  const own = sockets.filter((socket) => socket.protocol === protocol);
  return { sockets: own, isPartial: result.exitCode !== 0 || isCut || unreadable > 0 };
}
