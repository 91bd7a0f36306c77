import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLocalhost, readLocalhostOrder } from '../../electron/adapters/localhost-order.ts';
import { makeFolder } from './surroundings.ts';

function hostsFile(text: string): string {
  const file = join(makeFolder(), 'hosts');
  writeFileSync(file, text);
  return file;
}

const never = () => Promise.reject(new Error('the resolver was asked'));

test.each([
  ['127.0.0.1 localhost\n', [4]],
  ['127.0.0.1\tlocalhost vm\n::1 localhost ip6-localhost\n', [4, 6]],
  ['::1 LOCALHOST # loopback\n127.0.0.1 localhost\n', [6, 4]],
  ['# 127.0.0.1 localhost\n::1 ip6-localhost\n', []],
  ['10.0.0.1 localhost\n127.0.0.1 notlocalhost\n', []],
  ['', []],
])('a hosts file such as %j lists the families %j', (text, families) => {
  expect(parseLocalhost(text)).toEqual(families);
});

test('the only family of the hosts file needs no resolver', async () => {
  expect(await readLocalhostOrder(hostsFile('::1 localhost\n'), never)).toEqual([6]);
});

test('where both are listed, the resolver orders them', async () => {
  const file = hostsFile('127.0.0.1 localhost\n::1 localhost\n');
  expect(await readLocalhostOrder(file, () => Promise.resolve([6, 4]))).toEqual([6, 4]);
  expect(await readLocalhostOrder(file, () => Promise.resolve([]))).toEqual([4, 6]);
});

test('without a hosts file the resolver is asked, and IPv4 is what is left', async () => {
  const missing = join(makeFolder(), 'none');
  expect(await readLocalhostOrder(missing, () => Promise.resolve([6]))).toEqual([6]);
  expect(await readLocalhostOrder(missing, () => Promise.resolve([]))).toEqual([4]);
});

test('this machine has an order', async () => {
  expect((await readLocalhostOrder()).length).toBeGreaterThan(0);
});
