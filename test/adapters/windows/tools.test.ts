import { describe, expect, test } from 'vitest';
import { createCim } from '../../../electron/adapters/windows/cim.ts';
import { createUacElevation } from '../../../electron/adapters/windows/elevation.ts';
import { toHelperScript } from '../../../electron/adapters/windows/elevated-helper.ts';
import { createNetstatSource } from '../../../electron/adapters/windows/netstat-source.ts';
import { readWindowsPortLimits } from '../../../electron/adapters/windows/port-limits.ts';
import type {
  RunSystemTool,
  SystemToolCall,
  SystemToolResult,
} from '../../../electron/adapters/windows/run-system-tool.ts';
import { createWindowsScanner } from '../../../electron/adapters/windows/scanner.ts';
import { createServiceUnits } from '../../../electron/adapters/windows/service-units.ts';
import { createRelays } from '../../../electron/adapters/windows/wsl/relays.ts';
import { createAskDistributions } from '../../../electron/adapters/windows/wsl/wsl.ts';
import { anOwner } from '../../support/builders.ts';
import { readSamples } from './samples.ts';

/** Tools that answer what the test says, by the name of their file. */
function aToolbox(answers: Readonly<Record<string, string | number | SystemToolResult>>) {
  const calls: SystemToolCall[] = [];
  const run: RunSystemTool = (call) => {
    calls.push(call);
    const answer = answers[call.tool.split('\\').at(-1) ?? ''] ?? { kind: 'not-installed' };
    if (typeof answer === 'object') return Promise.resolve(answer);
    const exitCode = typeof answer === 'number' ? answer : 0;
    const stdout = Buffer.from(typeof answer === 'string' ? answer : '');
    return Promise.resolve({ kind: 'ended', exitCode, stdout });
  };
  return { run, calls };
}

/** What PowerShell was told to do. */
function toScript({ args }: SystemToolCall): string {
  return Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
}

const NETSTAT =
  '  TCP    127.0.0.1:3000   0.0.0.0:0   ABHÖREN   4711\r\n  TCP    [::]:445   [::]:0   ABHÖREN   4\r\n';
const CIM = JSON.stringify({
  processes: [
    { pid: 4711, parent: 8, created: '134344120710330001', name: 'node.exe', command: 'node s.js' },
  ],
});

function aScanner(answers: Parameters<typeof aToolbox>[0]) {
  const toolbox = aToolbox(answers);
  const netstat = createNetstatSource(toolbox.run, createCim(toolbox.run));
  return {
    ...toolbox,
    scanner: createWindowsScanner({
      loading: Promise.resolve(undefined),
      netstat,
      relays: createRelays({ ask: createAskDistributions(toolbox.run) }),
    }),
  };
}

describe('where the system’s own tables cannot be read', () => {
  test('netstat tells who listens, and WMI who that is', async () => {
    const { scanner } = aScanner({ 'netstat.exe': NETSTAT, 'powershell.exe': CIM });
    const scan = await scanner.scan();
    const listeners = scan.kind === 'scanned' ? scan.listeners : [];
    expect(listeners.map(({ port, owners }) => [port, owners[0]?.name])).toEqual([
      [445, 'System'],
      [3000, 'node.exe'],
    ]);
    expect(listeners[1]?.owners[0]).toMatchObject({
      identity: { pid: 4711, startToken: '13434412071033000' },
      command: 'node s.js',
    });
    expect(scanner.describeSource?.()).toBe('netstat: tables unreadable');
  });

  test('WMI is asked once for all that are new, and not again while they stay', async () => {
    const { scanner, calls } = aScanner({ 'netstat.exe': NETSTAT, 'powershell.exe': CIM });
    await scanner.scan();
    await scanner.scan();
    await scanner.scan();
    const questions = calls.filter(({ tool }) => tool.includes('powershell'));
    expect(questions.map((call) => /-Filter '([^']*)'/.exec(toScript(call))?.[1])).toEqual([
      'ProcessId=4711 OR ProcessId=4',
    ]);
    expect(questions[0]?.args.slice(0, 2)).toEqual(['-NoProfile', '-NonInteractive']);
  });

  test('where WMI does not answer, tasklist has the names', async () => {
    const { scanner } = aScanner({
      'netstat.exe': NETSTAT,
      'powershell.exe': { kind: 'timed-out' },
      'tasklist.exe':
        'node.exe                      4711 Console                    1     8.856 KB\r\n',
    });
    const scan = await scanner.scan();
    expect(scan).toMatchObject({
      listeners: [{ port: 445 }, { port: 3000, owners: [{ name: 'node.exe', command: '' }] }],
    });
  });

  test('readings that are asked for together follow each other, one netstat at a time', async () => {
    let running = 0;
    let most = 0;
    const run: RunSystemTool = async ({ tool }) => {
      if (!tool.includes('netstat')) return { kind: 'not-installed' };
      running += 1;
      most = Math.max(most, running);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      return { kind: 'ended', exitCode: 0, stdout: Buffer.from(NETSTAT) };
    };
    const source = createNetstatSource(run, createCim(run));
    const readings = await Promise.all([source.read(), source.read(), source.read()]);
    expect(readings.map(({ kind }) => kind)).toEqual(['read', 'read', 'read']);
    expect(most).toBe(1);
  });

  test('where nobody knows the process, its owner is hidden and never invented', async () => {
    const { scanner } = aScanner({ 'netstat.exe': NETSTAT });
    expect(await scanner.scan()).toMatchObject({
      listeners: [{ port: 445 }, { port: 3000, owners: [], ownerVisibility: 'hidden' }],
    });
  });

  test.each<[string, SystemToolResult | number | string, string]>([
    ['is missing', { kind: 'not-installed' }, 'not-found'],
    ['hangs', { kind: 'timed-out' }, 'timed-out'],
    ['says too much', { kind: 'too-much-output' }, 'unreadable'],
    ['says nothing', '', 'unreadable'],
    ['fails', 1, 'unreadable'],
    [
      'fails with half a list',
      {
        kind: 'ended',
        exitCode: 1,
        stdout: Buffer.from(NETSTAT),
      },
      'unreadable',
    ],
  ])('netstat that %s makes a failed scan and no empty list', async (_what, answer, reason) => {
    const { scanner } = aScanner({ 'netstat.exe': answer });
    expect(await scanner.scan()).toMatchObject({ kind: 'failed', reason });
  });
});

