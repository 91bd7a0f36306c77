import type { Family, Protocol } from '../../../shared/listener.ts';
import { decodeEscapes } from './decode-escapes.ts';
import { parseLsofPlace, type Place } from './parse-place.ts';

/*
 * lsof +c0 -b -w -nP -iTCP -sTCP:LISTEN -F pcuLtdPnT, one field a line; manual page lsof(8),
 * OUTPUT FOR OTHER PROGRAMS. A process, and then each of its files:
 *
 * p4711         its pid
 * cnode         its program's name, escaped
 * u501          its account
 * Lann
 * f23           a descriptor
 * tIPv4         IPv4 or IPv6
 * d0x58eb68468222c33b     the socket's own name, the same in all that share it
 * PTCP
 * n127.0.0.1:3000         or two places with -> between them
 * TST=LISTEN
 */

export interface LsofSocket {
  readonly pid: number;
  readonly name: string;
  readonly uid?: number;
  readonly login?: string;
  readonly descriptor: string;
  readonly protocol: Protocol;
  readonly family: Family;
  /** What lsof calls the device; absent where it tells none. */
  readonly device?: string;
  readonly local: Place;
  /** Present where the socket is connected. */
  readonly remote?: Place;
  /** In TCP's own words, e.g. `LISTEN`. */
  readonly state?: string;
}

export interface LsofReading {
  readonly sockets: readonly LsofSocket[];
  /** The output ends in the middle of a line, so more was to come. */
  readonly isCut: boolean;
  /** Sockets that were listed and could not be understood. */
  readonly unreadable: number;
}

type Fields = ReadonlyMap<string, string>;

/** The longest pid that a system gives out has ten digits. */
const PID = /^\d{1,10}$/;
const PID_MAX = 2 ** 31 - 1;
/** A socket that has no port yet. */
const UNBOUND = '*:*';

/** Parses the sockets of one protocol; fields end with a line, or with NUL. */
export function parseLsof(text: string, protocol: Protocol): LsofReading {
  const fields = text.split(/[\0\n]/).filter((field) => field !== '');
  const isCut = text !== '' && !/[\0\n]$/.test(text);
  /** What a cut line would have said cannot be known. */
  if (isCut) fields.pop();
  const sockets: LsofSocket[] = [];
  let unreadable = 0;
  let process: Fields = new Map();
  let file: Map<string, string> | undefined;

  const finish = (): void => {
    if (file?.get('n') === undefined || isBeside(file, protocol)) return;
    const socket = toSocket(process, file, protocol);
    if (socket === undefined) unreadable += 1;
    else sockets.push(socket);
  };

  for (const field of fields) {
    const kind = field.charAt(0);
    const value = field.slice(1);
    if (kind === 'p') {
      finish();
      file = undefined;
      process = new Map([[kind, value]]);
    } else if (kind === 'f') {
      finish();
      file = new Map([[kind, value]]);
    } else if (kind === 'T') {
      if (value.startsWith('ST=')) file?.set(kind, value.slice('ST='.length));
    } else if (file === undefined) {
      process = new Map([...process, [kind, value]]);
    } else {
      file.set(kind, value);
    }
  }
  if (!isCut) finish();
  return { sockets, isCut, unreadable };
}

/** A socket of the other protocol, or without a port. */
function isBeside(file: Fields, protocol: Protocol): boolean {
  const told = file.get('P')?.toLowerCase() ?? protocol;
  return told !== protocol || file.get('n') === UNBOUND;
}

function toSocket(process: Fields, file: Fields, protocol: Protocol): LsofSocket | undefined {
  const pid = toPid(process.get('p'));
  const family = toFamily(file.get('t'));
  const [from = '', to, ...others] = (file.get('n') ?? '').split('->');
  if (pid === undefined || family === undefined || others.length > 0) return undefined;
  const local = parseLsofPlace(from, family);
  const remote = to === undefined ? undefined : parseLsofPlace(to, family);
  if (local === undefined || (to !== undefined && remote === undefined)) return undefined;
  const uid = process.get('u');
  const login = process.get('L');
  const device = file.get('d');
  const state = file.get('T');
  return {
    pid,
    name: decodeEscapes(process.get('c') ?? ''),
    ...(uid !== undefined && /^\d{1,10}$/.test(uid) && { uid: Number(uid) }),
    ...(login !== undefined && { login }),
    descriptor: file.get('f') ?? '',
    protocol,
    family,
    ...(device !== undefined && /^(?!0x0+$|0$)\w{1,32}$/.test(device) && { device }),
    local,
    ...(remote !== undefined && { remote }),
    ...(state !== undefined && { state }),
  };
}

function toPid(text: string | undefined): number | undefined {
  if (text === undefined || !PID.test(text)) return undefined;
  const pid = Number(text);
  return pid >= 1 && pid <= PID_MAX ? pid : undefined;
}

function toFamily(type: string | undefined): Family | undefined {
  if (type === 'IPv4') return 4;
  return type === 'IPv6' ? 6 : undefined;
}

/** Whether the socket waits for connections, or for packets from anybody. */
export function isListening({ remote, protocol, state = 'LISTEN' }: LsofSocket): boolean {
  return remote === undefined && (protocol === 'udp' || state === 'LISTEN');
}
