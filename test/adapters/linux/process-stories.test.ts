import * as fc from 'fast-check';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { parseContainer } from '../../../electron/adapters/linux/facts/parse-container.ts';
import { parseTerminal } from '../../../electron/adapters/linux/facts/parse-terminal.ts';
import { createLinuxProcessStories } from '../../../electron/adapters/linux/facts/process-stories.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import { findStarterRule } from '../../../electron/adapters/programs/find-starter.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

const folder = new URL('../../fixtures/linux/', import.meta.url);
const keySchema = z.object({
  container: z.object({ runtime: z.string(), id: z.string() }).nullable(),
});

describe('the container of a real process', () => {
  const samples = readdirSync(folder).filter((name) => /-cgroup-.*\.txt$/.test(name));

  test.each(samples)('%s is the one that its key names', (name) => {
    const key = keySchema.parse(
      JSON.parse(readFileSync(new URL(name.replace('.txt', '.expected.json'), folder), 'utf8')),
    );
    const container = parseContainer(readFileSync(new URL(name, folder), 'utf8'));
    // An engine may be told to use a folder of any name, and then that is all there is to tell.
    const isNamed = key.container?.runtime !== 'custom-prefix';
    expect(isNamed ? (container ?? null) : container?.id).toEqual(
      isNamed ? key.container : key.container?.id,
    );
  });

  const id = '6f80e1af790e2290283e473b56cc6e5d9d113d135e39416822ec4af6fd5fd72d';

  test.each([
    [`/machine.slice/libpod-${id}.scope/container`, 'podman', id],
    [`/user.slice/user@1000.service/user.slice/libpod-${id}.scope`, 'podman', id],
    [`/system.slice/web.service/libpod-payload-${id}`, 'podman', id],
    [`/system.slice/crio-${id}.scope`, 'cri-o', id],
    [`/kubepods.slice/cri-containerd-${id}.scope`, 'containerd', id],
    [`/kubepods/besteffort/pod12/${id}`, 'kubernetes', id],
    ['/lxc.payload.web', 'lxc', 'web'],
    ['/system.slice/docker.service', undefined, undefined],
    [`/system.slice/docker-${id.slice(1)}.scope`, undefined, undefined],
  ])('in %s is of %s', (path, runtime, wanted) => {
    expect(parseContainer(`0::${path}\n`)).toEqual(
      runtime === undefined ? undefined : { runtime, id: wanted },
    );
  });

  test('is read from any text without a throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => [parseContainer(text), parseContainer(`0::/${text}`)]).not.toThrow();
        expect(() => [parseTerminal(text), parseTerminal(`1 (a) S ${text}`)]).not.toThrow();
      }),
    );
  });
});

test.each([
  [34816, 'pts/0'],
  [34819, 'pts/3'],
  [35072, 'pts/256'],
  [1048576 + 34816 + 7, '136:263'],
  [1025, 'tty1'],
  [1088, 'ttyS0'],
  [0, undefined],
])('the terminal of number %i is %s', (device, terminal) => {
  const wanted = terminal === '136:263' ? 'pts/263' : terminal;
  expect(parseTerminal(`7 (a) (b) S 1 7 7 ${device} 7 4194304 0\n`)).toBe(wanted);
});

