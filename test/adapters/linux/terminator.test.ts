import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadLibc } from '../../../electron/adapters/linux/native/libc.ts';
import { createLinuxTerminator } from '../../../electron/adapters/linux/kill/terminator.ts';
import type { Proof } from '../../../electron/core/host-processes.ts';
import type { Owner } from '../../../shared/listener.ts';
import type { KillMeans } from '../../../shared/kill.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

/** None of them is one process that may be ended; to the system some are whole groups. */
const NO_PIDS = [
  0,
  -0,
  1,
  -1,
  -7,
  1.5,
  2 ** 22 + 1,
  2 ** 31,
  2 ** 31 + 7,
  2 ** 32 + 7,
  2 ** 53,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  Number.NEGATIVE_INFINITY,
  process.pid,
  -process.pid,
];

let proc: FakeProc;
let sent: string[];
beforeEach(() => {
  proc = createFakeProc([{ pid: 7, sockets: { 3: 77 } }]);
  sent = [];
});
afterEach(() => proc.remove());

describe('a process that is what it was', () => {
  test('is asked to end', () => {
    expect(signal(owner(7))).toBe('sent');
    expect(sent).toEqual(['7 SIGTERM']);
  });

  test('is made to end', () => {
    expect(signal(owner(7), 'force')).toBe('sent');
    expect(sent).toEqual(['7 SIGKILL']);
  });

  test('is woken so that it hears the request, when it was stopped', () => {
    proc.put({ pid: 7, state: 'T', sockets: { 3: 77 } });
    expect([signal(owner(7)), signal(owner(7), 'force')]).toEqual(['sent', 'sent']);
    expect(sent).toEqual(['7 SIGTERM', '7 SIGCONT', '7 SIGKILL']);
  });

  test('may hold any one of the sockets', () => {
    expect(signal(owner(7), 'graceful', holding('5', '77'))).toBe('sent');
  });

  test('is not ours to end when the system says so', () => {
    expect(signal(owner(7), 'graceful', holding('77'), 'EPERM')).toBe('not-permitted');
  });

  test('need not hold a socket when it was chosen for what it is', () => {
    proc.put({ pid: 7 });
    expect(signal(owner(7), 'graceful', { kind: 'identity' })).toBe('sent');
    expect(sent).toEqual(['7 SIGTERM']);
  });

  test('is gone when it ended at the last moment', () => {
    expect(signal(owner(7), 'graceful', holding('77'), 'ESRCH')).toBe('gone');
  });
});

describe('nothing is sent', () => {
  test.each<[string, () => void, string]>([
    [
      'to another process with the same pid',
      () => proc.put({ pid: 7, startTicks: 6, sockets: { 3: 77 } }),
      'changed',
    ],
    [
      'to another program',
      () => proc.put({ pid: 7, executable: '/bin/x', sockets: { 3: 77 } }),
      'changed',
    ],
    [
      'to a process that gave the socket up',
      () => proc.put({ pid: 7, sockets: { 3: 78 } }),
      'changed',
    ],
    ['to a process that is gone', () => proc.end(7), 'gone'],
    ['to a zombie', () => proc.put({ pid: 7, state: 'Z', sockets: { 3: 77 } }), 'gone'],
  ])('%s', (_, change, result) => {
    change();
    expect(signal(owner(7))).toBe(result);
    expect(sent).toEqual([]);
  });

  test.each<[string, () => void, string]>([
    ['is another by now', () => proc.put({ pid: 7, startTicks: 6 }), 'changed'],
    ['runs another program', () => proc.put({ pid: 7, executable: '/bin/x' }), 'changed'],
    ['is gone', () => proc.end(7), 'gone'],
    ['is a zombie', () => proc.put({ pid: 7, state: 'Z' }), 'gone'],
  ])('to a process that was chosen for what it is and %s', (_, change, result) => {
    change();
    expect(signal(owner(7), 'force', { kind: 'identity' })).toBe(result);
    expect(sent).toEqual([]);
  });

  test.each(NO_PIDS)('to pid %s, whatever /proc says', (pid) => {
    proc.put({ pid, sockets: { 3: 77 } });
    expect(signal(owner(pid))).toBe('changed');
    expect(signal(owner(pid), 'force', { kind: 'identity' })).toBe('changed');
    expect(sent).toEqual([]);
  });

  test.each(NO_PIDS)('to pid %s, and the kernel is not even asked for it', async (pid) => {
    const asked: number[] = [];
    const terminator = createLinuxTerminator({
      kill: (each) => void asked.push(each),
      loadLibc: async () => {
        const loading = await loadLibc();
        if (loading.kind === 'absent') return loading;
        const { libc } = loading;
        const pidfdOpen = (each: number): number => {
          if (isPrepared) asked.push(each);
          return libc.pidfdOpen(each);
        };
        return { kind: 'loaded', libc: { ...libc, pidfdOpen } };
      },
    });
    let isPrepared = false;
    await expect.poll(() => terminator.describeWay()).not.toContain('not loaded');
    isPrepared = true;
    for (const means of ['graceful', 'force'] as const) {
      expect(terminator.signal(owner(pid), { kind: 'identity' }, means)).toBe('changed');
      expect(terminator.signal(owner(pid), holding('77'), means)).toBe('changed');
    }
    expect(asked).toEqual([]);
  });

  test('for no socket at all', () => {
    expect(signal(owner(7), 'graceful', holding())).toBe('changed');
  });
});

test('another error of the system is a bug and is not hidden', () => {
  expect(() => signal(owner(7), 'graceful', holding('77'), 'EINVAL')).toThrow('EINVAL');
});

test('the line for a person with rights names the process', () => {
  const terminator = createLinuxTerminator({ procRoot: proc.root });
  expect(terminator.toCommand(owner(1234), 'graceful')).toBe('sudo kill 1234');
  expect(terminator.toCommand(owner(1234), 'force')).toBe('sudo kill -KILL 1234');
});

function owner(pid: number): Owner {
  return {
    identity: { pid, startToken: '5000' },
    name: 'node',
    command: 'node server.js',
    executable: '/usr/bin/node',
    user: 'ada',
  };
}

function holding(...sockets: readonly string[]): Proof {
  return { kind: 'holds-socket', sockets };
}

function signal(
  target: Owner,
  means: KillMeans = 'graceful',
  proof: Proof = holding('77'),
  errno?: string,
) {
  const kill = (pid: number, name: NodeJS.Signals): void => {
    if (errno !== undefined) throw Object.assign(new Error(errno), { code: errno });
    sent.push(`${pid} ${name}`);
  };
  return createLinuxTerminator({ procRoot: proc.root, kill }).signal(target, proof, means);
}
