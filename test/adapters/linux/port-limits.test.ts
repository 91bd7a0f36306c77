import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readLinuxPortLimits } from '../../../electron/adapters/linux/port-limits.ts';

function limitsOf(files: Readonly<Record<string, string>>) {
  const root = mkdtempSync(join(tmpdir(), 'fake-proc-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const folder = join(root, 'sys/net/ipv4');
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return readLinuxPortLimits(root);
}

test('the limits are those that the kernel tells', () => {
  expect(
    limitsOf({
      ip_local_port_range: '32768\t60999\n',
      ip_local_reserved_ports: '8080,9000-9100\n',
      ip_unprivileged_port_start: '80\n',
    }),
  ).toEqual({
    ephemeral: { from: 32_768, to: 60_999 },
    reserved: [
      { from: 8080, to: 8080 },
      { from: 9000, to: 9100 },
    ],
    unprivilegedFrom: 80,
  });
});

test.each([
  ['an old kernel keeps the ports below 1024', {}, 1024],
  ['every port may be free', { ip_unprivileged_port_start: '0\n' }, 0],
  ['what is not understood counts as the default', { ip_unprivileged_port_start: '?\n' }, 1024],
])('%s', (_, files, unprivilegedFrom) => {
  expect(
    limitsOf({ ip_local_port_range: '1 9\n', ip_local_reserved_ports: '\n', ...files }),
  ).toEqual({ ephemeral: { from: 1, to: 9 }, reserved: [], unprivilegedFrom });
});

test.each(['', '9 1\n', '0 9\n', '1 99999\n', '1\n'])(
  'a range such as %j is none, and then nothing is known',
  (text) => {
    expect(limitsOf({ ip_local_port_range: text })).toBe(undefined);
  },
);

test.skipIf(process.platform !== 'linux')('this machine has limits', () => {
  expect(readLinuxPortLimits()).toMatchObject({ ephemeral: { from: expect.any(Number) } });
});