test.each([
  ['claude', 'claude', undefined, 'Claude Code'],
  [
    'node',
    'node /usr/lib/node_modules/@anthropic-ai/claude-code/cli.js',
    '/usr/bin/node',
    'Claude Code',
  ],
  ['node', 'node /usr/lib/node_modules/@openai/codex/bin/codex.js', '/usr/bin/node', 'Codex'],
  ['cursor-agent', 'cursor-agent', undefined, 'Cursor agent'],
  ['aider', '/venv/bin/python /venv/bin/aider', '/usr/bin/python3.12', 'Aider'],
  ['code', '/usr/share/code/code --type=utility', '/usr/share/code/code', 'VS Code'],
  [
    'node',
    '/home/ann/.vscode-server/bin/abc/node out/server-main.js',
    '/home/ann/.vscode-server/bin/abc/node',
    'VS Code',
  ],
  [
    'java',
    '/opt/idea/jbr/bin/java com.intellij.idea.Main',
    '/opt/idea/jbr/bin/java',
    'IntelliJ IDEA',
  ],
  ['pycharm', '/opt/pycharm/bin/pycharm', '/opt/pycharm/bin/pycharm', 'PyCharm'],
  ['tmux: server', 'tmux new', '/usr/bin/tmux', 'tmux'],
  [
    'gnome-terminal-',
    '/usr/libexec/gnome-terminal-server',
    '/usr/libexec/gnome-terminal-server',
    'GNOME Terminal',
  ],
  ['kitty', 'kitty', '/usr/bin/kitty', 'kitty'],
  ['sshd', 'sshd: ann@pts/0', undefined, 'SSH'],
  ['sshd-session', 'sshd-session: ann@pts/0', undefined, 'SSH'],
  ['systemd', '/usr/lib/systemd/systemd --user', '/usr/lib/systemd/systemd', 'systemd'],
  ['PM2 v5.3.0: God', 'PM2 v5.3.0: God Daemon (/home/ann/.pm2)', '/usr/bin/node', 'pm2'],
  ['zsh', '-zsh', '/usr/bin/zsh', undefined],
  ['node', 'node server.js', '/usr/bin/node', undefined],
])('%s run as %j is known as %s%s', (name, command, executable, starter) => {
  const process = { name, command, ...(executable !== undefined && { executable }) };
  expect(findStarterRule(process)?.name).toBe(starter);
});

