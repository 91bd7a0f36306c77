import * as fc from 'fast-check';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { toWatcherName } from '../../../electron/adapters/programs/find-watcher.ts';
import { createLinuxProcesses } from '../../../electron/adapters/linux/processes.ts';
import { readProcStat } from '../../../electron/adapters/linux/proc/process-stat.ts';
import { toCalledProgram } from '../../../electron/adapters/linux/watchers/shell-calls.ts';
import { isStartedInLoop } from '../../../electron/adapters/linux/watchers/shell-loop.ts';
import { toShellSource } from '../../../electron/adapters/linux/watchers/shell-source.ts';
import type { Watcher } from '../../../shared/supervision.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

test.each<[readonly string[], string | undefined]>([
  [['PM2 v5.3.0: God Daemon (/home/ada/.pm2)'], 'pm2'],
  [['node', '/usr/bin/pm2-runtime', 'start', 'a.js'], 'pm2-runtime'],
  [['node', '--inspect', '/x/nodemon/bin/nodemon.js', 'a.js'], 'nodemon'],
  [['node', '-r', 'dotenv/config', '/x/nodemon/bin/nodemon.js', 'a.js'], 'nodemon'],
  [['node', '--watch', 'a.js'], 'node --watch'],
  [['/usr/bin/node', '--watch-path=src', 'a.js'], 'node --watch'],
  [['node', 'a.js', '--watch'], undefined],
  [['node', '-e', 'nodemon'], undefined],
  [['node', '/x/node_modules/.bin/tsx', 'watch', 'a.ts'], 'tsx watch'],
  [['node', '/x/node_modules/tsx/dist/cli.mjs', 'watch', 'a.ts'], 'tsx watch'],
  [['node', '/x/node_modules/.bin/tsx', 'a.ts'], undefined],
  [['node', '/x/node_modules/ts-node-dev/lib/bin.js', 'a.ts'], 'ts-node-dev'],
  [['node', '/x/node_modules/.bin/tsnd', '--respawn', 'a.ts'], 'tsnd'],
  [['node', '/x/node_modules/.bin/node-dev', 'a.js'], 'node-dev'],
  [['node', '/x/node_modules/.bin/nest', 'start', '--watch'], 'nest start --watch'],
  [['node', '/x/node_modules/.bin/nest', 'start'], undefined],
  [['node', '/x/node_modules/.bin/vite'], undefined],
  [['node', '/x/node_modules/.bin/concurrently', 'npm:a', 'npm:b'], undefined],
  [['node', '/x/.bin/concurrently', '--restart-tries', '3', 'npm:a'], 'concurrently'],
  [['node', '/x/.bin/concurrently', '--restart-tries=-1', 'npm:a'], 'concurrently'],
  [['node', '/x/.bin/concurrently', '--restart-tries', '0', 'npm:a'], undefined],
  [['node', '/x/concurrently/dist/bin/index.js', '--restart-tries', '3'], 'concurrently'],
  [['/usr/bin/python3', '/usr/bin/supervisord', '-n'], 'supervisord'],
  [['python3', '-m', 'supervisor.supervisord'], 'supervisord'],
  [['python3', '/venv/bin/uvicorn', 'main:app', '--reload'], 'uvicorn --reload'],
  [['python3', '-m', 'uvicorn', 'main:app', '--reload'], 'uvicorn --reload'],
  [['python3', '/venv/bin/uvicorn', 'main:app'], undefined],
  [['python3', '/venv/bin/gunicorn', 'main:app', '--reload'], undefined],
  [['python3', '/venv/bin/flask', '--app', 'web', 'run', '--debug'], 'flask --debug'],
  [['python3', '-m', 'flask', 'run', '--debug', '--no-reload'], undefined],
  [['python3', '-X', 'dev', 'manage.py', 'runserver', '8000'], 'manage.py runserver'],
  [['python3', 'manage.py', 'runserver', '--noreload'], undefined],
  [['python3', '/venv/bin/fastapi', 'dev', 'main.py'], 'fastapi dev'],
  [['python3', '/venv/bin/fastapi', 'run', 'main.py'], undefined],
  [['python3', '/venv/bin/watchmedo', 'auto-restart', '--', 'a'], 'watchmedo'],
  [['python3', '/venv/bin/watchfiles', 'a.main'], 'watchfiles'],
  [['python3', '/venv/bin/reflex', 'run'], undefined],
  [['reflex', '-s', '--', './web'], 'reflex'],
  [['air', '-c', '.air.toml'], 'air'],
  [['entr', '-r', './web'], 'entr'],
  [['watchexec', '-r', 'cargo', 'run'], 'watchexec'],
  [['cargo-watch', 'watch', '-x', 'run'], 'cargo-watch'],
  [['cargo', 'watch', '-x', 'run'], 'cargo-watch'],
  [['cargo', 'run'], undefined],
  [['dotnet', 'watch', 'run'], 'dotnet watch'],
  [['/usr/bin/dotnet', '/sdk/8.0/DotnetTools/dotnet-watch/x/dotnet-watch.dll'], 'dotnet-watch'],
  [['dotnet', 'run'], undefined],
  [['node', '/x/node_modules/forever/bin/monitor', 'a.js'], 'forever'],
  [['bun', '--hot', 'a.ts'], 'bun --watch'],
  [['bun', 'run', '--watch', 'a.ts'], 'bun --watch'],
  [['bun', 'a.ts', '--watch'], undefined],
  [['deno', 'run', '-A', '--watch', 'a.ts'], 'deno --watch'],
  [['deno', 'run', '--watch=src', 'a.ts'], 'deno --watch'],
  [['deno', 'run', 'a.ts', '--watch'], undefined],
  [['/usr/lib/autossh/autossh', '-L', '8080:localhost:80'], 'autossh'],
  [['sh', '-c', 'nodemon'], undefined],
  [['php', 'artisan', 'serve'], undefined],
  [['vim', 'nodemon.js'], undefined],
  [['bash'], undefined],
  [[], undefined],
])('%j is the watcher %s', (argv, name) => {
  expect(toWatcherName(argv)).toBe(name);
});

