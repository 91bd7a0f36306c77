import { isIP } from 'node:net';
import { toCanonicalAddress } from '../../../../shared/address.ts';
import type { Protocol } from '../../../../shared/listener.ts';
import type { UnitProperties } from './parse-unit-properties.ts';

/*
 * 127.0.0.1:631 (Stream)
 * [::]:22 (Stream)
 * [fe80::1%eth0]:546 (Datagram)
 * /run/dbus/system_bus_socket (Stream)
 */

export interface ListenAddress {
  readonly protocol: Protocol;
  /** `*` stands for every address of both families. */
  readonly address: string;
  readonly port: number;
}

const PROTOCOLS: Readonly<Record<string, Protocol>> = { Stream: 'tcp', Datagram: 'udp' };

/** The addresses on which a socket unit listens; what is no TCP or UDP socket is left out. */
export function parseListen(properties: UnitProperties): readonly ListenAddress[] {
  const found: ListenAddress[] = [];
  for (const text of properties.get('Listen') ?? []) {
    const [, address = '', type = ''] = /^(.*) \((\w+)\)$/.exec(text) ?? [];
    found.push(...toListenAddress(address, type));
  }
  for (const type of ['Stream', 'Datagram']) {
    for (const text of properties.get(`Listen${type}`) ?? []) {
      found.push(...toListenAddress(text, type));
    }
  }
  return found;
}

function toListenAddress(text: string, type: string): readonly ListenAddress[] {
  const protocol = PROTOCOLS[type];
  const [, v6, other = '', digits = ''] =
    /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (protocol === undefined || port < 1 || port > 65_535) return [];
  const address = v6?.replace(/%.*$/, '') ?? other;
  if (address !== '*' && isIP(address) === 0) return [];
  return [{ protocol, address: address === '*' ? address : toCanonicalAddress(address), port }];
}

/** Whether a listener of this local address is the one that was asked to be opened. */
export function isSameListen(
  listen: ListenAddress,
  { protocol, address, port }: ListenAddress,
): boolean {
  if (listen.protocol !== protocol || listen.port !== port) return false;
  const local = toCanonicalAddress(address);
  if (listen.address === '*') return local === '::' || local === '0.0.0.0';
  return listen.address === local;
}