test('limits come from netsh in any language, for both families once', async () => {
  const [, german] = readSamples('excluded-ranges').filter(({ name }) => name.includes('-de-'));
  const { run, calls } = aToolbox({ 'netsh.exe': german?.text ?? '' });
  const limits = await readWindowsPortLimits(run);
  const told = (protocol: string) => limits?.excluded?.filter((one) => one.protocol === protocol);
  expect([told('tcp')?.length, told('udp')?.length]).toEqual([15, 15]);
  expect(calls.map(({ args }) => args.slice(1).join(' '))).toEqual([
    'ipv4 show dynamicport protocol=tcp',
    'ipv4 show excludedportrange protocol=tcp',
    'ipv6 show excludedportrange protocol=tcp',
    'ipv4 show excludedportrange protocol=udp',
    'ipv6 show excludedportrange protocol=udp',
  ]);
  expect(limits).toMatchObject({ ephemeral: { from: 49_152, to: 65_535 }, unprivilegedFrom: 1 });
  expect(await readWindowsPortLimits(aToolbox({}).run)).toBeUndefined();
});

describe('an administrator’s rights', () => {
  const target = anOwner({ pid: 4712, startToken: '13434412071033000' });
  const sockets = ['tcp4|127.0.0.1|3000|4712|9', 'udp6|::1|53|4712|0'];

  test('are asked for one process, which the helper looks at again', () => {
    const script = toHelperScript(target, sockets) ?? '';
    expect(script).toContain('GetProcessById(4712)');
    expect(script).toContain('[decimal]13434412071033000');
    expect(script).toContain('Get-NetTCPConnection -State Listen -LocalPort 3000');
    expect(script).toContain('Get-NetUDPEndpoint -LocalPort 53');
    expect(script.indexOf('.Handle')).toBeLessThan(script.indexOf('StartTime'));
  });

  test.each([
    [{ pid: 4, startToken: '5' }, sockets],
    [{ pid: 0, startToken: '5' }, sockets],
    [{ pid: process.pid, startToken: '5' }, sockets],
    [{ pid: 8, startToken: '5; calc' }, sockets],
    [{ pid: 8, startToken: '0' }, sockets],
    [{ pid: 8, startToken: '5' }, []],
    [{ pid: 8, startToken: '5' }, ['tcp4|127.0.0.1|3000; calc|8|0']],
    [{ pid: 8, startToken: '5' }, ['x']],
  ])('are not asked for %j with %j', (identity, held) => {
    expect(toHelperScript({ identity }, held)).toBeUndefined();
  });

  test.each([
    [0, 'sent'],
    [3, 'changed'],
    [4, 'gone'],
    [6, 'dismissed'],
    [5, 'failed'],
    [1, 'failed'],
  ] as const)('exit code %i means %s', async (exitCode, result) => {
    const { run, calls } = aToolbox({ 'powershell.exe': exitCode });
    expect(await createUacElevation(run).signal(target, sockets, 'force')).toBe(result);
    expect(calls.map(toScript).join()).toContain('-Verb RunAs');
  });
});

describe('a service is stopped by sc', () => {
  const unit = { name: 'Dnscache', isUserUnit: false, manager: 'windows' } as const;

  test.each([
    [0, 'stopped'],
    [1062, 'stopped'],
    [1060, 'not-found'],
    [1051, 'failed'],
  ] as const)('which ends with %i: %s', async (exitCode, result) => {
    const { run, calls } = aToolbox({ 'sc.exe': exitCode });
    expect(await createServiceUnits(run, () => undefined).stop(unit)).toBe(result);
    expect(calls.map(({ args }) => args)).toEqual([['stop', 'Dnscache']]);
  });

  test.each([
    [0, 'stopped'],
    [6, 'not-permitted'],
    [5, 'not-permitted'],
  ] as const)('without rights asks for them: %i is %s', async (exitCode, result) => {
    const { run } = aToolbox({ 'sc.exe': 5, 'powershell.exe': exitCode });
    expect(await createServiceUnits(run, () => undefined).stop(unit)).toBe(result);
  });

  test('and never by a name that could be more than a name', async () => {
    const { run, calls } = aToolbox({ 'sc.exe': 0 });
    const odd = { ...unit, name: `x' & calc '` };
    expect(await createServiceUnits(run, () => undefined).stop(odd)).toBe('not-found');
    expect(calls).toEqual([]);
  });
});
