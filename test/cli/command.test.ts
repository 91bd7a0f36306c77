import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  makeFolder,
  projectFolder,
  runPortreeve,
  writeSettings,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/command', 2);

let folder: ReturnType<typeof makeFolder>;
let squatter: Squatter;

beforeEach(async () => {
  folder = makeFolder();
  // A project of its own, whatever lies in the folders above.
  writeFileSync(join(folder.path, 'package.json'), '{}');
  squatter = await startSquatter({ port: PORT, cwd: folder.path });
});

afterEach(async () => {
  await squatter.stop();
  folder.remove();
});

const run = (...args: readonly string[]) => runPortreeve([...args, '--user-data-dir', folder.path]);

interface ListedOwner {
  readonly pid: number;
  readonly command: string;
}
interface Listed {
  readonly takenAt: string;
  readonly coverage: string;
  readonly listeners: readonly {
    readonly port: number;
    readonly owners: readonly ListedOwner[];
  }[];
}

test('list --json names every fact of a listener in the documented shape', async () => {
  const { code, stdout, stderr } = await run('list', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const listed = JSON.parse(stdout) as Listed;
  expect(Object.keys(listed)).toEqual(['takenAt', 'coverage', 'listeners']);
  expect(listed.takenAt).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  expect(listed.listeners.find(({ port }) => port === PORT)).toEqual({
    protocol: 'tcp',
    family: 4,
    address: '127.0.0.1',
    port: PORT,
    scope: 'loopback',
    user: expect.any(String),
    ownerVisibility: 'visible',
    container: null,
    owners: [
      {
        pid: squatter.pid,
        name: 'node',
        title: 'node',
        command: expect.stringContaining('createServer'),
        executable: expect.stringContaining('node'),
        cwd: folder.path,
        project: folder.path,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      },
    ],
  });
});

test('list prints a table for people', async () => {
  const { code, stdout } = await run('list');
  const lines = stdout.split('\n');
  expect(code).toBe(0);
  expect(lines[0]).toMatch(/^PORT +PROTO +ADDRESS +USER +PID +PROGRAM +FOLDER$/);
  expect(lines.find((line) => line.startsWith(`${PORT} `))).toMatch(
    new RegExp(` ${squatter.pid} +node +${folder.path}$`),
  );
});

describe('check', () => {
  const watch = (facts: Parameters<typeof aWatchedPort>[0]) => {
    writeSettings(folder.path, {
      ...defaultSettings,
      watchedPorts: [aWatchedPort({ port: PORT, ...facts })],
    });
  };

  test('exits 0 while everything is as expected', async () => {
    watch({ expectedOwner: { kind: 'project', folder: folder.path } });
    expect(await run('check')).toEqual({
      code: 0,
      stdout: `${PORT} web: as expected\n`,
      stderr: '',
    });
  });

  test('exits 1 on a conflict and says who holds the port', async () => {
    watch({ expectedOwner: { kind: 'executable', executable: '/usr/bin/next' } });
    const { code, stdout } = await run('check');
    expect(code).toBe(1);
    expect(stdout).toContain(`${PORT} web: held by node (${folder.path}), expected /usr/bin/next`);
  });

  test('gives the evidence as JSON', async () => {
    watch({ expectedOwner: { kind: 'executable', executable: '/usr/bin/next' } });
    const { code, stdout } = await run('check', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      coverage: 'complete',
      watched: [
        { name: 'web', verdict: 'conflict', conflict: 'squatted', listeners: [{ port: PORT }] },
      ],
    });
  });

  test('does not count a conflict that the person ignores', async () => {
    writeSettings(folder.path, {
      ...defaultSettings,
      watchedPorts: [aWatchedPort({ port: PORT })],
      mutes: [{ watchedPortId: 'web', until: '2099-01-01T00:00:00.000Z' }],
    });
    expect((await run('check')).code).toBe(0);
  });

  test('tells of broken settings, does not call that calm, and leaves the file where it is', async () => {
    writeFileSync(join(folder.path, 'settings.json'), '{"version": 1, "watch');
    const { code, stdout, stderr } = await run('check');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('settings');
    expect(readdirSync(folder.path)).toEqual(['package.json', 'settings.json']);
  });

  test('makes no folder of its own where nothing was kept yet', async () => {
    const missing = join(folder.path, 'none');
    const { code, stdout } = await runPortreeve(['check', '--user-data-dir', missing]);
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout:
        'No ports are watched yet. Add one with "portreeve watch-port add NAME PORT", or those of a project with "portreeve import .".\n',
    });
    expect(existsSync(missing)).toBe(false);
  });
});