describe('a shell', () => {
  test.each<[readonly string[], ReturnType<typeof toShellSource>]>([
    [['sh', '-c', 'a; b', 'x'], { kind: 'text', text: 'a; b' }],
    [['/bin/bash', '-lc', 'a'], { kind: 'text', text: 'a' }],
    [['bash', '-e', '-o', 'pipefail', '-c', 'a'], { kind: 'text', text: 'a' }],
    [['bash', '-eo', 'pipefail', 'run.sh', '-c'], { kind: 'file', path: 'run.sh' }],
    [['bash', '--norc', '--', './run.sh'], { kind: 'file', path: './run.sh' }],
    [['busybox', 'sh', '-c', 'a'], { kind: 'text', text: 'a' }],
    [['busybox', 'httpd', '-f'], undefined],
    [['-zsh'], undefined],
    [['bash', '-i'], undefined],
    [['bash', '-s', 'x'], undefined],
    [['bash', '-c'], undefined],
    [['node', '-c', 'a'], undefined],
    [[], undefined],
  ])('%j runs %j', (argv, source) => {
    expect(toShellSource(argv)).toEqual(source);
  });

  test.each([
    'while true; do node server.js; sleep 1; done',
    'while :; do\n  # again\n  exec_it=1 nohup ./node server.js\ndone',
    'until node server.js; do echo crashed >&2; sleep 1; done',
    'while true; do node server.js & wait $!; done',
    'for try in 1 2 3; do node server.js && break; done',
    'cd /srv && while [ 1 ]; do bash -c "node server.js"; done 2>&1 | tee log',
    'while true; do (cd web; PORT=1 node server.js); done',
    'serve() { node server.js; }\nwhile true; do serve; done',
    'while true; do ./start-it; sleep 1; done',
    'while read line; do "$@"; done',
    'cat <<EOF\ndone\nEOF\nwhile true\ndo\n/usr/bin/node x\ndone',
    'while true; do node server.js',
    'while ! node server.js; do sleep 1; done',
    'while true; do node server.js > "$LOG" 2>&1; done &\nwait',
    'while true; do PORT=1 nice -n 10 env A=1 node "$DIR/server.js"; done',
    'while true; do node "$SCRIPT"; sleep 1; done',
    'until node "$SCRIPT"; do sleep 1; done',
    'while true; do $NODE server.js; done',
    'while true; do $CMD; sleep 1; done',
    'for try in 1 2 3; do $CMD && break; done',
    'for try in 1 2 3; do "$@" && break; done',
    'while ! "$@"; do sleep 1; done',
    'while true; do eval "$1"; done',
    'while true; do eval "cd web && node server.js"; done',
    'run() { node server.js; }\nagain() { run; sleep 1; }\nwhile :; do again; done',
    'function serve { node server.js\n}\nwhile :; do serve; done',
    'keep() { while true; do "$@"; sleep 1; done; }\nkeep node server.js &\nwait',
    'main() { while true; do "$@"; sleep 1; done; }\nmain "$@"',
    'keep() { while true; do ./start-it; sleep 1; done; }\nkeep & wait',
    '(while true; do ./start-it; done) 2>&1 | tee log &\nwait',
    'node migrate.js; while true; do "$@"; done',
    'while true; do pgrep -f server.js || node server.js & sleep 5; done',
  ])('that runs %j starts its server again', (text) => {
    expect(isStartedInLoop(text, program)).toBe(true);
  });

  test.each([
    'node server.js',
    'until pg_isready; do sleep 1; done; exec node server.js',
    'while ! $CHECK; do sleep 1; done\nnode server.js',
    'for f in *.env; do . "$f"; done; node server.js',
    'for tool in node npm; do command -v "$tool"; done',
    'for port in 1 2; do node server.js $port & done; wait',
    'echo "while true; do node; done"; node server.js',
    '# while true; do node; done\nnode server.js',
    'cat <<EOF\nwhile true; do node; done\nEOF\nnode server.js',
    'npm start --while true',
    './start-it & while true; do sleep 60; done',
    'while true; do ./start-it && break; done',
    'node server.js & until node -e "connect(1)"; do sleep 1; done; wait',
    'node server.js & until node check.js; do sleep 1; done; wait',
    'node server.js & for f in migrate.js; do node "$f"; done; wait',
    'for f in a.js server.js; do node "$f"; done',
    'log() { echo "$*" >>log; }\nnode server.js & until curl -s a; do log no; sleep 1; done; wait',
    'log() { echo "$*"; }\n./start & until curl -s a; do log no; sleep 1; done; wait',
    'function log { echo "$*"; }\n./start & while true; do log on; sleep 9; done; wait',
    './start & for t in 1 2; do $PRE sleep .1; done; wait',
    './start & while true; do $PRE curl -s a; sleep 9; done; wait',
    './start & while true; do curl -s a; sleep 9; done; wait',
    '(cd web; ./start) & while true; do curl -s a; sleep 9; done; wait',
    'until $CHECK; do sleep 1; done; ./start',
    'until "$@"; do sleep 1; done; node server.js',
    'node server.js & until pgrep -f server.js; do sleep 1; done; wait',
    'node server.js & while kill -0 $!; do sleep 1; done',
    'node server.js & until ls >server.js; do sleep 1; done',
    'retry() { until "$@"; do sleep 1; done; }\nretry pg_isready\n./start',
    'run() { echo "+ $*"; "$@"; }\nrun node server.js & until run curl a; do sleep 1; done; wait',
    'serve() { node server.js "$1" & }\nfor port in 1 2; do serve $port; done; wait',
    '',
  ])('that runs %j does not', (text) => {
    expect(isStartedInLoop(text, program)).toBe(false);
  });

  test('is read from any text without a throw, and without hanging', () => {
    const piece = fc.constantFrom(
      ...'while do done for (;) && <<A \n \' " $ # \\ & node'.split(' '),
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ unit: 'binary' }))), (pieces) => {
        expect(() => isStartedInLoop(pieces.join(' '), program)).not.toThrow();
      }),
    );
    const loops = ['while ', '"', '<<A\n', '(', '\\', 'for a in ', "'\n", '1'];
    const calls = ['while :;do f;done;', 'f(){ $1;f;};', '$1;f;', 'eval ', 'env ', '|&'];
    for (const piece of loops) isStartedInLoop(piece.repeat(250_000 / piece.length), program);
    for (const piece of calls) {
      const text = piece.repeat(50_000 / piece.length);
      isStartedInLoop(`f(){ ${text}\n}\nwhile f; do g; done`, program);
    }
  });
});

