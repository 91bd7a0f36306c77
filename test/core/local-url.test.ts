import { expect, it } from 'vitest';
import { toLocalUrl } from '../../shared/local-url.ts';
import { buildListener } from '../renderer/builders.ts';

it.each([
  [
    'a server of this machine by its name',
    { address: '127.0.0.1', port: 3000 },
    'http://localhost:3000/',
  ],
  ['a server of IPv6 by the same name', { address: '::1', port: 3000 }, 'http://localhost:3000/'],
  ['a server of every interface', { address: '0.0.0.0', port: 5173 }, 'http://localhost:5173/'],
  ['a server of one interface', { address: '192.168.1.7', port: 8080 }, 'http://192.168.1.7:8080/'],
  ['an IPv6 address in brackets', { address: 'fd00::7', port: 8080 }, 'http://[fd00::7]:8080/'],
  ['a port of TLS', { address: '127.0.0.1', port: 8443 }, 'https://localhost:8443/'],
  ['the usual port without its number', { address: '::', port: 80 }, 'http://localhost/'],
  ['the usual port of TLS', { address: '::', port: 443 }, 'https://localhost/'],
] as const)('a browser reaches %s', (_, part, url) => {
  expect(toLocalUrl(buildListener(part))).toBe(url);
});

it('no browser speaks UDP', () => {
  expect(toLocalUrl(buildListener({ protocol: 'udp' }))).toBeUndefined();
});
