import { describe, expect, test, vi } from 'vitest';
import { createNetstatSource } from '../../../electron/adapters/windows/netstat-source.ts';
import { createCim } from '../../../electron/adapters/windows/cim.ts';
import type {
  RunSystemTool,
  SystemToolCall,
} from '../../../electron/adapters/windows/run-system-tool.ts';
import { createWindowsScanner } from '../../../electron/adapters/windows/scanner.ts';
import { createWindowsTerminator } from '../../../electron/adapters/windows/terminator.ts';
import type { FoundSocket } from '../../../electron/adapters/windows/to-listeners.ts';
import { createRelays } from '../../../electron/adapters/windows/wsl/relays.ts';
import {
  createAskDistributions,
  type AskDistributions,
  type InsideHolder,
} from '../../../electron/adapters/windows/wsl/wsl.ts';
import { prepareKill } from '../../../electron/core/kill/prepare-kill.ts';
import { toTitle } from '../../../shared/titles.ts';
import { aListener, anOwner, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

const RELAY = anOwner({
  pid: 8512,
  name: 'wslrelay.exe',
  command: 'wslrelay.exe --mode 2',
  executable: 'C:\\Program Files\\WSL\\wslrelay.exe',
});

function aSocket(facts: Partial<FoundSocket> = {}): FoundSocket {
  return {
    protocol: 'tcp',
    family: 6,
    address: '::1',
    port: 3000,
    pid: 8512,
    createdAt: '1',
    owner: RELAY,
    ...facts,
  };
}

const VITE: InsideHolder = {
  distribution: 'Ubuntu-22.04',
  family: 4,
  port: 3000,
  pid: 4711,
  name: 'node',
  command: ['node', '/home/ann/shop/node_modules/.bin/vite', '--token=abc'],
  executable: '/usr/bin/node',
  cwd: '/home/ann/shop',
};

describe('a port that is carried out of WSL', () => {
  test('is shown as the program that it really is', async () => {
    const relays = createRelays({ ask: () => Promise.resolve([VITE]) });
    const [socket] = await relays.nameHolders([aSocket()]);
    expect(socket?.owner).toEqual({
      identity: RELAY.identity,
      name: 'node',
      command: 'node /home/ann/shop/node_modules/.bin/vite --token=***',
      executable: '\\\\wsl.localhost\\Ubuntu-22.04\\usr\\bin\\node',
      cwd: '\\\\wsl.localhost\\Ubuntu-22.04\\home\\ann\\shop',
      user: 'ann',
      parentPid: 900,
      carried: { by: 'wslrelay.exe', distribution: 'Ubuntu-22.04', pid: 4711 },
    });
    expect(socket?.owner && toTitle(socket.owner).text).toBe('vite');
  });

  test('keeps its relay where nobody inside is known to listen, or several do', async () => {
    const other = { ...VITE, pid: 4800 };
    for (const told of [[], [{ ...VITE, port: 3001 }], [VITE, other]]) {
      const relays = createRelays({ ask: () => Promise.resolve(told) });
      expect(await relays.nameHolders([aSocket()])).toEqual([aSocket()]);
    }
  });

  test('is told by its family where each has a program of its own', async () => {
    const six = { ...VITE, family: 6 as const, pid: 4800, name: 'python3' };
    const relays = createRelays({ ask: () => Promise.resolve([VITE, six]) });
    const sockets = [aSocket(), aSocket({ family: 4, address: '127.0.0.1' })];
    const named = await relays.nameHolders(sockets);
    expect(named.map(({ owner }) => owner?.name)).toEqual(['python3', 'node']);
  });

  test('nobody is asked while no relay listens, and a program of that name elsewhere is none', async () => {
    const ask = vi.fn<AskDistributions>(() => Promise.resolve([VITE]));
    const relays = createRelays({ ask });
    const program = anOwner({ name: 'node.exe', executable: 'C:\\node.exe' });
    const pretender = anOwner({ name: 'wslrelay.exe', executable: 'C:\\Tools\\mine.exe' });
    const sockets = [
      aSocket({ owner: program }),
      aSocket({ owner: pretender }),
      aSocket({ owner: undefined }),
      aSocket({ protocol: 'udp' }),
    ];
    expect(await relays.nameHolders(sockets)).toBe(sockets);
    expect(ask).not.toHaveBeenCalled();
  });

  test('one question is under way at a time, and a slow one holds up no reading', async () => {
    let answer: (told: readonly InsideHolder[]) => void = () => undefined;
    const ask = vi.fn<AskDistributions>(() => new Promise((resolve) => (answer = resolve)));
    const relays = createRelays({ ask, waitMs: 10 });
    for (const port of [3000, 3001, 3002]) {
      const [socket] = await relays.nameHolders([aSocket({ port })]);
      expect(socket?.owner?.name).toBe('wslrelay.exe');
    }
    expect(ask).toHaveBeenCalledOnce();
    answer([VITE]);
    await vi.waitFor(async () => {
      const [socket] = await relays.nameHolders([aSocket()]);
      expect(socket?.owner?.name).toBe('node');
    });
  });

  test('is asked about again in a minute, sooner where something is new or unknown', async () => {
    let nowMs = 0;
    const ask = vi.fn<AskDistributions>(() => Promise.resolve([VITE]));
    const relays = createRelays({ ask, monotonicMs: () => nowMs });
    const look = async (...ports: number[]) => {
      await relays.nameHolders(ports.map((port) => aSocket({ port })));
      await Promise.resolve();
      return ask.mock.calls.length;
    };
    expect(await look(3000)).toBe(1);
    nowMs = 59_000;
    expect(await look(3000)).toBe(1);
    nowMs = 60_000;
    expect(await look(3000)).toBe(2);
    expect(await look(3000, 3001)).toBe(3);
    nowMs = 69_000;
    expect(await look(3000, 3001)).toBe(3);
    nowMs = 70_000;
    expect(await look(3000, 3001)).toBe(4);
  });

  test('is never ended: the plan refuses, and so does who would end it', async () => {
    const relays = createRelays({ ask: () => Promise.resolve([VITE]) });
    const [socket] = await relays.nameHolders([aSocket()]);
    const owner = socket?.owner ?? RELAY;
    const machine = createFakeMachine();
    machine.listeners = [aListener({ owners: [owner] })];
    const key = machine.listeners[0]?.key ?? '';
    const prepared = await prepareKill(machine.host, key, someSettings());
    expect(prepared).toMatchObject({
      kind: 'planned',
      plan: { ways: [], refusal: { reason: 'wsl-relay', name: 'wslrelay.exe' } },
    });
    const terminator = createWindowsTerminator(() => undefined);
    expect(terminator.signal(owner, { kind: 'identity' }, 'force')).toBe('changed');
  });
});

const REPORT = [
  '@tcp',
  '   0: 00000000:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 34000 1 0',
  '@tcp6',
  '@links',
  '/proc/4711/fd:',
  'lrwx------ 1 1000 1000 64 Nov 21 14:26 18 -> socket:[34000]',
  '@exe',
  '@cwd',
  '@comm',
  '==> /proc/4711/comm <==',
  'caddy',
  '@cmdline',
  '@end',
  '',
].join('\n');

/** wsl.exe as it answers, beside a netstat that shows a relay. */
function aWindows(wsl: (call: SystemToolCall) => Awaited<ReturnType<RunSystemTool>>) {
  const calls: SystemToolCall[] = [];
  const run: RunSystemTool = (call) => {
    const tool = call.tool.split('\\').at(-1);
    const ended = (text: string) =>
      Promise.resolve({ kind: 'ended', exitCode: 0, stdout: Buffer.from(text) } as const);
    if (tool === 'netstat.exe') return ended('  TCP  [::1]:3000  [::]:0  LISTENING  8512\r\n');
    if (tool === 'powershell.exe') {
      const process = { pid: 8512, parent: 8, created: '134344120710330001', name: 'wslrelay.exe' };
      return ended(JSON.stringify({ processes: [process] }));
    }
    if (tool !== 'wsl.exe') return Promise.resolve({ kind: 'not-installed' });
    calls.push(call);
    return Promise.resolve(wsl(call));
  };
  const scanner = createWindowsScanner({
    loading: Promise.resolve(undefined),
    netstat: createNetstatSource(run, createCim(run)),
    relays: createRelays({ ask: createAskDistributions(run) }),
  });
  return { scanner, calls };
}

describe('wsl.exe', () => {
  test('is asked for what runs, and each of those by its shell, with nothing on a command line', async () => {
    const { scanner, calls } = aWindows(({ args }) => ({
      kind: 'ended',
      exitCode: 0,
      stdout: args.includes('--list')
        ? Buffer.from('Debian\r\ndocker-desktop\r\nUbuntu\r\n', 'utf16le')
        : Buffer.from(args.includes('Ubuntu') ? REPORT : ''),
    }));
    expect(await scanner.scan()).toMatchObject({
      listeners: [
        { port: 3000, owners: [{ name: 'caddy', carried: { distribution: 'Ubuntu', pid: 4711 } }] },
      ],
    });
    expect(calls.map(({ args }) => args)).toEqual([
      ['--list', '--running', '--quiet'],
      ['-d', 'Debian', '-e', 'sh'],
      ['-d', 'Ubuntu', '-e', 'sh'],
    ]);
  });

  test.each([
    ['is missing', { kind: 'not-installed' }],
    ['hangs', { kind: 'timed-out' }],
    ['says too much', { kind: 'too-much-output' }],
    ['fails with a list', { kind: 'ended', exitCode: 1, stdout: Buffer.from('Ubuntu\r\n') }],
    ['answers nonsense', { kind: 'ended', exitCode: 0, stdout: Buffer.alloc(4096, 0xff) }],
    ['cannot be started', { kind: 'failed', detail: 'EACCES' }],
  ] as const)('that %s leaves the relay as the owner', async (_what, answer) => {
    const { scanner } = aWindows(() => answer);
    expect(await scanner.scan()).toMatchObject({
      kind: 'scanned',
      listeners: [{ port: 3000, owners: [{ name: 'wslrelay.exe' }] }],
    });
  });
});
