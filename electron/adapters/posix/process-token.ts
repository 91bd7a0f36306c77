import type { ProcessIdentity } from '../../../shared/listener.ts';
import { toChecksum } from './cksum.ts';
import type { PsProcess } from './parse-ps.ts';

/**
 * Who a process is where the system tells its start by the second only: the second and the
 * checksum of its program's short name, both in digits, e.g. `1795271181.3421780262`.
 */
export function toIdentity({ pid, startedAtSeconds, name }: PsProcess): ProcessIdentity {
  return { pid, startToken: `${startedAtSeconds}.${toChecksum(name)}` };
}

export function isOfIdentity(process: PsProcess, identity: ProcessIdentity): boolean {
  const own = toIdentity(process);
  return own.pid === identity.pid && own.startToken === identity.startToken;
}

/** The parts of a token, as `ps -o lstart=` (LC_ALL=C, TZ=UTC) and `cksum` print them. */
export function parseToken(
  startToken: string,
): { readonly lstart: string; readonly checksum: string } | undefined {
  const [, seconds, checksum] = /^(\d{1,11})\.(\d{1,10})$/.exec(startToken) ?? [];
  if (seconds === undefined || checksum === undefined) return undefined;
  const date = new Date(Number(seconds) * 1000);
  if (Number.isNaN(date.getTime())) return undefined;
  const [weekday = '', day = '', month = '', year = '', time = ''] = date
    .toUTCString()
    .replace(',', '')
    .split(' ');
  return {
    lstart: `${weekday} ${month} ${String(Number(day)).padStart(2)} ${time} ${year}`,
    checksum,
  };
}
