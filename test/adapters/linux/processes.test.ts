import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toWatcherName } from '../../../electron/adapters/linux/find-watcher.ts';
import { createLinuxProcesses } from '../../../electron/adapters/linux/processes.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

const machine = fileURLToPath(new URL('../../fixtures/proc', import.meta.url));

let proc: FakeProc;
beforeEach(() => {
  proc = createFakeProc([{ pid: 1, name: 'systemd', parentPid: 0, argv: ['/sbin/init'] }]);
});
afterEach(() => proc.remove());

describe('who would start a process again', () => {
  test('is the service manager’s unit', async () => {
    proc.put({ pid: 7, cgroup: '0::/system.slice/postgresql.service\n' });
    expect(await supervisorOf(7)).toBe('postgresql.service');
  });

  test('is not the unit of the terminal that it was typed into', async () => {
    const cgroup =
      '0::/user.slice/user-1000.slice/user@1000.service/gnome-terminal-server.service\n';
    proc.put({ pid: 7, terminal: 34816, cgroup });
    expect(await supervisorOf(7)).toBe(undefined);
  });

  test('is not the unit that a desktop makes of an application', async () => {
    const unit = 'app-code@4f.service';
    proc.put({ pid: 7, cgroup: `0::/user.slice/user@1000.service/app.slice/${unit}\n` });
    expect(await supervisorOf(7)).toBe(undefined);
  });

  test('is a watcher among the processes above it, however far', async () => {
    proc.put({ pid: 5, argv: ['node', '/app/node_modules/.bin/nodemon', 'a.js'] });
    proc.put({ pid: 6, parentPid: 5, argv: ['sh', '-c', 'node a.js'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect(await supervisorOf(7)).toBe('nodemon');
  });

  test('is nobody for an ordinary process, even where parents point in a circle', async () => {
    proc.put({ pid: 5, parentPid: 6 });
    proc.put({ pid: 6, parentPid: 5 });
    expect(await supervisorOf(5)).toBe(undefined);
  });

  test('stays unknown for a process that is gone or another one by now', async () => {
    proc.put({ pid: 7, startTicks: 5 });
    const processes = create();
    expect(await processes.readContext({ pid: 8, startToken: '5' })).toBe(undefined);
    expect(await processes.readContext({ pid: 7, startToken: '6' })).toBe(undefined);
  });
});

test.each([
  [['PM2 v5.3.0: God Daemon (/home/ada/.pm2)'], 'pm2'],
  [['node', '--inspect', '/x/nodemon/bin/nodemon.js', 'a.js'], 'nodemon'],
  [['node', '--watch', 'a.js'], 'node --watch'],
  [['/usr/bin/node', '--watch-path=src', 'a.js'], 'node --watch'],
  [['node', 'a.js', '--watch'], undefined],
  [['node', '/x/node_modules/.bin/tsx', 'watch', 'a.ts'], 'tsx watch'],
  [['node', '/x/node_modules/tsx/dist/cli.mjs', 'watch', 'a.ts'], 'tsx watch'],
  [['node', '/x/node_modules/.bin/tsx', 'a.ts'], undefined],
  [['/usr/bin/python3', '/usr/bin/supervisord', '-n'], 'supervisord'],
  [['air', '-c', '.air.toml'], 'air'],
  [['cargo-watch', 'watch', '-x', 'run'], 'cargo-watch'],
  [['cargo', 'watch', '-x', 'run'], 'cargo-watch'],
  [['node', '/x/node_modules/forever/bin/monitor', 'a.js'], 'forever'],
  [['bun', '--hot', 'a.ts'], 'bun --watch'],
  [['vim', 'nodemon.js'], undefined],
  [['bash'], undefined],
  [[], undefined],
])('%j is the watcher %s', (argv, name) => {
  expect(toWatcherName(argv)).toBe(name);
});

test('kernel threads are known by their flag and not by their name', async () => {
  const processes = createLinuxProcesses({ procRoot: machine });
  proc.put({ pid: 7, name: 'kworker/0:1' });
  expect(await processes.readContext({ pid: 2, startToken: '11' })).toEqual({
    supervisor: undefined,
    isKernelThread: true,
  });
  expect(await create().readContext({ pid: 7, startToken: '5000' })).toEqual({
    supervisor: undefined,
    isKernelThread: false,
  });
});

test('an instance of a unit in the fixture keeps its name', async () => {
  const processes = createLinuxProcesses({ procRoot: machine });
  expect((await processes.readContext({ pid: 104, startToken: '3000' }))?.supervisor).toBe(
    'postgresql@16-main.service',
  );
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

function create() {
  return createLinuxProcesses({ procRoot: proc.root, passwdFile: join(machine, 'passwd') });
}

async function supervisorOf(pid: number): Promise<string | undefined> {
  const context = await create().readContext({ pid, startToken: '5000' });
  return context?.supervisor;
}
