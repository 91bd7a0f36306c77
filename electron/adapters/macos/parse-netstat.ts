import type { Family, Protocol } from '../../../shared/listener.ts';
import { parseNetstatPlace, type Place } from './parse-place.ts';

/*
 * netstat -anv -p tcp; manual page netstat(1). It lists everybody's sockets without rights, but
 * its columns move from one macOS to the next, so they are found by their headings:
 *
 * Proto Recv-Q Send-Q  Local Address   Foreign Address  (state)  rhiwat  shiwat    pid   epid  state ...
 * tcp46      0      0  *.6380          *.*              LISTEN   131072  131072  31195      0  00100 ...
 *
 * Proto Recv-Q Send-Q  Local Address   Foreign Address  (state)  rxbytes  txbytes  rhiwat  shiwat  process:pid  state ...
 * tcp4       0      0  127.0.0.1.5173  *.*              LISTEN         0        0  131072  131072  Brave Browser He:13942  00100 ...
 *
 * Some print the second kind of row under the first kind of heading. Rows of UDP have no state. An
 * address is cut after 16 characters; its port never is.
 */

export interface NetstatSocket {
  readonly protocol: Protocol;
  readonly family: Family;
  /** A socket of IPv6 that takes IPv4 too. */
  readonly isDual: boolean;
  readonly local: Place;
  /** Whether the end of the local address is missing. */
  readonly isAddressCut: boolean;
  readonly remote?: Place;
  readonly state?: string;
  /** Absent where the row does not tell it beyond doubt. */
  readonly pid?: number;
  /** The program's short name, where the row has one; at most 16 bytes of it. */
  readonly name?: string;
}

export interface NetstatReading {
  readonly sockets: readonly NetstatSocket[];
  readonly isCut: boolean;
  /** Rows of sockets that could not be understood; those without a port are none. */
  readonly unreadable: number;
}

const ROW = /^(tcp|udp)(4|6|46)\s+\d+\s+\d+\s+(\S+)\s+(\S+)\s*(.*)$/;
const HEADING = /^Proto\s.*Foreign Address\s*(.*)$/;
/** Greedy, since a name may hold anything that looks like the end of one. */
const NAMED_OWNER = /^\s*(.{1,64}):(\d{1,10})\s+[0-9a-f]{5,8}(?:\s|$)/;
const ADDRESS_MAX = 16;
/** What an address of IPv6 can begin with: groups, a last one of IPv4, an interface. */
const BEGUN_ADDRESS = /^(?!.*:::)[\da-f]{0,4}(?::[\da-f]{0,4}){1,7}(?:\.\d{0,3}){0,3}(?:%\w*)?$/i;
const PID_MAX = 2 ** 31 - 1;

/** Parses the table of one protocol; without a heading nobody's pid is known. */
export function parseNetstat(text: string): NetstatReading {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const sockets: NetstatSocket[] = [];
  let heading: readonly string[] | undefined;
  let unreadable = 0;
  for (const line of lines) {
    const headed = HEADING.exec(line)?.[1];
    if (headed !== undefined) heading = headed.trim().split(/\s+/);
    const row = ROW.exec(line);
    if (row === null || isWithoutPort(row[3])) continue;
    const socket = toSocket(row, heading);
    if (socket === undefined) unreadable += 1;
    else sockets.push(socket);
  }
  return { sockets, isCut: last !== '', unreadable };
}

function isWithoutPort(local: string | undefined): boolean {
  return local?.endsWith('.*') === true;
}

function toSocket(
  [, protocolText, stack, localText = '', remoteText = '', rest = '']: RegExpExecArray,
  heading: readonly string[] | undefined,
): NetstatSocket | undefined {
  const protocol = protocolText === 'udp' ? 'udp' : 'tcp';
  const family = stack === '4' ? 4 : 6;
  const host = localText.slice(0, localText.lastIndexOf('.'));
  const isAddressCut = family === 6 && host.length >= ADDRESS_MAX - 1;
  /** The rest of a cut address is unknown; its port is not. */
  const local =
    parseNetstatPlace(localText, family) ??
    (isAddressCut
      ? withAddress(parseNetstatPlace(`::${localText.slice(host.length)}`, 6), host)
      : undefined);
  if (local === undefined) return undefined;
  const state = protocol === 'tcp' ? /^[A-Z][A-Z_0-9]+(?=\s|$)/.exec(rest)?.[0] : undefined;
  const remote = parseNetstatPlace(remoteText, family);
  const owner = findOwner(rest.slice(state?.length ?? 0), heading);
  return {
    protocol,
    family,
    isDual: stack === '46',
    local,
    isAddressCut,
    ...(remote !== undefined && { remote }),
    ...(state !== undefined && { state }),
    ...owner,
  };
}

function withAddress(place: Place | undefined, address: string): Place | undefined {
  return place === undefined || !BEGUN_ADDRESS.test(address) ? undefined : { ...place, address };
}

/** The process of a row, whose columns are those behind the state. */
function findOwner(
  rest: string,
  heading: readonly string[] | undefined,
): Pick<NetstatSocket, 'pid' | 'name'> {
  const columns = heading?.filter((column) => column !== '(state)') ?? [];
  const place = columns.findIndex((column) => column === 'pid' || column === 'process:pid');
  if (place < 0) return {};
  const counters = new RegExp(`^\\s*(?:\\d+\\s+){${place}}`).exec(rest)?.[0];
  if (counters === undefined) return {};
  const behind = rest.slice(counters.length);
  const [, name = '', digits = ''] = NAMED_OWNER.exec(behind) ?? [];
  if (name !== '') return toOwner(digits, name.trim());
  const own = columns[place] === 'pid' ? /^(\d{1,10})\s+\d+(?:\s|$)/.exec(behind)?.[1] : undefined;
  return own === undefined ? {} : toOwner(own);
}

function toOwner(digits: string, name?: string): Pick<NetstatSocket, 'pid' | 'name'> {
  const pid = Number(digits);
  if (pid < 1 || pid > PID_MAX) return {};
  return { pid, ...(name !== undefined && { name }) };
}

/** Whether the socket waits for connections, or for packets from anybody. */
export function isListeningRow({ protocol, state, remote }: NetstatSocket): boolean {
  return protocol === 'tcp' ? state === 'LISTEN' : remote === undefined;
}
