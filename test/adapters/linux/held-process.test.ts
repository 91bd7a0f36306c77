import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import {
  createPidfdHold,
  findPidfdObstacle,
} from '../../../electron/adapters/linux/kill/held-process.ts';
import { loadLibc, type Libc } from '../../../electron/adapters/linux/native/libc.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import { createLinuxTerminator } from '../../../electron/adapters/linux/kill/terminator.ts';
import type { HeldProcess, HoldProcess } from '../../../electron/adapters/posix/signals.ts';
import type { Owner } from '../../../shared/listener.ts';

const loading = process.platform === 'linux' ? await loadLibc() : undefined;
const real = loading?.kind === 'loaded' ? loading.libc : undefined;
const hasPidfds = real !== undefined && findPidfdObstacle(real, process.pid) === undefined;

describe.skipIf(!hasPidfds)('a process that is held', () => {
  let hold: HoldProcess;
  beforeAll(() => {
    hold = createPidfdHold(libcBut({}), () => {
      throw new Error('is not asked for');
    });
  });

  test('is ended', async () => {
    const child = startSleeper();
    const ended = endOf(child);
    const held = holdOf(hold(pidOf(child)));
    expect(held.send('SIGTERM')).toBe('sent');
    expect(await ended).toBe('SIGTERM');
    expect(held.send('SIGKILL')).toBe('gone');
    held.letGo();
  });

  test('cannot be one that is gone', async () => {
    const child = startSleeper();
    const ended = endOf(child);
    child.kill('SIGKILL');
    await ended;
    expect(hold(pidOf(child))).toEqual({ kind: 'refused', result: 'gone' });
  });

  test('cannot be a thread that got the pid', () => {
    const thread = readdirSync('/proc/self/task')
      .map(Number)
      .find((id) => id !== process.pid);
    expect(hold(thread ?? 0)).toEqual({ kind: 'refused', result: 'changed' });
  });

  test('may be one that is not ours to end', () => {
    const held = holdOf(createPidfdHold(libcBut({ pidfdSendSignal: fails('EPERM') }), hold)(1));
    expect(held.send('SIGTERM')).toBe('not-permitted');
    held.letGo();
  });

  test('answers with another error of the system, which is a bug and is not hidden', () => {
    const held = holdOf(createPidfdHold(libcBut({ pidfdSendSignal: fails('EINVAL') }), hold)(1));
    expect(() => held.send('SIGTERM')).toThrow('pidfd_send_signal: error 22');
    held.letGo();
  });
});

describe.skipIf(!hasPidfds)('where the kernel gives no descriptor of a process', () => {
  test.each(['ENOSYS', 'EPERM', 'EMFILE'] as const)('for %s, the pid alone is used', (errno) => {
    const asked: number[] = [];
    createPidfdHold(libcBut({ pidfdOpen: fails(errno) }), (pid) => {
      asked.push(pid);
      return { kind: 'refused', result: 'gone' };
    })(77);
    expect(asked).toEqual([77]);
  });

  test.each<[string, Partial<Libc>, string]>([
    ['is too old', { pidfdOpen: fails('ENOSYS') }, 'pid: pidfd_open: error 38'],
    ['may not be asked', { pidfdOpen: fails('EPERM') }, 'pid: pidfd_open: error 1'],
    ['sends nothing', { pidfdSendSignal: fails('EPERM') }, 'pid: pidfd_send_signal: error 1'],
  ])('because it %s, the terminator says so and ends processes all the same', async (...each) => {
    const [, but, way] = each;
    const terminator = createLinuxTerminator({
      loadLibc: () => Promise.resolve({ kind: 'loaded', libc: libcBut(but) }),
    });
    await expect.poll(() => terminator.describeWay()).toBe(way);
    const child = startSleeper();
    const ended = endOf(child);
    await expect.poll(() => nameOf(child)).toBe('sleep');
    expect(terminator.signal(ownerOf(child), { kind: 'identity' }, 'graceful')).toBe('sent');
    expect(await ended).toBe('SIGTERM');
  });

  test('or before the C library is there, the pid alone is used', async () => {
    const terminator = createLinuxTerminator({ loadLibc: () => new Promise(() => undefined) });
    const child = startSleeper();
    const ended = endOf(child);
    await expect.poll(() => nameOf(child)).toBe('sleep');
    expect(terminator.describeWay()).toBe('pid: not loaded yet');
    expect(terminator.signal(ownerOf(child), { kind: 'identity' }, 'force')).toBe('sent');
    expect(await ended).toBe('SIGKILL');
  });
});

test.skipIf(!hasPidfds)('10,000 refused signals leave no file open', async () => {
  const terminator = createLinuxTerminator();
  await expect.poll(() => terminator.describeWay()).toBe('pidfd');
  const child = startSleeper();
  await expect.poll(() => nameOf(child)).toBe('sleep');
  const same = ownerOf(child);
  const { pid } = same.identity;
  const changed = { ...same, identity: { pid, startToken: '1' } };
  const otherProgram = { ...same, executable: '/bin/another' };
  const gone = { ...same, identity: { pid: 2 ** 22, startToken: '1' } };
  const holdsNothing = { kind: 'holds-socket', sockets: ['1'] } as const;
  const before = readdirSync('/proc/self/fd').length;
  const results = new Set<string>();
  for (let round = 0; round < 2_500; round += 1) {
    results.add(`gone: ${terminator.signal(gone, { kind: 'identity' }, 'force')}`);
    results.add(`other: ${terminator.signal(changed, { kind: 'identity' }, 'force')}`);
    results.add(`socket: ${terminator.signal(same, holdsNothing, 'force')}`);
    results.add(`program: ${terminator.signal(otherProgram, { kind: 'identity' }, 'force')}`);
  }
  expect([...results].sort()).toEqual([
    'gone: gone',
    'other: changed',
    'program: changed',
    'socket: changed',
  ]);
  expect(readdirSync('/proc/self/fd')).toHaveLength(before);
});

function startSleeper(): ChildProcess {
  const child = spawn('sleep', ['60'], { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function endOf(child: ChildProcess): Promise<NodeJS.Signals | null> {
  return new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
}

function pidOf({ pid }: { readonly pid?: number | undefined }): number {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
}

function nameOf(child: ChildProcess): string | undefined {
  const look = readProcStat('/proc', pidOf(child));
  return look.kind === 'read' ? look.value.name : undefined;
}

function ownerOf(child: { readonly pid?: number | undefined }): Owner {
  const look = readProcStat('/proc', pidOf(child));
  if (look.kind !== 'read') throw new Error('the process is gone');
  const { pid, startToken, name } = look.value;
  return { identity: { pid, startToken }, name, command: '', user: 'ada' };
}

function holdOf(hold: ReturnType<HoldProcess>): HeldProcess {
  if (hold.kind !== 'held') throw new Error(hold.result);
  return hold.process;
}

let failedWith = 0;

/** A call that fails with this error; `libcBut` then tells it. */
function fails(name: 'ENOSYS' | 'EPERM' | 'EMFILE' | 'EINVAL'): () => number {
  return () => {
    failedWith = constants.errno[name];
    return -1;
  };
}

function libcBut(but: Partial<Libc>): Libc {
  if (real === undefined) throw new Error('there is no C library to call');
  const errno = Object.keys(but).length === 0 ? real.errno : () => failedWith;
  return { ...real, errno, ...but };
}
