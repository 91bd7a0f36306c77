import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { HELPER_EXIT } from '../../../electron/adapters/elevation-terms.ts';
import { toHelperCommand } from '../../../electron/adapters/linux/kill/elevated-helper.ts';
import { createPkexecElevation } from '../../../electron/adapters/linux/kill/elevation.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import { runTool } from '../../../electron/adapters/run-tool.ts';
import type { KillMeans } from '../../../shared/kill.ts';
import type { Owner } from '../../../shared/listener.ts';
import { eventually } from '../../support/eventually.ts';

const PYTHON = '/usr/bin/python3';

describe.skipIf(process.platform !== 'linux')('the helper that runs with rights', () => {
  test('asks a process to end that is the same and holds the socket', async () => {
    const { child, owner, sockets } = await listen();
    expect(await help(owner, ['7', ...sockets, '8'])).toBe(HELPER_EXIT.sent);
    await waitForEnd(child, 'SIGTERM');
  });

  test('makes one end that does not listen to that', async () => {
    const { child, owner, sockets } = await listen("process.on('SIGTERM', () => undefined);");
    expect(await help(owner, sockets)).toBe(HELPER_EXIT.sent);
    expect(await help(owner, sockets, 'force')).toBe(HELPER_EXIT.sent);
    await waitForEnd(child, 'SIGKILL');
  });

  test('wakes a stopped one so that it hears the request', async () => {
    const { child, owner, sockets } = await listen();
    child.kill('SIGSTOP');
    await eventually(() => stateOf(owner) === 'T' || undefined, 'the process to stop');
    expect(await help(owner, sockets)).toBe(HELPER_EXIT.sent);
    await waitForEnd(child, 'SIGTERM');
  });

  test('leaves another process alone that has the id by now', async () => {
    const { child, owner, sockets } = await listen();
    const { pid, startToken } = owner.identity;
    for (const other of [String(Number(startToken) - 1), startToken.slice(1), `${startToken}0`]) {
      expect(await help(toOwner(pid, other), sockets)).toBe(HELPER_EXIT.changed);
    }
    expect(hasEnded(child)).toBe(false);
  });

  test('leaves a process alone that gave the socket up', async () => {
    const { child, owner, sockets } = await listen();
    const [inode = ''] = sockets;
    for (const other of [inode.slice(1), `${inode}0`, '1']) {
      expect(await help(owner, [other])).toBe(HELPER_EXIT.changed);
    }
    expect(hasEnded(child)).toBe(false);
  });

  test('knows that a process is gone', async () => {
    const { child, owner, sockets } = await listen();
    child.kill('SIGKILL');
    await waitForEnd(child, 'SIGKILL');
    expect(await help(owner, sockets)).toBe(HELPER_EXIT.gone);
  });

  test.skipIf(!existsSync(PYTHON))('knows a zombie for what it is', async () => {
    const program =
      'import os,time\npid=os.fork()\nif pid==0: os._exit(0)\nprint(pid,flush=True)\ntime.sleep(60)';
    const child = start(PYTHON, ['-c', program]);
    const pid = Number(await firstLine(child));
    await eventually(() => stateOf(toOwner(pid)) === 'Z' || undefined, 'the zombie');
    const stat = readProcStat('/proc', pid);
    expect(stat.kind).toBe('read');
    const token = stat.kind === 'read' ? stat.value.startToken : '';
    expect(await help(toOwner(pid, token), ['7'])).toBe(HELPER_EXIT.gone);
    expect(await help(toOwner(pid, `${token}1`), ['7'])).toBe(HELPER_EXIT.changed);
  });

  test
    .skipIf(!existsSync(PYTHON))
    .each([
      ') S 1',
      'a) S 1 1 1 1 1',
      'a\nb) Z 1\n',
      '* ? [a]',
      '$(id)`id`',
      '"; exit 0 #',
      '\\n -e\t',
      'é\u202e',
    ])('is not deceived by the name %j', async (name) => {
    const program = [
      'import ctypes,socket,sys,time',
      's=socket.socket(); s.bind(("127.0.0.1",0)); s.listen()',
      'ctypes.CDLL(None).prctl(15, sys.argv[1].encode()[:15])',
      'print("ready",flush=True)',
      'time.sleep(60)',
    ].join('\n');
    const child = start(PYTHON, ['-c', program, name]);
    await firstLine(child);
    const owner = toOwner(child.pid ?? 0);
    const sockets = readSockets(child.pid ?? 0);
    expect(await help(toOwner(child.pid ?? 0, '1'), sockets)).toBe(HELPER_EXIT.changed);
    expect(await help(owner, ['1'])).toBe(HELPER_EXIT.changed);
    expect(hasEnded(child)).toBe(false);
    expect(await help(owner, sockets)).toBe(HELPER_EXIT.sent);
    await waitForEnd(child, 'SIGTERM');
  });

  test('finds the socket among many descriptors', async () => {
    const { child, owner, sockets } = await listen(
      "for (let i = 0; i < 800; i += 1) require('fs').openSync('/dev/null');" +
        "for (let i = 0; i < 60; i += 1) require('dgram').createSocket('udp4').bind(0, '127.0.0.1');",
    );
    expect(await help(owner, sockets)).toBe(HELPER_EXIT.sent);
    await waitForEnd(child, 'SIGTERM');
  });

  test.each<[number, string, readonly string[]]>([
    [0, '1', ['1']],
    [1, '1', ['1']],
    [-7, '1', ['1']],
    [1.5, '1', ['1']],
    [Number.NaN, '1', ['1']],
    [process.pid, '1', ['1']],
    [77, '', ['1']],
    [77, '1 2', ['1']],
    [77, '1;id', ['1']],
    [77, '-1', ['1']],
    [77, '1', []],
    [77, '1', ['1', '$(id)']],
    [77, '1', ['*']],
    [77, '1', ['1\n']],
  ])('never gets the process %s of %j with %j', (pid, startToken, sockets) => {
    expect(toHelperCommand(toOwner(pid, startToken), sockets, 'force')).toBe(undefined);
  });
});

