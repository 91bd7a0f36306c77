import type { ConfigPath } from '../../../shared/config-path.ts';
import { refuse, refuseOther, type Refused, type Splice } from './text-edit.ts';

/*
 * "3000"                         the container's port; the host's is chosen by the engine
 * "3000:80"                      host:container
 * "127.0.0.1:3000:3000/tcp"      address:host:container/protocol
 * "3000-3005:3000-3005"          ranges
 *
 * The short form of `services.<name>.ports` in the Compose specification, "ports".
 */

const SHORT_FORM =
  /^((?:\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.]+\]):)?(?:(\d{1,5})(?:-(\d{1,5}))?)?(:)?\d{1,5}(?:-\d{1,5})?(?:\/(?:tcp|udp|sctp))?$/i;
const TEMPLATE = /\$/;
// YAML 1.1 reads 22:22 as 1342: a number to the base of 60.
const BASE_60 = /^\d+(?::[0-5]?\d)+$/;

/** Whether the way leads to a published port in its short form. */
export function isComposePort(path: ConfigPath): boolean {
  const [services, , ports, index] = path;
  return (
    path.length === 4 && services === 'services' && ports === 'ports' && typeof index === 'number'
  );
}

/** Where the host's part of a published port must change; the container's part never does. */
export function locateComposePort(
  content: string,
  start: number,
  isQuoted: boolean,
  from: number,
  to: number,
): Splice | Refused {
  if (TEMPLATE.test(content)) return refuse('value-template');
  if (/^\d+(?:-\d+)?(?:\/\w+)?$/.test(content)) return refuse('container-port-only');
  const match = SHORT_FORM.exec(content);
  if (match === null) return refuse('value-not-plain');
  const [, address = '', first, last, colon] = match;
  if (first === undefined || colon === undefined) return refuse('container-port-only');
  if (!isQuoted && BASE_60.test(content)) return refuse('value-ambiguous');
  if (last !== undefined && last !== first) return refuse('value-range');
  if (first !== String(from)) return refuseOther(Number(first));
  const host = last === undefined ? first : `${first}-${last}`;
  return {
    kind: 'splice',
    start: start + address.length,
    end: start + address.length + host.length,
    inserted: last === undefined ? String(to) : `${to}-${to}`,
  };
}