test('list shows only what fits its filters', async () => {
  const portsOf = async (...filter: readonly string[]) => {
    const { stdout } = await run('list', '--json', ...filter);
    return (JSON.parse(stdout) as Listed).listeners.map(({ port }) => port);
  };
  expect(await portsOf('--port', `${PORT}-${PORT + 1}`, '--scope', 'loopback')).toEqual([PORT]);
  expect(await portsOf('--port', String(PORT), '--protocol', 'udp')).toEqual([]);
  expect(await portsOf('--project', folder.path)).toEqual([PORT]);
  expect((await run('list', '--port', '1')).stdout).toBe('No listener fits all of that.\n');
});

test('why --json names who holds the port', async () => {
  const { code, stdout } = await run('why', String(PORT), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    port: PORT,
    protocol: 'tcp',
    state: 'held',
    clients: 0,
    holders: [
      {
        addresses: ['127.0.0.1'],
        ownerVisibility: 'visible',
        processes: [{ pid: squatter.pid, title: 'node', story: { container: null } }],
        kill: { pids: [squatter.pid], refusal: null, stopInstead: null },
      },
    ],
    causes: [{ kind: 'listener' }],
    watched: [],
  });
});

test.each([
  [['why']],
  [['why', '0']],
  [['list', '--port', '3-1']],
  [['list', '--scope', 'public']],
  [['watch', '--interval', '1']],
  [['check', '--port', '3000']],
  [['lost']],
  [['list', 'extra']],
  [['list', '--loud']],
  [[]],
])('%j is not understood: exit 2 and nothing on the standard output', async (args) => {
  const { code, stdout, stderr } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('portreeve');
});

test('speaks Chinese where the system does', async () => {
  const { stdout } = await runPortreeve(['--help'], { LC_ALL: 'zh_CN.UTF-8' });
  expect(stdout).toContain('用法');
});

/** Runs a command on a terminal of its own and prints what that shows. */
const ON_A_TERMINAL = `
import os, pty, sys
pid, terminal = pty.fork()
if pid == 0: os.execv(sys.argv[1], sys.argv[1:])
while True:
    try: chunk = os.read(terminal, 4096)
    except OSError: break
    if not chunk: break
    sys.stdout.buffer.write(chunk)
os.waitpid(pid, 0)
`;
const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;

test.skipIf(!hasPython)('colours are for terminals, and never in a document', async () => {
  writeSettings(folder.path, {
    ...defaultSettings,
    watchedPorts: [aWatchedPort({ port: PORT }), aWatchedPort({ id: 'b', name: 'b', port: 1 })],
  });
  const commands = [['list', '--port', String(PORT)], ['check'], ['why', String(PORT)]];
  for (const words of commands) {
    const line = [...words, '--user-data-dir', folder.path];
    const show = (env: Readonly<Record<string, string>>): string =>
      spawnSync(
        'python3',
        ['-c', ON_A_TERMINAL, process.execPath, join(projectFolder, 'dist/cli.js'), ...line],
        { env: { PATH: process.env['PATH'], LANG: 'C.UTF-8', ...env }, encoding: 'utf8' },
      ).stdout;
    const plain = (await runPortreeve(line)).stdout;
    expect(plain).not.toContain('\u001B');
    const shown = show({ TERM: 'xterm' });
    expect(shown).toContain('\u001B[');
    // Nothing but colours is different, but for how long ago something was.
    const stripped = stripVTControlCharacters(shown).replaceAll('\r', '');
    expect(stripped.split('\n')[0]).toBe(plain.split('\n')[0]);
    expect(show({ TERM: 'dumb' })).not.toContain('\u001B');
    expect(show({ TERM: 'xterm', NO_COLOR: '1' })).not.toContain('\u001B');
    const document = await runPortreeve([...line, '--json'], { FORCE_COLOR: '1' });
    expect(document.stdout).not.toContain('\u001B');
    expect((await runPortreeve(line, { FORCE_COLOR: '1' })).stdout).toContain('\u001B[');
  }
});

test.skipIf(!existsSync('/dev/full'))('tells of an answer that could not be written', () => {
  const command = `"${process.execPath}" "${join(projectFolder, 'dist/cli.js')}" --help > /dev/full`;
  const { status, stderr } = spawnSync('sh', ['-c', command], {
    encoding: 'utf8',
    env: { ...process.env, LANG: 'en_US.UTF-8', LANGUAGE: 'en' },
  });
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr:
      'portreeve: the answer could not be written (ENOSPC), so it is not complete. Look whether the disk is full.\n',
  });
});