describe.skipIf(process.platform !== 'linux')('asking for rights', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'pkexec-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const someone = toOwner(4_000_000, '1');
  const prefix = 'Error executing command as another user: ';

  test.each([
    [`echo "${prefix}Request dismissed" >&2; exit 126`, 'dismissed'],
    [`echo "${prefix}Not authorized" >&2; exit 127`, 'not-authorised'],
    [`echo "${prefix}No authentication agent found." >&2; exit 127`, 'no-agent'],
    ['echo "Error getting authority: Could not connect" >&2; exit 127', 'no-agent'],
    ['echo "pkexec must be setuid root" >&2; exit 127', 'failed'],
    ['exit 3', 'changed'],
    ['exit 4', 'gone'],
    ['exit 5', 'failed'],
    ['exit 1', 'failed'],
    ['kill -s KILL $$', 'failed'],
  ])('with a tool that does %j is %s', async (script, result) => {
    const elevation = createPkexecElevation({ pkexec: writeTool(script) });
    expect(await elevation.signal(someone, ['1'], 'graceful')).toBe(result);
  });

  test('without the tool is not installed', async () => {
    const elevation = createPkexecElevation({ pkexec: join(folder, 'missing') });
    expect(await elevation.signal(someone, ['1'], 'force')).toBe('not-installed');
  });

  test('that nobody answers ends at the deadline, and the question with it', async () => {
    const pids = join(folder, 'pids');
    const pkexec = writeTool(`sleep 300 & echo $$ $! > ${pids}; wait`);
    const elevation = createPkexecElevation({ pkexec, deadlineMs: 1_000 });
    expect(await elevation.signal(someone, ['1'], 'force')).toBe('failed');
    for (const pid of readFileSync(pids, 'utf8').trim().split(' ').map(Number)) {
      await eventually(
        () => ['', 'Z'].includes(stateOf(toOwner(pid))) || undefined,
        `process ${pid} to end`,
      );
    }
  });

  test('runs the helper with nothing in its text, and no agent in a terminal', async () => {
    const log = join(folder, 'log');
    const pkexec = writeTool(`for a; do printf '%s\\0' "$a"; done > ${log}`);
    await createPkexecElevation({ pkexec }).signal(toOwner(77, '123'), ['5', '6'], 'force');
    const words = readFileSync(log, 'utf8').split('\0').slice(0, -1);
    expect(words.toSpliced(3, 1)).toEqual(
      '--disable-internal-agent /bin/sh -c sh 77 123 KILL 5 6'.split(' '),
    );
    expect(words[3]).not.toMatch(/77|123/);
  });

  test('once it is granted ends the process', async () => {
    const { child, owner, sockets } = await listen();
    const pkexec = writeTool('shift; exec "$@"');
    const elevation = createPkexecElevation({ pkexec });
    expect(await elevation.signal(owner, sockets, 'graceful')).toBe('sent');
    await waitForEnd(child, 'SIGTERM');
    expect(await elevation.signal(owner, sockets, 'graceful')).toBe('gone');
  });

  const lastPid = '/proc/sys/kernel/ns_last_pid';
  test.skipIf(process.getuid?.() !== 0 || !existsSync(lastPid))(
    'leaves the process alone that took the id while the question was open (needs root)',
    async () => {
      const first = await listen();
      const { pid } = first.owner.identity;
      const answered = join(folder, 'answered');
      const pkexec = writeTool(
        `touch ${folder}/asked; shift; while [ ! -e ${answered} ]; do sleep 0.1; done; exec "$@"`,
      );
      const result = createPkexecElevation({ pkexec }).signal(first.owner, first.sockets, 'force');
      await eventually(() => existsSync(join(folder, 'asked')) || undefined, 'the question');
      first.child.kill('SIGKILL');
      await waitForEnd(first.child, 'SIGKILL');
      const second = await eventually(async () => {
        writeFileSync(lastPid, String(pid - 1));
        const next = await listen();
        return next.child.pid === pid ? next : undefined;
      }, 'a process with the same id');
      writeFileSync(answered, '');
      expect(await result).toBe('changed');
      expect(hasEnded(second.child)).toBe(false);
    },
  );

  function writeTool(script: string): string {
    const path = join(folder, 'pkexec');
    writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return path;
  }
});

