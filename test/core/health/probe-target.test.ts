import { expect, test } from 'vitest';
import { chooseTarget } from '../../../electron/core/health/probe-target.ts';
import { aListener } from '../../support/builders.ts';

const at = (...addresses: readonly string[]) =>
  chooseTarget(addresses.map((address) => aListener({ address })))?.address;

test('a service is asked over the loopback wherever it is reached there', () => {
  expect(at('0.0.0.0')).toBe('127.0.0.1');
  expect(at('::')).toBe('::1');
  expect(at('127.0.0.1')).toBe('127.0.0.1');
  expect(at('127.0.0.53')).toBe('127.0.0.53');
  expect(at('::1')).toBe('::1');
  expect(at('192.168.1.5', '::1')).toBe('::1');
  expect(at('::', '0.0.0.0')).toBe('127.0.0.1');
});

test('a socket of both families is asked over IPv4', () => {
  const both = aListener({ address: '::', isV6Only: false });
  expect(chooseTarget([both])?.address).toBe('127.0.0.1');
});

test('and at its own address where it has no other', () => {
  expect(at('192.168.1.5')).toBe('192.168.1.5');
  expect(at()).toBeUndefined();
});
