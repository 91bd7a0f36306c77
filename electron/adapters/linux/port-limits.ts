import type { PortLimits } from '../../core/host.ts';
import type { PortRange } from '../../../shared/port.ts';
import { readSmallFile } from './proc/proc-file.ts';

/*
 * /proc/sys/net/ipv4/, for IPv6 too; manual page ip(7) and the kernel's ip-sysctl.rst.
 *
 * ip_local_port_range          32768\t60999
 * ip_local_reserved_ports      8080,9000-9100
 * ip_unprivileged_port_start   1024
 */

const PORT_MAX = 65_535;

/** Reads what the kernel does with ranges of ports; undefined where it does not tell. */
export function readLinuxPortLimits(procRoot = '/proc'): PortLimits | undefined {
  const read = (name: string): string | undefined => {
    const look = readSmallFile(`${procRoot}/sys/net/ipv4/${name}`);
    return look.kind === 'read' ? look.value.trim() : undefined;
  };
  const ephemeral = toRange(read('ip_local_port_range')?.split(/\s+/) ?? []);
  if (ephemeral === undefined) return undefined;
  const unprivileged = read('ip_unprivileged_port_start') ?? '';
  return {
    ephemeral,
    reserved: parseReserved(read('ip_local_reserved_ports') ?? ''),
    // Kernels before 4.11 do not have the file, and this is what they do.
    unprivilegedFrom: /^\d{1,5}$/.test(unprivileged) ? Number(unprivileged) : 1024,
  };
}

/** `8080,9000-9100`; what cannot be read is left out. */
function parseReserved(text: string): readonly PortRange[] {
  return text.split(',').flatMap((part) => {
    const [first = '', last = first] = part.split('-');
    return toRange([first, last]) ?? [];
  });
}

function toRange(words: readonly string[]): PortRange | undefined {
  const [from, to] = words.map((word) => (/^\d{1,5}$/.test(word) ? Number(word) : Number.NaN));
  if (from === undefined || to === undefined) return undefined;
  return from >= 1 && from <= to && to <= PORT_MAX ? { from, to } : undefined;
}