test.each<[readonly string[], string, boolean]>([
  [['ollama', 'serve'], 'ollama serve & until ollama list; do sleep 1; done; wait', false],
  [['ollama', 'serve'], 'until ollama serve; do sleep 1; done', true],
  [['./server', '-p', '1'], 'until ./server -p "$PORT"; do sleep 1; done', true],
  [['./server', '-p', '1'], './server -p 1 & until ./server --ping; do sleep 1; done', false],
  [['python3', '-m', 'http.server', '8000'], 'until python3 -m http.server 8000; do :; done', true],
  [
    ['python3', '-m', 'http.server'],
    'python3 -m http.server & until python3 -m ping; do :; done',
    false,
  ],
  [['npm run dev'], 'until npm -s run dev; do sleep 1; done', true],
  [['npm run dev'], 'npm run dev & until npm run ready; do sleep 1; done; wait', false],
  [
    ['nginx: master process nginx -g daemon off;'],
    'until nginx -g "daemon off;"; do :; done',
    true,
  ],
])('of %j what runs %j would start it again: %s', (argv, text, isAgain) => {
  expect(isStartedInLoop(text, toCalledProgram('x', argv))).toBe(isAgain);
});

const program = toCalledProgram('MainThread', ['/usr/bin/node', 'server.js']);

