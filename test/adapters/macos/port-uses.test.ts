import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  parsePortLimits,
  readMacosPortLimits,
} from '../../../electron/adapters/macos/port-limits.ts';
import { createMacosPortUses } from '../../../electron/adapters/macos/port-uses.ts';
import { isSystemProgram } from '../../../electron/adapters/macos/processes.ts';
import { createFakeTools } from './fake-tools.ts';
import { readKey, readSample } from './fixtures.ts';
import { toNamedTable, type TableRow } from './netstat-tables.ts';

const RANGE = '11-sysctl-portrange-macos-10.14.txt';

test('the range that macOS lends is read, in either direction', () => {
  const { first, last } = readKey(RANGE, z.object({ first: z.number(), last: z.number() }));
  expect(parsePortLimits(readSample(RANGE))).toEqual({
    ephemeral: { from: first, to: last },
    reserved: [],
    unprivilegedFrom: 1,
  });
  const turned = 'net.inet.ip.portrange.first: 5000\nnet.inet.ip.portrange.last: 1024\n';
  expect(parsePortLimits(turned)?.ephemeral).toEqual({ from: 1024, to: 5000 });
  for (const text of ['', 'net.inet.ip.portrange.first: 0\n', `${turned.split('\n')[0]}\n`]) {
    expect(parsePortLimits(text)).toBeUndefined();
  }
});

test('a system without the tool tells no range', async () => {
  expect(await readMacosPortLimits('/nowhere/sysctl')).toBeUndefined();
});

describe.skipIf(process.platform === 'win32')('who uses a port without listening', () => {
  const rows: readonly TableRow[] = [
    { protocol: 'tcp4', local: '*.3000', state: 'LISTEN', name: 'node', pid: 4711 },
    {
      protocol: 'tcp4',
      local: '127.0.0.1.3000',
      remote: '127.0.0.1.61000',
      state: 'ESTABLISHED',
      name: 'node',
      pid: 4711,
    },
    {
      protocol: 'tcp4',
      local: '127.0.0.1.3000',
      remote: '127.0.0.1.61001',
      state: 'TIME_WAIT',
      name: 'node',
      pid: 4799,
    },
    {
      protocol: 'tcp4',
      local: '127.0.0.1.61000',
      remote: '127.0.0.1.3000',
      state: 'ESTABLISHED',
      name: 'curl',
      pid: 77,
    },
  ];

  test('is told with the state and, where it is beyond doubt, the owner', async () => {
    const tools = createFakeTools();
    const uses = createMacosPortUses({
      netstat: tools.print('netstat', toNamedTable(rows)),
      lsof: tools.print(
        'lsof',
        'p4711\ncnode\nf5\ntIPv4\nd0x9\nPTCP\nn127.0.0.1:3000->127.0.0.1:61000\nTST=ESTABLISHED\n',
      ),
      ps: tools.print(
        'ps',
        ' 4711  4700   501 S+   ttys003  ann      node             Sat Nov 21 14:26:21 2026     node server.js\n',
      ),
      self: { uid: 501, user: 'ann' },
    });
    const found = await uses.read('tcp', [3000]);
    expect(
      found?.map(({ remotePort, state, owners }) => ({
        remotePort,
        state,
        pids: owners.map(({ identity }) => identity.pid),
      })),
    ).toEqual([
      { remotePort: 61_000, state: 'connected', pids: [4711] },
      { remotePort: 61_001, state: 'closing', pids: [] },
    ]);
    expect(await uses.read('tcp', [1])).toEqual([]);
    const blind = createMacosPortUses({ netstat: join(tools.folder, 'none') });
    expect(await blind.read('tcp', [3000])).toBeUndefined();
  });
});

test.each([
  ['/System/Library/CoreServices/ControlCenter.app/Contents/MacOS/ControlCenter', true],
  ['/usr/libexec/rapportd', true],
  ['/usr/sbin/cupsd -l', true],
  ['/System/Library/Frameworks/Ruby.framework/Versions/2.6/usr/bin/ruby', false],
  ['/usr/local/sbin/nginx', false],
  ['/opt/homebrew/bin/node', false],
  ['node /System/x.js', false],
])('%s is a part of macOS: %s', (path, expected) => {
  expect(isSystemProgram(path)).toBe(expected);
});
