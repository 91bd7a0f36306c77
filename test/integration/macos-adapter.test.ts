import { existsSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import { createMacosPlatform } from '../../electron/adapters/macos/platform.ts';
import { killOwner } from '../../electron/core/kill/kill-owner.ts';
import { prepareKill } from '../../electron/core/kill/prepare-kill.ts';
import type { Host } from '../../electron/core/host.ts';
import type { Listener } from '../../shared/listener.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { startHolder } from './holders.ts';

/*
 * The adapter of macOS with its real command lines: on macOS, and on Linux, whose lsof and ps
 * understand the same words. As root lsof shows everybody's sockets, so netstat, which is another
 * one there, is not needed.
 */

const lsof = ['/usr/sbin/lsof', '/usr/bin/lsof'].find((path) => existsSync(path)) ?? '';
const isLinux = process.platform === 'linux';
const canRun = lsof !== '' && (process.platform === 'darwin' || process.geteuid?.() === 0);

/** What both systems tell alike. */
function toShort({ protocol, family, address, port, scope, sockets, owners }: Listener) {
  return {
    protocol,
    family,
    address,
    port,
    scope,
    inodes: new Set(sockets.map((socket) => socket.split(':').at(-1))),
    owners: owners.map(({ identity, name, executable, cwd, parentPid, user }) => ({
      pid: identity.pid,
      name,
      executable,
      cwd,
      parentPid,
      user,
    })),
  };
}

function createMacosHost(): Host {
  const userDataFolder = mkdtempSync(join(tmpdir(), 'macos-host-'));
  onTestFinished(() => rmSync(userDataFolder, { recursive: true, force: true }));
  return { ...createHost({ userDataFolder }), ...createMacosPlatform({ lsof }) };
}

async function readListeners({ scanner }: Pick<Host, 'scanner'>): Promise<readonly Listener[]> {
  const scan = await scanner.scanAfresh();
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  expect(scan.missing).toEqual([]);
  return scan.listeners;
}

describe.skipIf(!canRun)('the adapter of macOS on this system', () => {
  test.skipIf(!isLinux)(
    'agrees with that of Linux on 300 listeners',
    { timeout: 60_000 },
    async () => {
      const kinds = [
        ['tcp', '127.0.0.1'],
        ['tcp', '::1'],
        ['tcp', '0.0.0.0'],
        ['tcp', '::'],
        ['udp', '127.0.0.1'],
        ['udp', '::1'],
      ] as const;
      const holders = [
        await startHolder(48_000, kinds, 17),
        await startHolder(48_400, kinds, 17),
        await startHolder(48_800, kinds, 17),
      ];
      const pids = new Set(holders.map(({ pid }) => pid));
      const isOurs = ({ owners }: Listener): boolean =>
        owners.some(({ identity }) => pids.has(identity.pid));
      const macos = (await readListeners(createMacosHost())).filter(isOurs).map(toShort);
      const linux = (await readListeners({ scanner: createLinuxScanner() })).filter(isOurs);
      expect(macos.length).toBe(306);
      expect(macos).toEqual(linux.map(toShort));
    },
  );

  test('knows the sockets that processes share as one', async () => {
    const host = createMacosHost();
    const { ports, pid } = await startHolder(49_200, [['tcp', '127.0.0.1']], 1);
    const own = (await readListeners(host)).find(({ port }) => port === ports[0]);
    expect(own?.owners.map(({ identity }) => identity.pid)).toEqual([pid]);
    expect(
      await host.processes.readContext(own?.owners[0]?.identity ?? { pid: 0, startToken: '' }),
    ).toMatchObject({ isKernelThread: false, leadsTerminalSession: false });
  });

  test('ends who holds a port, and proves that it is free', async () => {
    const host = createMacosHost();
    const { ports, child } = await startHolder(49_300, [['tcp', '127.0.0.1']], 1);
    const listener = (await readListeners(host)).find(({ port }) => port === ports[0]);
    if (listener === undefined) throw new Error('not seen');
    const prepared = await prepareKill(host, listener.key, defaultSettings);
    if (prepared.kind !== 'planned') throw new Error(prepared.kind);
    expect(prepared.plan.ways.map(({ kind }) => kind)).toContain('processes');
    const [way] = prepared.plan.ways;
    if (way === undefined) throw new Error('no way');
    const outcome = await killOwner(
      host,
      prepared.plan,
      { way: way.kind, means: 'graceful' },
      defaultSettings,
    );
    expect(outcome).toMatchObject({ kind: 'freed' });
    expect(child.signalCode).toBe('SIGTERM');
  });

  test('signals nobody who is not who he was, or holds another socket', async () => {
    const { terminator, processes, scanner } = createMacosHost();
    const { ports, child, pid } = await startHolder(49_400, [['tcp', '127.0.0.1']], 1);
    const listener = (await readListeners({ scanner })).find(({ port }) => port === ports[0]);
    const owner = listener?.owners[0];
    if (listener === undefined || owner === undefined) throw new Error('not seen');
    const holding = { kind: 'holds-socket', sockets: listener.sockets } as const;
    const other = { ...owner, identity: { pid, startToken: '1.1' } };
    expect(terminator.signal(other, holding, 'force')).toBe('changed');
    const elsewhere = { kind: 'holds-socket', sockets: ['tcp:1:0x1'] } as const;
    expect(terminator.signal(owner, elsewhere, 'force')).toBe('changed');
    for (const wrong of [0, 1, -1, 1.5, Number.NaN, process.pid, 2 ** 31]) {
      const target = { ...owner, identity: { ...owner.identity, pid: wrong } };
      expect(terminator.signal(target, holding, 'force')).toBe('changed');
    }
    expect(processes.isAlive(owner.identity)).toBe(true);
    expect(child.signalCode).toBe(null);
    child.kill('SIGSTOP');
    await expect
      .poll(() => processes.readCondition(owner.identity).state, { timeout: 10_000 })
      .toBe('stopped');
    expect(terminator.signal(owner, holding, 'graceful')).toBe('sent');
    await expect.poll(() => processes.isAlive(owner.identity), { timeout: 10_000 }).toBe(false);
    expect(terminator.signal(owner, holding, 'force')).toBe('gone');
  });

  test('knows its own family', async () => {
    const { processes, processStories } = createMacosHost();
    expect(processes.self.pid).toBe(process.pid);
    expect(processes.readIdentity(process.pid)).toEqual(processes.self);
    expect(processes.readIdentity(2 ** 22 + 1)).toBeUndefined();
    expect(processes.readAncestors()[0]?.pid).toBe(process.ppid);
    const { pid } = await startHolder(49_500, [['tcp', '127.0.0.1']], 1);
    const below = processes.listDescendants([processes.self]);
    const child = below.find(({ identity }) => identity.pid === pid);
    expect(child?.parentPid).toBe(process.pid);
    const story = child && (await processStories.read(child.identity));
    expect(story?.ancestors[0]?.identity.pid).toBe(process.pid);
    expect(await processStories.read({ pid, startToken: '1.1' })).toBeUndefined();
  });

  test('sees a port that is given up and taken again', async () => {
    const host = createMacosHost();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const isSeen = async () => (await readListeners(host)).some((one) => one.port === port);
    expect(await isSeen()).toBe(true);
    await new Promise((resolve) => server.close(resolve));
    expect(await isSeen()).toBe(false);
  });
});
