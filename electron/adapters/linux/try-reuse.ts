import { constants } from 'node:os';
import { parseGroups } from '../../../shared/address.ts';
import type { PortUse } from '../../core/host.ts';
import type { Libc } from './libc.ts';
import type { Endianness } from './parse-proc-net.ts';

/*
 * struct sockaddr_in and struct sockaddr_in6; manual pages ip(7) and ipv6(7). 127.0.0.1:3000 and
 * [::1]:3000 on a little-endian machine:
 *
 * 0200 0bb8 7f000001 0000000000000000
 * 0a00 0bb8 00000000 00000000000000000000000000000001 00000000
 *
 * The family is in the byte order of the machine, port and address are in that of the network.
 */

type ReuseLibc = Pick<Libc, 'errno' | 'socket' | 'setsockopt' | 'bind' | 'close'>;

const AF_INET = 2;
const AF_INET6 = 10;
const SOCK_STREAM = 1;
const SOCK_CLOEXEC = 0o2000000;
const SOL_SOCKET = 1;
const SO_REUSEADDR = 2;

/**
 * Whether a program that asks for address reuse can bind beside this connection; undefined where
 * the system does not say. Node cannot bind without listening, and who listens may be connected to.
 */
export function tryReuse(
  libc: ReuseLibc,
  endianness: Endianness,
  use: Pick<PortUse, 'family' | 'address' | 'port'>,
): boolean | undefined {
  const family = use.family === 4 ? AF_INET : AF_INET6;
  const fd = libc.socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return undefined;
  try {
    const on = new Uint8Array(Int32Array.of(1).buffer);
    if (libc.setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, on, on.length) < 0) return undefined;
    const address = toSocketAddress(use, endianness);
    if (address === undefined) return undefined;
    if (libc.bind(fd, address, address.length) === 0) return true;
    return libc.errno() === constants.errno.EADDRINUSE ? false : undefined;
  } finally {
    libc.close(fd);
  }
}

/** The bytes that the system takes for an address and a port; undefined where the text is none. */
export function toSocketAddress(
  { family, address, port }: Pick<PortUse, 'family' | 'address' | 'port'>,
  endianness: Endianness,
): Uint8Array | undefined {
  const bytes = new Uint8Array(family === 4 ? 16 : 28);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, family === 4 ? AF_INET : AF_INET6, endianness === 'LE');
  view.setUint16(2, port);
  if (family === 4) bytes.set(address.split('.').map(Number), 4);
  else {
    const groups = parseGroups(address);
    if (groups === undefined) return undefined;
    groups.forEach((group, index) => view.setUint16(8 + 2 * index, group));
  }
  return bytes;
}
