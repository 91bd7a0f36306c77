import { isIPv4, isIPv6 } from 'node:net';
import type { Family, Protocol } from '../../../shared/listener.ts';

/*
 * `netstat -ano`, in whatever language, told apart by the shape of its rows alone:
 *
 *   TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1068
 *   TCP    [::1]:3000             [::]:0                 LISTENING       4711
 *   UDP    [fe80::1c2%12]:5353    *:*                                    2220
 *
 * The state's word is the language's own, so who listens is told by the other end, which has port 0
 * and is nobody. The process id is the last word, and there is none without -o.
 */

/** A socket that waits for others: a TCP listener, or a UDP socket. */
export interface NetstatRow {
  readonly protocol: Protocol;
  readonly family: Family;
  readonly address: string;
  readonly port: number;
  /** Absent where the row does not tell. */
  readonly pid?: number;
}

const ROW = /^\s*(?:\S*\s)?(TCP|UDP)\s+(\S+)\s+(\S+)(?:\s+(.*?))?\s*$/;
/** Nobody, or somebody to whom it is bound. */
const UDP_REMOTE = /^(?:\*:\*|\S+:\d{1,5})$/;
const LINE_LENGTH_MAX = 400;
const PID_MAX = 0xffff_ffff;

/** All whole rows of sockets that wait for others; everything else in the text is passed over. */
export function parseNetstat(text: string): readonly NetstatRow[] {
  const rows: NetstatRow[] = [];
  for (const line of toLines(text)) {
    const row = line.length > LINE_LENGTH_MAX ? undefined : parseRow(line);
    if (row !== undefined) rows.push(row);
  }
  return rows;
}

/**
 * Whether nothing is missing: the text ends with a line, and every row of a socket in it is one that
 * is understood.
 */
export function isNetstatWhole(text: string): boolean {
  if (!text.endsWith('\n')) return false;
  for (const line of toLines(text)) {
    if (line.length > LINE_LENGTH_MAX) return false;
    const [, kind, local = '', remote = ''] = ROW.exec(line) ?? [];
    if (kind === undefined) continue;
    if (parseAddress(local) === undefined) return false;
    if (kind === 'UDP' ? !UDP_REMOTE.test(remote) : parseAddress(remote) === undefined)
      return false;
  }
  return true;
}

/** The last line counts only where it was ended: what is cut may have been cut in a number. */
function* toLines(text: string): Iterable<string> {
  let from = 0;
  for (let to = text.indexOf('\n'); to !== -1; to = text.indexOf('\n', from)) {
    yield text.slice(from, to).replace(/\r$/, '');
    from = to + 1;
  }
}

function parseRow(line: string): NetstatRow | undefined {
  const [, kind, localText = '', remoteText = '', rest = ''] = ROW.exec(line) ?? [];
  if (kind === undefined) return undefined;
  const local = parseAddress(localText);
  if (local === undefined || local.port === 0) return undefined;
  const protocol = kind === 'TCP' ? 'tcp' : 'udp';
  const isWaiting = protocol === 'udp' ? remoteText === '*:*' : isNobody(remoteText);
  if (!isWaiting) return undefined;
  const last = rest.split(/\s+/).at(-1) ?? '';
  const pid = /^\d{1,10}$/.test(last) && Number(last) <= PID_MAX ? Number(last) : undefined;
  return { protocol, ...local, ...(pid !== undefined && { pid }) };
}

function isNobody(remote: string): boolean {
  return remote.endsWith(':0');
}

/** `127.0.0.1:80`, `[::1]:80`, `[fe80::1%12]:80`; undefined for names and everything else. */
function parseAddress(text: string): Pick<NetstatRow, 'family' | 'address' | 'port'> | undefined {
  const [, v6, v4, digits = ''] =
    /^(?:\[([0-9a-fA-F:.]{2,45})(?:%[^\]\s]{1,32})?\]|((?:\d{1,3}\.){3}\d{1,3})):(\d{1,5})$/.exec(
      text,
    ) ?? [];
  const port = Number(digits);
  const address = v6?.toLowerCase() ?? v4;
  if (address === undefined || port > 65_535) return undefined;
  if (v6 === undefined ? !isIPv4(address) : !isIPv6(address)) return undefined;
  return { family: v6 === undefined ? 4 : 6, address, port };
}
