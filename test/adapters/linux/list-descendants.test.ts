import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { createLinuxProcesses } from '../../../electron/adapters/linux/processes.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

describe('what processes started', () => {
  let proc: FakeProc;
  beforeEach(() => {
    proc = createFakeProc([{ pid: 1, parentPid: 0 }]);
  });
  afterEach(() => proc.remove());

  const below = (...identities: readonly (readonly [number, string])[]) =>
    createLinuxProcesses({ procRoot: proc.root, passwdFile: '/dev/null', homeFolder: '/home/ann' })
      .listDescendants(identities.map(([pid, startToken]) => ({ pid, startToken })))
      .map(({ identity }) => identity.pid);

  test('is listed level by level, whatever the process ids are', () => {
    proc.put({ pid: 50 });
    proc.put({ pid: 40, parentPid: 50 });
    proc.put({ pid: 60, parentPid: 50 });
    proc.put({ pid: 45, parentPid: 60 });
    proc.put({ pid: 30, parentPid: 45 });
    proc.put({ pid: 70 });
    expect(below([50, '5000'])).toEqual([60, 40, 45, 30]);
    expect(below([60, '5000'], [70, '5000'])).toEqual([45, 30]);
  });

  test('comes with the facts of each', () => {
    proc.put({ pid: 50 });
    proc.put({ pid: 51, parentPid: 50, name: 'x\u001b', argv: ['x', '--token=abc'], cwd: '/srv' });
    const processes = createLinuxProcesses({ procRoot: proc.root, passwdFile: '/dev/null' });
    expect(processes.listDescendants([{ pid: 50, startToken: '5000' }])).toMatchObject([
      {
        identity: { pid: 51 },
        name: 'x\\x1b',
        command: 'x --token=***',
        cwd: '/srv',
        user: '1000',
      },
    ]);
  });

  test('does not name the processes themselves, even where one started the other', () => {
    proc.put({ pid: 50 });
    proc.put({ pid: 51, parentPid: 50 });
    proc.put({ pid: 52, parentPid: 51 });
    expect(below([50, '5000'], [51, '5000'])).toEqual([52]);
  });

  test('is nothing for a process that is gone, dead or another one by now', () => {
    proc.put({ pid: 50 });
    proc.put({ pid: 51, parentPid: 50 });
    proc.put({ pid: 60, state: 'Z' });
    proc.put({ pid: 61, parentPid: 60 });
    expect([below([50, '4999']), below([49, '5000']), below([60, '5000']), below()]).toEqual([
      [],
      [],
      [],
      [],
    ]);
  });

  test('leaves out the dead, and who is older than the parent it seems to have', () => {
    proc.put({ pid: 50, startTicks: 9000 });
    proc.put({ pid: 51, parentPid: 50, startTicks: 10_000, state: 'Z' });
    proc.put({ pid: 52, parentPid: 50, startTicks: 8999 });
    proc.put({ pid: 53, parentPid: 52, startTicks: 10_000 });
    proc.put({ pid: 54, parentPid: 50, startTicks: 10_000 });
    expect(below([50, '9000'])).toEqual([54]);
  });

  test('ends where parents point in a circle', () => {
    proc.put({ pid: 50, parentPid: 52 });
    proc.put({ pid: 51, parentPid: 50 });
    proc.put({ pid: 52, parentPid: 51 });
    expect(below([50, '5000'])).toEqual([51, 52]);
  });
});

test.skipIf(process.platform !== 'linux')('real children are found, and how they are', async () => {
  const script = "sh -c 'sleep 78; :' & sh -c 'trap \"\" TERM; kill -s STOP $$; :' & wait";
  const child = spawn('sh', ['-c', script], { stdio: 'ignore', detached: true });
  const { pid = 0 } = child;
  onTestFinished(() => void process.kill(-pid, 'SIGKILL'));
  const stat = readProcStat('/proc', pid);
  const root = { pid, startToken: stat.kind === 'read' ? stat.value.startToken : '' };
  const processes = createLinuxProcesses();
  const found = await eventually(() => {
    const owners = processes.listDescendants([root]);
    const states = owners.map(({ identity }) => processes.readCondition(identity));
    // A child has its parent's name until it runs its own program.
    const isRunning = owners.some(({ name }) => name === 'sleep');
    return owners.length === 3 && isRunning && states.some(({ state }) => state === 'stopped')
      ? { names: owners.map(({ name }) => name), states }
      : undefined;
  }, 'two children and a grandchild, one of them stopped');
  expect(found.names).toEqual(['sh', 'sh', 'sleep']);
  expect(
    found.states.filter(({ state, ignoresTerm }) => state === 'stopped' && ignoresTerm),
  ).toHaveLength(1);
});
