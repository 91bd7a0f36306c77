import type { PortLimits } from '../../core/host.ts';
import { runTool } from '../run-tool.ts';

/*
 * sysctl net.inet.ip.portrange; for IPv6 too:
 *
 * net.inet.ip.portrange.first: 49152
 * net.inet.ip.portrange.last: 65535
 */

/** Where macOS has it. */
export const SYSCTL = '/usr/sbin/sysctl';
const DEADLINE_MS = 2_000;
const PORT_MAX = 65_535;

/** Reads the range that the kernel lends; undefined where it does not tell. */
export async function readMacosPortLimits(sysctl = SYSCTL): Promise<PortLimits | undefined> {
  const result = await runTool({
    tool: sysctl,
    args: ['net.inet.ip.portrange.first', 'net.inet.ip.portrange.last'],
    deadlineMs: DEADLINE_MS,
  });
  return result.kind === 'ended' ? parsePortLimits(result.stdout) : undefined;
}

/** Undefined for what is no range. */
export function parsePortLimits(text: string): PortLimits | undefined {
  const read = (name: string): number =>
    Number(new RegExp(`^net\\.inet\\.ip\\.portrange\\.${name}: (\\d{1,5})$`, 'm').exec(text)?.[1]);
  const one = read('first');
  const other = read('last');
  /** The kernel takes the range in either direction. */
  const from = Math.min(one, other);
  const to = Math.max(one, other);
  if (!(from >= 1 && to <= PORT_MAX)) return undefined;
  /** Since macOS 10.14 anybody may bind any port on all addresses, and only there. */
  return { ephemeral: { from, to }, reserved: [], unprivilegedFrom: 1 };
}
