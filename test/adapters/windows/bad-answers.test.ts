import { describe, expect, test } from 'vitest';
import { createCim } from '../../../electron/adapters/windows/cim.ts';
import { createNetstatSource } from '../../../electron/adapters/windows/netstat-source.ts';
import { isNetstatWhole } from '../../../electron/adapters/windows/parse-netstat.ts';
import { readWindowsPortLimits } from '../../../electron/adapters/windows/port-limits.ts';
import type {
  RunSystemTool,
  SystemToolResult,
} from '../../../electron/adapters/windows/run-system-tool.ts';
import { createWindowsScanner } from '../../../electron/adapters/windows/scanner.ts';
import { createServiceUnits } from '../../../electron/adapters/windows/service-units.ts';
import { createRelays } from '../../../electron/adapters/windows/wsl/relays.ts';
import { createAskDistributions } from '../../../electron/adapters/windows/wsl/wsl.ts';
import type { ScanResult } from '../../../electron/core/host.ts';
import { readSamples } from './samples.ts';

/*
 * Every tool of Windows that is asked, with every bad answer: a reading that claims to be whole
 * tells of every listener, and no pid is told that the good answers do not have.
 */

const GOOD: Readonly<Record<string, string>> = {
  'netstat.exe':
    '  TCP    127.0.0.1:3000   0.0.0.0:0   LISTENING   4711\r\n' +
    '  TCP    127.0.0.1:3000   0.0.0.0:0   LISTENING   4712\r\n' +
    '  TCP    [::1]:8000       [::]:0      LISTENING   8512\r\n' +
    '  UDP    0.0.0.0:5353     *:*                     4\r\n',
  'powershell.exe': JSON.stringify({
    processes: [
      { pid: 4711, parent: 8, created: '134344120710330001', name: 'node.exe' },
      { pid: 4712, parent: 8, created: '134344120710330002', name: 'python.exe' },
      { pid: 8512, parent: 8, created: '134344120710330003', name: 'wslrelay.exe' },
    ],
  }),
  'tasklist.exe':
    '"node.exe","4711","Console","1","8.856 KB"\r\n"python.exe","4712","Console","1","1,204 K"\r\n',
  'wsl.exe': 'Ubuntu\r\n',
  'netsh.exe': '      50000       50059     *\r\n',
  'sc.exe': '',
};
const PIDS = new Set([4, 4711, 4712, 8512]);
const PORTS = [3000, 5353, 8000];

type Answer = (good: string) => SystemToolResult;
const ended = (stdout: Uint8Array, exitCode = 0): SystemToolResult => ({
  kind: 'ended',
  exitCode,
  stdout,
});

const BAD: readonly (readonly [string, Answer])[] = [
  ['is missing', () => ({ kind: 'not-installed' })],
  ['hangs', () => ({ kind: 'timed-out' })],
  ['says too much', () => ({ kind: 'too-much-output' })],
  ['may not be started', () => ({ kind: 'failed', detail: 'EACCES' })],
  ['says nothing', () => ended(Buffer.alloc(0))],
  ['fails', () => ended(Buffer.alloc(0), 1)],
  ['fails with half a list', (good) => ended(Buffer.from(good.slice(0, good.length / 2)), 1)],
  ['is cut in the middle', (good) => ended(Buffer.from(good.slice(0, good.length - 5)))],
  ['answers in UTF-16', (good) => ended(Buffer.from(good, 'utf16le'))],
  [
    'is cut in a character',
    (good) => ended(Buffer.from(`\ufeff${good}`, 'utf16le').subarray(0, -7)),
  ],
  ['answers in another code page', (good) => ended(Buffer.from(`\x9c\xd8${good}`, 'latin1'))],
  ['answers what is no text', () => ended(Buffer.alloc(5_000, 0xfe))],
  ['answers 50 MB', () => ended(Buffer.alloc(50 * 1024 * 1024, 'x '))],
  [
    'has columns of its own',
    () => ended(Buffer.from('PORT;OWNER\r\n3000;4711\r\nTCP 3000 4711\r\n')),
  ],
  [
    'speaks a language never seen',
    (good) => ended(Buffer.from(good.replaceAll('LISTENING', 'ይሰማል በመጠበቅ'))),
  ],
];

const TOOLS = Object.keys(GOOD);

function toRun(tool: string, answer: Answer): RunSystemTool {
  return (call) => {
    const name = call.tool.split('\\').at(-1) ?? '';
    const good = GOOD[name] ?? '';
    return Promise.resolve(name === tool ? answer(good) : ended(Buffer.from(good)));
  };
}

function scanWith(run: RunSystemTool): Promise<ScanResult> {
  return createWindowsScanner({
    loading: Promise.resolve(undefined),
    netstat: createNetstatSource(run, createCim(run)),
    relays: createRelays({ ask: createAskDistributions(run) }),
  }).scan();
}

describe.each(TOOLS)('where %s', (tool) => {
  test.each(BAD)(
    '%s, nothing is left out in silence and nobody is invented',
    async (_what, answer) => {
      const scan = await scanWith(toRun(tool, answer));
      if (scan.kind === 'failed' || scan.missing.length > 0) return;
      expect([...new Set(scan.listeners.map(({ port }) => port))]).toEqual(PORTS);
      for (const { owners } of scan.listeners) {
        for (const { identity } of owners) expect(PIDS).toContain(identity.pid);
      }
    },
  );

  test.each(BAD)(
    '%s, limits and services are told or not, and nothing fails',
    async (_what, answer) => {
      const run = toRun(tool, answer);
      const limits = await readWindowsPortLimits(run);
      for (const { from, to } of limits?.excluded ?? [])
        expect([from, to]).toEqual([50_000, 50_059]);
      const unit = { name: 'Dnscache', isUserUnit: false, manager: 'windows' } as const;
      expect(typeof (await createServiceUnits(run, () => undefined).stop(unit))).toBe('string');
    },
  );
});

test('with good answers two programs on one address are both told, and nothing is missing', async () => {
  const scan = await scanWith((call) =>
    Promise.resolve(ended(Buffer.from(GOOD[call.tool.split('\\').at(-1) ?? ''] ?? ''))),
  );
  expect(scan).toMatchObject({
    missing: [],
    listeners: [
      { port: 3000, owners: [{ identity: { pid: 4711 } }] },
      { port: 3000, owners: [{ identity: { pid: 4712 } }] },
      { port: 5353, owners: [{ identity: { pid: 4 } }] },
      { port: 8000, owners: [{ name: 'wslrelay.exe' }] },
    ],
  });
});

test.each(readSamples('netstat'))('$name, cut in its last row, is not whole', ({ text }) => {
  expect(isNetstatWhole(text.trimEnd().slice(0, -1))).toBe(false);
});
