import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { toSocketAddress, tryReuse } from '../../../electron/adapters/linux/try-reuse.ts';

const loopback = { family: 4, address: '127.0.0.1', port: 3000 } as const;
const toHex = (use: Parameters<typeof toSocketAddress>[0], endianness: 'LE' | 'BE' = 'LE') => {
  const bytes = toSocketAddress(use, endianness);
  return bytes && Buffer.from(bytes).toString('hex');
};

test('an address is written as the system reads it', () => {
  expect(toHex(loopback)).toBe('02000bb87f0000010000000000000000');
  expect(toHex(loopback, 'BE')).toBe('00020bb87f0000010000000000000000');
  const toV6 = (address: string) => toHex({ family: 6, address, port: 3000 });
  const start = '0a000bb800000000';
  expect(toV6('::1')).toBe(`${start}0000000000000000000000000000000100000000`);
  expect(toV6('::ffff:127.0.0.1')).toBe(`${start}00000000000000000000ffff7f00000100000000`);
  expect(toV6('no address')).toBe(undefined);
});

test.each([
  ['a bind that succeeds', { bind: 0 }, true],
  ['an address in use', { bind: -1, errno: constants.errno.EADDRINUSE }, false],
  ['an account that may not', { bind: -1, errno: constants.errno.EACCES }, undefined],
  ['an option that is refused', { setsockopt: -1 }, undefined],
  ['no socket', { socket: -1 }, undefined],
])('%s', (_, told, isReusable) => {
  const open = new Set<number>();
  const libc = {
    errno: () => ('errno' in told ? told.errno : 0),
    socket: () => {
      if ('socket' in told) return told.socket;
      open.add(7);
      return 7;
    },
    setsockopt: () => ('setsockopt' in told ? told.setsockopt : 0),
    bind: () => ('bind' in told ? told.bind : 0),
    close: (fd: number) => (open.delete(fd) ? 0 : -1),
  };
  expect(tryReuse(libc, 'LE', loopback)).toBe(isReusable);
  expect(open.size).toBe(0);
});