describe('the watcher of a process', () => {
  let proc: FakeProc;
  beforeEach(() => {
    proc = createFakeProc([{ pid: 1, name: 'systemd', parentPid: 0, argv: ['/sbin/init'] }]);
  });
  afterEach(() => proc.remove());

  test('is found however far above, with the facts of its own process', async () => {
    proc.put({ pid: 4, name: 'npm', argv: ['npm exec nodemon a.js'] });
    proc.put({ pid: 5, parentPid: 4, argv: ['node', '/app/.bin/nodemon', 'a.js'], cwd: '/app' });
    proc.put({ pid: 6, parentPid: 5, argv: ['sh', '-c', 'node a.js'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect(await watcherOf(7)).toMatchObject({
      name: 'nodemon',
      isShellLoop: false,
      process: { identity: { pid: 5, startToken: '5000' }, cwd: '/app', parentPid: 4 },
    });
  });

  test('is the nearest of several', async () => {
    proc.put({ pid: 5, argv: ['sh', '-c', 'while true; do npx nodemon a.js; done'] });
    proc.put({ pid: 6, parentPid: 5, argv: ['node', '/app/.bin/nodemon', 'a.js'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect((await watcherOf(7))?.process.identity.pid).toBe(6);
    expect((await watcherOf(6))?.process.identity.pid).toBe(5);
  });

  test('is a shell whose script loops around what leads to it', async () => {
    writeFileSync(join(proc.root, 'run.sh'), 'while true; do npm start; done\n');
    const argv = ['/bin/bash', './run.sh'];
    proc.put({ pid: 5, name: 'run\u202e.sh', argv, cwd: proc.root });
    proc.put({ pid: 6, parentPid: 5, name: 'npm start', argv: ['npm start'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect(await watcherOf(7)).toMatchObject({ name: 'run\\u202e.sh', isShellLoop: true });
  });

  test('is not a shell whose script is missing, too long or no file', async () => {
    writeFileSync(join(proc.root, 'long.sh'), `while true; do npm start; done #${'x'.repeat(3e5)}`);
    for (const script of ['missing.sh', 'long.sh', '/dev/tty', '/dev/zero', '/proc', '']) {
      proc.put({ pid: 5, name: 'bash', argv: ['bash', script], cwd: proc.root });
      proc.put({ pid: 7, parentPid: 5, argv: ['npm start'] });
      expect(await watcherOf(7)).toBe(undefined);
    }
  });

  test('is the copy of a shell that goes round in a pipe', async () => {
    const argv = ['bash', '-c', 'while true; do node a.js; done | tee log'];
    proc.put({ pid: 5, name: 'bash', argv });
    proc.put({ pid: 6, name: 'bash', argv, parentPid: 5 });
    proc.put({ pid: 7, parentPid: 6 });
    expect((await watcherOf(7))?.process.identity.pid).toBe(6);
  });

  test('is not what would start the terminal again in which it was typed', async () => {
    proc.put({ pid: 3, name: 'sh', argv: ['sh', '-c', 'while true; do i3; done'] });
    proc.put({ pid: 4, name: 'i3', parentPid: 3, argv: ['i3'] });
    proc.put({ pid: 5, name: 'xterm', parentPid: 4, argv: ['xterm'] });
    proc.put({ pid: 6, name: 'bash', parentPid: 5, argv: ['bash'], terminal: 34_816 });
    proc.put({ pid: 7, parentPid: 6, terminal: 34_816, session: 6 });
    expect(await watcherOf(7)).toBe(undefined);
    expect((await watcherOf(4))?.process.identity.pid).toBe(3);
  });

  test('is no loop around a program that would go on without the process', async () => {
    proc.put({ pid: 4, argv: ['bash', '-c', 'while read -r job; do eval "$job"; done'] });
    proc.put({ pid: 5, parentPid: 4, argv: ['node', 'run-tests.js'] });
    proc.put({ pid: 6, parentPid: 5, argv: ['sh', '-c', 'node server.js'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect(await watcherOf(7)).toBe(undefined);
    expect((await watcherOf(5))?.process.identity.pid).toBe(4);
  });

  test('is a loop around what ends with the process', async () => {
    proc.put({ pid: 4, argv: ['bash', '-c', 'while true; do yarn dev; done'] });
    proc.put({ pid: 5, parentPid: 4, argv: ['node', '/app/.yarn/releases/yarn-4.1.0.cjs', 'dev'] });
    proc.put({ pid: 6, parentPid: 5, argv: ['env', 'A=1', 'node', 'server.js'] });
    proc.put({ pid: 7, parentPid: 6 });
    expect((await watcherOf(7))?.process.identity.pid).toBe(4);
  });

  test('is a loop that has a terminal of its own', async () => {
    const argv = ['sh', '-c', 'while true; do node a.js; done'];
    proc.put({ pid: 6, name: 'sh', argv, terminal: 34_816 });
    proc.put({ pid: 7, parentPid: 6, terminal: 34_816, session: 6 });
    expect((await watcherOf(7))?.process.identity.pid).toBe(6);
  });

  test('is nobody for an ordinary process, even where parents point in a circle', async () => {
    proc.put({ pid: 5, parentPid: 6 });
    proc.put({ pid: 6, parentPid: 5 });
    expect(await watcherOf(5)).toBe(undefined);
  });

  function watcherOf(pid: number): Promise<Watcher | undefined> {
    return readWatcherOf({ procRoot: proc.root, pid, startToken: '5000' });
  }
});

describe.skipIf(process.platform !== 'linux')('a real loop', () => {
  test.each([
    ['sh', (script: string) => ['-c', script]],
    ['bash', (script: string) => ['-c', `cd / && ${script} 2>&1 | cat`]],
    ['sh', toFile],
    ['bash', toFile],
  ])('of %s starts the process again, and not once it is ended itself', async (shell, toArgs) => {
    const loop = start(shell, toArgs('while true; do sleep 77; done'));
    const first = await findBelow(loop, undefined);
    const watcher = await readWatcherOf(first);
    expect(watcher).toMatchObject({ isShellLoop: true });
    process.kill(first.pid, 'SIGTERM');
    const second = await findBelow(loop, first.pid);
    const pid = watcher?.process.identity.pid ?? 0;
    expect(pid).toBeGreaterThan(1);
    process.kill(pid, 'SIGTERM');
    process.kill(second.pid, 'SIGTERM');
    const processes = createLinuxProcesses();
    await eventually(
      () => processes.readCondition(second).state === 'gone' || undefined,
      'the process to end for good',
    );
  });
});

interface Found {
  readonly procRoot?: string;
  readonly pid: number;
  readonly startToken: string;
}

async function readWatcherOf(found: Found): Promise<Watcher | undefined> {
  const { pid, startToken, procRoot = '/proc' } = found;
  const processes = createLinuxProcesses({ procRoot, passwdFile: '/dev/null', homeFolder: '/h' });
  return (await processes.readContext({ pid, startToken }))?.watcher;
}

/** As its own file whose folder the shell leaves before it goes on. */
function toFile(script: string): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'loop-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'run.sh'), `cd /\n${script}\n`);
  return [join(folder, 'run.sh')];
}

function start(shell: string, args: readonly string[]): ChildProcess {
  const child = spawn(shell, args, { detached: true, stdio: 'ignore' });
  onTestFinished(() => void endGroup(child));
  return child;
}

/** Ends what is left of the loop; false when nothing is. */
function endGroup({ pid }: ChildProcess): boolean {
  try {
    return pid !== undefined && process.kill(-pid, 'SIGKILL');
  } catch {
    return false;
  }
}

/** The `sleep` below the shell that is not the one of this id. */
function findBelow(child: ChildProcess, not: number | undefined): Promise<Found> {
  const pid = child.pid ?? 0;
  const stat = readProcStat('/proc', pid);
  const root = { pid, startToken: stat.kind === 'read' ? stat.value.startToken : '' };
  const processes = createLinuxProcesses();
  return eventually(
    () =>
      processes
        .listDescendants([root])
        .find(({ identity, name }) => name === 'sleep' && identity.pid !== not)?.identity,
    'the loop to start its process',
  );
}