interface Listening {
  readonly child: ChildProcess;
  readonly owner: Owner;
  readonly sockets: readonly string[];
}

/** A process that listens, with the sockets that it holds. */
async function listen(first = ''): Promise<Listening> {
  const program = `${first} require('net').createServer().listen(0, '127.0.0.1', () => console.log('ready'))`;
  const child = start(process.execPath, ['-e', program]);
  await firstLine(child);
  const pid = child.pid ?? 0;
  return { child, owner: toOwner(pid), sockets: readSockets(pid) };
}

function start(command: string, args: readonly string[]): ChildProcess {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  return child;
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
}

function readSockets(pid: number): readonly string[] {
  return readdirSync(`/proc/${pid}/fd`).flatMap((name) => {
    const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${name}`))?.[1];
    return inode ?? [];
  });
}

function toOwner(pid: number, startToken?: string): Owner {
  const stat = readProcStat('/proc', pid);
  const token = startToken ?? (stat.kind === 'read' ? stat.value.startToken : '');
  return { identity: { pid, startToken: token }, name: 'x', command: 'x', user: 'x' };
}

function stateOf({ identity }: Owner): string {
  const stat = readProcStat('/proc', identity.pid);
  return stat.kind === 'read' ? stat.value.state : '';
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function waitForEnd(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  await eventually(() => hasEnded(child) || undefined, 'the process to end');
  expect(child.signalCode).toBe(signal);
}

/** What the helper says, run with our own rights. */
async function help(
  owner: Owner,
  sockets: readonly string[],
  means: KillMeans = 'graceful',
): Promise<number | undefined> {
  const [tool = '', ...args] = toHelperCommand(owner, sockets, means) ?? [];
  const result = await runTool({ tool, args, deadlineMs: 15_000 });
  return result.kind === 'ended' ? result.exitCode : undefined;
}
