import { isIPv4, isIPv6 } from 'node:net';
import type { Family } from '../../../shared/listener.ts';

/** An address and a port, as a socket has them. */
export interface Place {
  readonly address: string;
  readonly port: number;
}

/** The address of all, by family. */
export const WILDCARDS: Readonly<Record<Family, string>> = { 4: '0.0.0.0', 6: '::' };

const PORT_MAX = 65_535;

/**
 * Parses what lsof calls a name: `*:3000`, `127.0.0.1:3000`, `[::1]:3000`. Where a socket of IPv6
 * carries IPv4, lsof shows the bare IPv4 address. Undefined for names of hosts and services, and
 * for all else that is no address.
 */
export function parseLsofPlace(text: string, family: Family): Place | undefined {
  const [, bracketed, plain = '', digits = ''] =
    /^(?:\[([^\]]{1,64})\]|([^[\]:]{1,64})):(\d{1,5})$/.exec(text) ?? [];
  const port = toPort(digits);
  const address = bracketed ?? plain;
  return port === undefined ? undefined : toPlace(address, port, family);
}

/** Parses netstat's way: `*.3000`, `127.0.0.1.3000`, `::1.3000`, `fe80::1%lo0.3000`. */
export function parseNetstatPlace(text: string, family: Family): Place | undefined {
  const dot = text.lastIndexOf('.');
  const port = toPort(text.slice(dot + 1));
  return dot < 1 || port === undefined ? undefined : toPlace(text.slice(0, dot), port, family);
}

function toPlace(address: string, port: number, family: Family): Place | undefined {
  if (address === '*') return { address: WILDCARDS[family], port };
  if (isIPv4(address)) return { address: family === 4 ? address : `::ffff:${address}`, port };
  return family === 6 && isIPv6(address) ? { address, port } : undefined;
}

function toPort(digits: string): number | undefined {
  if (!/^\d{1,5}$/.test(digits)) return undefined;
  const port = Number(digits);
  return port >= 1 && port <= PORT_MAX ? port : undefined;
}
