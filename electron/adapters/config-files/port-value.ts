import { refuse, refuseOther, type Refused, type Splice } from './text-edit.ts';
import { toBounded } from './tokens.ts';

/*
 * 3000                         the number
 * 3000-3000                    a range of one port
 * http://localhost:3000/login  an address: the number at the place of the port, and nowhere else
 * db.local:3000, :3000, [::1]:3000
 */

const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,9})$/;
// No address is longer, and the expressions below take time for nothing in a long text.
const LENGTH_MAX = 2048;
const RANGE = /^(\d{1,5})-(\d{1,5})$/;
const TEMPLATE = /\$\{|\$\(|\$[A-Za-z_]|\{\{|<%|%\(|^@.*@$/;
const SEALED = /^ENC\[/;
const URL_AUTHORITY = /^([a-z][a-z0-9+.-]*:\/\/(?:[^/?#\s]*@)?)([^/?#\s@]*)(?:[/?#]\S*)?$/i;
// A host of digits alone would be another number: 3000:80.
const HOST_AND_PORT =
  /^((?:\[[0-9a-f:.%\w]+\]|\*|[\w.-]*[A-Za-z_.-][\w.-]*)?)(:\d{1,5})(?:\/\S*)?$/i;

/** Where a text that is a port, or holds one as an address does, must change. */
export function locateInText(
  content: string,
  start: number,
  from: number,
  to: number,
): Splice | Refused {
  const whole = (inserted: string): Splice => ({
    kind: 'splice',
    start,
    end: start + content.length,
    inserted,
  });
  if (content.length > LENGTH_MAX) return refuse('value-not-plain');
  if (SEALED.test(content)) return refuse('file-encrypted');
  if (TEMPLATE.test(content)) return refuse('value-template');
  if (PLAIN_NUMBER.test(content)) {
    return content === String(from) ? whole(String(to)) : refuseOther(Number(content));
  }
  const range = RANGE.exec(content);
  if (range !== null) {
    if (range[1] !== range[2]) return refuse('value-range');
    return range[1] === String(from) ? whole(`${to}-${to}`) : refuseOther(Number(range[1]));
  }
  return locateInAddress(content, start, from, to);
}

function locateInAddress(
  content: string,
  start: number,
  from: number,
  to: number,
): Splice | Refused {
  const url = URL_AUTHORITY.exec(content);
  const host = url === null ? HOST_AND_PORT.exec(content) : undefined;
  if (url === null && (host === undefined || host === null)) return refuse('value-not-plain');
  const before = url?.[1]?.length ?? 0;
  const hosts = url?.[2] ?? `${host?.[1] ?? ''}${host?.[2] ?? ''}`;
  const places = [...hosts.matchAll(/:(\d{1,5})(?=,|$)/g)];
  if (places.length === 0) return refuse('value-not-plain');
  const [place, ...others] = places.filter((found) => found[1] === String(from));
  if (place === undefined) {
    return refuseOther(places.length === 1 ? Number(places[0]?.[1]) : undefined);
  }
  if (others.length > 0 || [...content.matchAll(toBounded(from))].length !== 1) {
    return refuse('value-ambiguous');
  }
  const at = start + before + place.index + 1;
  return { kind: 'splice', start: at, end: at + String(from).length, inserted: String(to) };
}

/** Where a number that the format itself reads as one must change; it comes back in plain decimal. */
export function locateNumber(
  raw: string,
  value: number | bigint,
  start: number,
  from: number,
  to: number,
): Splice | Refused {
  // A fraction or an exponent makes it another type of number for some readers.
  if (!/^\+?(?:0x[\da-f_]+|0o[0-7_]+|0b[01_]+|\d[\d_]*)$/i.test(raw)) {
    return refuse('value-not-plain');
  }
  if (Number(value) !== from) return refuseOther(Number(value));
  return { kind: 'splice', start, end: start + raw.length, inserted: String(to) };
}
