import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { toCanonicalAddress } from '../../shared/address.ts';
import { watchedAddressSchema } from '../../shared/watched-port.ts';

test.each([
  ['0:0:0:0:0:0:0:1', '::1'],
  ['0:0:0:0:0:0:0:0', '::'],
  ['::', '::'],
  ['2001:DB8::0010', '2001:db8::10'],
  ['2001:db8:0:0:1:0:0:1', '2001:db8::1:0:0:1'],
  ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['::FFFF:7f00:1', '127.0.0.1'],
  ['fe80:0::1', 'fe80::1'],
  ['127.0.0.1', '127.0.0.1'],
  ['any', 'any'],
])('%s is written %s', (text, canonical) => {
  expect(toCanonicalAddress(text)).toBe(canonical);
});

test('agrees with the URL standard on every IPv6 address', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      if (toCanonicalAddress(address).includes('.')) return true;
      return `[${toCanonicalAddress(address)}]` === new URL(`http://[${address}]`).hostname;
    }),
    { numRuns: 2000 },
  );
});

test('a watched address is kept in the spelling of the system', () => {
  expect(watchedAddressSchema.parse('0:0:0:0:0:0:0:1')).toBe('::1');
  expect(watchedAddressSchema.safeParse('localhost').success).toBe(false);
});
