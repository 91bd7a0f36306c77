import { readSmallText } from '../proc/proc-file.ts';

/*
 * /proc/sys/net/ipv4/ip_local_port_range; manual page ip(7). The first and the last port that the
 * kernel chooses for whoever does not name one, for IPv6 too.
 *
 * 32768\t60999
 */

export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The kernel's own default. */
const DEFAULT_RANGE: PortRange = { first: 32_768, last: 60_999 };

/** The range of ports that the kernel gives to clients. */
export function readClientPorts(procRoot: string): PortRange {
  const text = readSmallText(`${procRoot}/sys/net/ipv4/ip_local_port_range`);
  const [, first, last] = /^(\d{1,5})\s+(\d{1,5})\s*$/.exec(text) ?? [];
  return first === undefined || last === undefined
    ? DEFAULT_RANGE
    : { first: Number(first), last: Number(last) };
}
