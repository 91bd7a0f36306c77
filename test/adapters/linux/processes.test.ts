import { fileURLToPath } from 'node:url';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createLinuxProcesses } from '../../../electron/adapters/linux/processes.ts';
import type { ProcessContext } from '../../../electron/core/host-processes.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

const machine = fileURLToPath(new URL('../../fixtures/proc', import.meta.url));
const samples = new URL('../../fixtures/linux/', import.meta.url);

let proc: FakeProc;
beforeEach(() => {
  proc = createFakeProc([{ pid: 1, name: 'systemd', parentPid: 0, argv: ['/sbin/init'] }]);
});
afterEach(() => proc.remove());

describe('the unit of a process', () => {
  test('is the one that its control group tells', async () => {
    proc.put({ pid: 7, cgroup: '0::/system.slice/postgresql.service\n' });
    expect(await unitOf(7)).toEqual({ name: 'postgresql.service', isUserUnit: false });
  });

  test('is not the unit of the terminal that it was typed into', async () => {
    const cgroup =
      '0::/user.slice/user-1000.slice/user@1000.service/gnome-terminal-server.service\n';
    proc.put({ pid: 7, terminal: 34816, cgroup });
    proc.put({ pid: 8, cgroup });
    expect([await unitOf(7), await unitOf(8)]).toEqual([undefined, undefined]);
  });

  test.each(['app-code@4f.service', 'app-gnome-code-71.scope', 'dbus.service', 'run-u7.scope'])(
    'is not %s, which only a desktop made for it',
    async (unit) => {
      proc.put({ pid: 7, cgroup: `0::/user.slice/user@1000.service/app.slice/${unit}\n` });
      expect(await unitOf(7)).toBe(undefined);
    },
  );

  test.each([
    '/system.slice/ssh.service',
    '/system.slice/system-sshd.slice/sshd@3-10.0.0.2:22.service',
    '/system.slice/system-getty.slice/getty@tty1.service',
    '/user.slice/user@1000.service/app.slice/emacs.service',
    '/user.slice/user@1000.service/app.slice/code-server@ada.service',
    '/system.slice/actions.runner.ada-shop.box.service',
  ])('is not %s, in which people work', async (group) => {
    proc.put({ pid: 7, cgroup: `0::${group}\n` });
    expect(await unitOf(7)).toBe(undefined);
  });

  test('is not told for another person’s manager, which may have a namesake of ours', async () => {
    proc.put({ pid: 7, cgroup: '0::/user.slice/user@1000.service/app.slice/web.service\n' });
    expect([await unitOf(7, 1000), await unitOf(7, 1001)]).toEqual([
      { name: 'web.service', isUserUnit: true },
      undefined,
    ]);
  });

  test('is not told where nobody can tell whose manager it is', async () => {
    proc.put({ pid: 7, cgroup: '0::/user@x.service/app.slice/web.service\n' });
    expect(await unitOf(7)).toBe(undefined);
  });

  test('keeps the name of an instance', async () => {
    const processes = createLinuxProcesses({ procRoot: machine });
    const context = await processes.readContext({ pid: 104, startToken: '3000' });
    expect(context?.unit?.name).toBe('postgresql@16-main.service');
  });

  const keySchema = z.object({
    systemdUnit: z.string().nullable(),
    userUnit: z.boolean().optional(),
    container: z.object({ id: z.string() }).nullable(),
  });

  test.each(readdirSync(samples).filter((name) => /-cgroup-.*\.txt$/.test(name)))(
    'and its container are those that the key of %s names',
    async (name) => {
      const key = keySchema.parse(
        JSON.parse(readFileSync(new URL(name.replace('.txt', '.expected.json'), samples), 'utf8')),
      );
      proc.put({ pid: 7, cgroup: readFileSync(new URL(name, samples), 'utf8') });
      const isNone = key.systemdUnit === null || key.systemdUnit.startsWith('gnome-terminal');
      expect(await contextOf(7)).toMatchObject({
        unit: isNone ? undefined : { name: key.systemdUnit, isUserUnit: key.userUnit === true },
        containerId: key.container?.id,
      });
    },
  );
});

test('kernel threads are known by their flag, and who leads a terminal by both', async () => {
  proc.put({ pid: 7, name: 'bash', terminal: 34_816 });
  proc.put({ pid: 8, flags: 0x00200040, parentPid: 2, session: 0 });
  proc.put({ pid: 9, name: 'daemon' });
  proc.put({ pid: 10, name: 'node', terminal: 34_816, session: 7 });
  const told = async (pid: number) => {
    const context = await contextOf(pid);
    return [context?.isKernelThread, context?.leadsTerminalSession];
  };
  expect(await told(7)).toEqual([false, true]);
  expect(await told(8)).toEqual([true, false]);
  expect(await told(9)).toEqual([false, false]);
  expect(await told(10)).toEqual([false, false]);
});

test('the context of a process that is gone or another one by now stays unknown', async () => {
  proc.put({ pid: 7, startTicks: 5 });
  const processes = create();
  expect(await processes.readContext({ pid: 8, startToken: '5' })).toBe(undefined);
  expect(await processes.readContext({ pid: 7, startToken: '6' })).toBe(undefined);
});