describe('the story of a process', () => {
  let proc: FakeProc;
  beforeEach(() => {
    proc = createFakeProc([{ pid: 1, name: 'systemd', parentPid: 0, argv: ['/sbin/init'] }]);
  });
  afterEach(() => proc.remove());

  const storyOf = (pid: number) =>
    createLinuxProcessStories({
      procRoot: proc.root,
      passwdFile: '/dev/null',
      homeFolder: '/home/ann',
    }).read({ pid, startToken: '5000' });

  test('goes up to the login session, with what started it', async () => {
    proc.put({
      pid: 3,
      name: 'systemd',
      argv: ['/usr/lib/systemd/systemd', '--user'],
      executable: '/usr/lib/systemd/systemd',
    });
    proc.put({
      pid: 4,
      name: 'kitty',
      parentPid: 3,
      argv: ['kitty'],
      executable: '/usr/bin/kitty',
    });
    proc.put({
      pid: 5,
      name: 'zsh',
      parentPid: 4,
      argv: ['-zsh'],
      executable: '/usr/bin/zsh',
      terminal: 34819,
    });
    proc.put({
      pid: 6,
      name: 'claude',
      parentPid: 5,
      argv: ['claude'],
      executable: '/usr/bin/claude',
    });
    proc.put({
      pid: 7,
      parentPid: 6,
      argv: ['node', 'server.js', '--token', 'abc'],
      terminal: 34819,
    });
    proc.put({ pid: 8, parentPid: 7, terminal: 34819 });
    const story = await storyOf(8);
    expect(
      story?.ancestors.map(({ identity, name, command, user }) => [
        identity.pid,
        name,
        command,
        user,
      ]),
    ).toEqual([
      [7, 'node', 'node server.js --token ***', '1000'],
      [6, 'claude', 'claude', '1000'],
      [5, 'zsh', '-zsh', '1000'],
      [4, 'kitty', 'kitty', '1000'],
      [3, 'systemd', '/usr/lib/systemd/systemd --user', '1000'],
    ]);
    expect(story).toMatchObject({
      terminal: 'pts/3',
      startedBy: [
        { kind: 'coding-agent', name: 'Claude Code', pid: 6 },
        { kind: 'terminal', name: 'kitty', pid: 4 },
        { kind: 'service-manager', name: 'systemd', pid: 3 },
      ],
    });
    expect(story?.unit).toBe(undefined);
  });

  test('stops where a login begins', async () => {
    proc.put({
      pid: 3,
      name: 'sshd',
      argv: ['/usr/sbin/sshd', '-D'],
      executable: '/usr/sbin/sshd',
    });
    proc.put({
      pid: 4,
      name: 'sshd',
      parentPid: 3,
      argv: ['sshd: ann@pts/0'],
      executable: '/usr/sbin/sshd',
    });
    proc.put({ pid: 5, parentPid: 4 });
    expect((await storyOf(5))?.ancestors.map(({ identity }) => identity.pid)).toEqual([4]);
  });

  test('goes up to the first process where that is no init, as in a container', async () => {
    proc.put({ pid: 1, name: 'entrypoint.sh', parentPid: 0, argv: ['bash', 'entrypoint.sh'] });
    proc.put({ pid: 5 });
    expect((await storyOf(5))?.ancestors.map(({ identity }) => identity.pid)).toEqual([1]);
  });

  test.each([
    ['init has adopted it', 1, undefined],
    ['its parent may not be looked at', 4, true],
    ['its parent is outside of the container', 0, true],
  ])('tells a hidden parent from one that ended: %s', async (_what, parentPid, hidden) => {
    proc.put({ pid: 5, parentPid });
    const story = await storyOf(5);
    expect([story?.ancestors, story?.isStarterHidden]).toEqual([[], hidden]);
  });

  test('names the unit or the container that it runs in', async () => {
    const id = 'a'.repeat(64);
    proc.put({ pid: 5, cgroup: '0::/system.slice/web.service\n' });
    proc.put({
      pid: 6,
      cgroup: '0::/user.slice/user-1000.slice/user@1000.service/app.slice/web.service\n',
    });
    proc.put({ pid: 7, cgroup: `0::/system.slice/docker-${id}.scope\n` });
    expect((await storyOf(5))?.unit).toEqual({ name: 'web.service', isUserUnit: false });
    expect((await storyOf(6))?.unit).toEqual({ name: 'web.service', isUserUnit: true });
    expect(await storyOf(7)).toMatchObject({ container: { runtime: 'docker', id } });
  });

  test('does not name the unit of the terminal or the desktop', async () => {
    const cgroup = '0::/user.slice/user@1000.service/gnome-terminal-server.service\n';
    proc.put({ pid: 5, terminal: 34816, cgroup });
    proc.put({ pid: 6, cgroup: '0::/user.slice/user@1000.service/app.slice/app-code@4.service\n' });
    expect([(await storyOf(5))?.unit, (await storyOf(6))?.unit]).toEqual([undefined, undefined]);
  });

  test('ends where parents point in a circle', async () => {
    proc.put({ pid: 5, parentPid: 6 });
    proc.put({ pid: 6, parentPid: 5 });
    expect((await storyOf(5))?.ancestors.map(({ identity }) => identity.pid)).toEqual([6, 5]);
  });

  test('is unknown for a process that is gone or another one by now', async () => {
    proc.put({ pid: 5, startTicks: 6 });
    expect([await storyOf(5), await storyOf(6)]).toEqual([undefined, undefined]);
  });

  test.skipIf(process.platform !== 'linux')('of a real child leads to us', async () => {
    const child = spawn('sleep', ['60']);
    onTestFinished(() => void child.kill('SIGKILL'));
    const pid = child.pid ?? 0;
    const stat = readProcStat('/proc', pid);
    const startToken = stat.kind === 'read' ? stat.value.startToken : '';
    const story = await createLinuxProcessStories().read({ pid, startToken });
    expect(story?.ancestors[0]?.identity.pid).toBe(process.pid);
  });
});
