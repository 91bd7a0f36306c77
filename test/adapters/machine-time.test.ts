import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { readLinuxBootId } from '../../electron/adapters/linux/proc/boot-id.ts';
import { createMachineTime } from '../../electron/adapters/machine-time.ts';
import { readMacosBootId } from '../../electron/adapters/macos/boot-id.ts';
import { createFakeTools } from './macos/fake-tools.ts';

test('time only grows, and the start is asked for once', () => {
  const ask = vi.fn<() => string>(() => 'first');
  const read = createMachineTime([ask]);
  const before = read();
  const after = read();
  expect(after.ms).toBeGreaterThanOrEqual(before.ms);
  expect([before.bootId, after.bootId]).toEqual(['first', 'first']);
  expect(ask).toHaveBeenCalledOnce();
});

test('whoever answers first names the start; where nobody does, it has no name', () => {
  const nobody = (): undefined => undefined;
  expect(createMachineTime([nobody, () => 'told'])().bootId).toBe('told');
  expect(createMachineTime([nobody])().bootId).toBe('');
});

test.runIf(process.platform === 'linux')('Linux names its start in a file', () => {
  const id = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  expect(readLinuxBootId()).toBe(id);
  expect(readLinuxBootId('/proc/no-such-file')).toBeUndefined();
});

test('macOS names its start by sysctl, and is not asked for anything else', () => {
  const tools = createFakeTools();
  const id = randomUUID().toUpperCase();
  const sysctl = tools.write(
    'sysctl',
    `[ "$*" = "-n kern.bootsessionuuid" ] && echo ${id} && exit 0; exit 1`,
  );
  expect(readMacosBootId(sysctl)).toBe(id);
});

test.each([
  ['does not know the name', "echo 'unknown oid kern.bootsessionuuid' >&2; exit 1"],
  ['answers something else', 'echo 49152'],
  ['answers half of it', 'printf 5F4AFD40-9CEE'],
  ['answers and fails', 'echo 5F4AFD40-9CEE-4B17-9B4D-6DA2B2A91C5F; exit 1'],
])('a sysctl that %s names no start', (_what, text) => {
  expect(readMacosBootId(createFakeTools().write('sysctl', text))).toBeUndefined();
});

test('where there is no sysctl, no start is named', () => {
  expect(readMacosBootId('/no/such/sysctl')).toBeUndefined();
});