test.each([
  ['S', 'alive'],
  ['R', 'alive'],
  ['T', 'stopped'],
  ['t', 'traced'],
  ['D', 'uninterruptible'],
  ['Z', 'zombie'],
  ['X', 'gone'],
])('a process in the state %s is %s', (state, condition) => {
  proc.put({ pid: 7, state });
  expect(create().readCondition({ pid: 7, startToken: '5000' }).state).toBe(condition);
});

test.each([
  ['by whom', 9, { state: 'traced', ignoresTerm: false, tracer: 'gdb' }],
  ['not by whom where that is hidden', 0, { state: 'traced', ignoresTerm: false }],
])('a process that a debugger keeps halted tells %s', (_what, tracer, condition) => {
  proc.put({ pid: 7, state: 't', tracer });
  proc.put({ pid: 9, name: 'gdb' });
  expect(create().readCondition({ pid: 7, startToken: '5000' })).toEqual(condition);
});

test('a process that is missing or another one by now is gone', () => {
  proc.put({ pid: 7 });
  expect(
    [
      { pid: 7, startToken: '5001' },
      { pid: 8, startToken: '5000' },
    ].map((identity) => create().readCondition(identity)),
  ).toEqual([
    { state: 'gone', ignoresTerm: false },
    { state: 'gone', ignoresTerm: false },
  ]);
});

test.each([
  ['0000000000000000', false],
  ['0000000000004000', true],
  ['fffffffffffbbfff', false],
  ['7ffffffc7ffb6eff', true],
])('with %s ignored, a process ignores a graceful end: %s', (ignores, ignoresTerm) => {
  proc.put({ pid: 7, ignores });
  expect(create().readCondition({ pid: 7, startToken: '5000' }).ignoresTerm).toBe(ignoresTerm);
});

test.each([
  ['the first of its pid namespace', { innerPid: 1 }, true],
  ['the first of it, with a handler', { innerPid: 1, handles: '0000000000004000' }, false],
  ['the first of it, with other handlers', { innerPid: 1, handles: '0000000000000002' }, true],
  ['the first of it, as tini is', { innerPid: 1, blocks: '0000000000004000' }, false],
  ['a later one', { innerPid: 11 }, false],
  ['one of our own', {}, false],
])('the kernel keeps a graceful end away from %s: %s', (_who, facts, ignoresTerm) => {
  proc.put({ pid: 7, ...facts });
  expect(create().readCondition({ pid: 7, startToken: '5000' }).ignoresTerm).toBe(ignoresTerm);
});

test('a process is alive while it is the same and no zombie', () => {
  proc.put({ pid: 7 });
  proc.put({ pid: 8, state: 'Z' });
  proc.put({ pid: 9, state: 'T' });
  const processes = create();
  const alive = [
    { pid: 7, startToken: '5000' },
    { pid: 7, startToken: '5001' },
    { pid: 8, startToken: '5000' },
    { pid: 9, startToken: '5000' },
    { pid: 6, startToken: '5000' },
  ].map((identity) => processes.isAlive(identity));
  expect(alive).toEqual([true, false, false, true, false]);
});

test('we are ourselves, and above us are our ancestors, nearest first', () => {
  proc.put({ pid: 5, startTicks: 50 });
  proc.put({ pid: 6, parentPid: 5, startTicks: 60 });
  proc.put({ pid: 7, parentPid: 6, startTicks: 70 });
  const processes = createLinuxProcesses({ procRoot: proc.root, selfPid: 7 });
  expect(processes.self).toEqual({ pid: 7, startToken: '70' });
  expect(processes.readAncestors()).toEqual([
    { pid: 6, startToken: '60' },
    { pid: 5, startToken: '50' },
    { pid: 1, startToken: '5000' },
  ]);
});

test('our account is spelt as listeners spell it', () => {
  const passwdFile = join(machine, 'passwd');
  const toAccount = (uid: number): readonly unknown[] => {
    const { user, isPrivileged } = createLinuxProcesses({ procRoot: proc.root, passwdFile, uid });
    return [user, isPrivileged];
  };
  expect([toAccount(0), toAccount(1000), toAccount(4711)]).toEqual([
    ['root', true],
    ['ada', false],
    ['4711', false],
  ]);
});

test.each([
  ['of the machine', '000001ffffffffff', '         0          0 4294967295\n', true],
  ['of a container', '00000000a80425fb', '         0          0 4294967295\n', false],
  ['of a user namespace', '000001ffffffffff', '         0       1000          1\n', false],
])('root %s sees every process or not', (_whose, capabilities, uidMap, seesAll) => {
  proc.put({ pid: 7, capabilities, uidMap });
  const processes = createLinuxProcesses({ procRoot: proc.root, selfPid: 7, uid: 0 });
  expect(processes.seesAll).toBe(seesAll);
});

function create() {
  return createLinuxProcesses({ procRoot: proc.root, passwdFile: join(machine, 'passwd') });
}

function contextOf(pid: number, uid = 1000): Promise<ProcessContext | undefined> {
  const processes = createLinuxProcesses({ procRoot: proc.root, passwdFile: '/dev/null', uid });
  return processes.readContext({ pid, startToken: '5000' });
}

async function unitOf(pid: number, uid = 1000): Promise<ProcessContext['unit']> {
  return (await contextOf(pid, uid))?.unit;
}
