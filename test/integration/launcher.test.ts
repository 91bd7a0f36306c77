import { spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import {
  chownSync,
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createLinuxLauncher } from '../../electron/adapters/linux/launch/launcher.ts';
import { loadLibc } from '../../electron/adapters/linux/native/libc.ts';
import { readProcStat } from '../../electron/adapters/linux/proc/process-stat.ts';
import type { LaunchRecipe, LaunchResult } from '../../electron/core/host-processes.ts';
import type { ProcessIdentity } from '../../shared/listener.ts';
import { canActAsNobody, makeFolder } from '../adapters/surroundings.ts';
import { eventually } from '../support/eventually.ts';
import { buildScenarios } from './scenario-program.ts';

const isLinux = process.platform === 'linux';
const SECRET = 'a=b; "é"\n$HOME';
const SERVER = `
process.stdout.write('out ' + process.argv.slice(2).join() + '\\n');
process.stderr.write('err ' + process.env.PORTS + '\\n');
setInterval(() => {}, 60_000);
`;

describe.skipIf(!isLinux)('a process that is started again', () => {
  test('gets nothing of ours that is open, not even what others would inherit', async ({
    skip,
  }) => {
    const loading = await loadLibc();
    if (loading.kind === 'absent') return skip(loading.why);
    const { libc } = loading;
    const { launcher } = makeLauncher();
    // As Chromium opens much of what it has.
    const fd = libc.open('/proc/self/status', 0);
    onTestFinished(() => {
      libc.close(fd);
    });
    const { pid } = started(await launcher.start(aRecipe(['sleep', '60'])));
    // While a program is loaded, its libraries are open as well.
    await expect
      .poll(() => readdirSync(`/proc/${pid}/fd`), { timeout: 10_000 })
      .toEqual(['0', '1', '2']);
    // Ours are as they were.
    expect(libc.fcntl(fd, 1, 0)).toBe(0);
  });

  test('is what it was: its program, arguments, environment and folder', async () => {
    const { folder, child } = startServer();
    const before = readAll(pidOf(child));
    const { launcher, logFolder } = makeLauncher();
    const recipe = captured(launcher.capture(identityOf(pidOf(child))));
    await end(child);
    const { pid, logFile } = started(await launcher.start(recipe));
    expect(pid).not.toBe(pidOf(child));
    expect(readAll(pid)).toEqual(before);
    expect(before.cwd).toBe(folder);
    expect(before.environ).toContain(`SECRET=${SECRET}`);
    await expect
      .poll(() => readFileSync(logFile, 'utf8').split('\n').sort())
      .toEqual(['', 'err 1', 'out --port,3000,,x y']);
    expect(statSync(logFile).mode & 0o777).toBe(0o600);
    expect(readdirSync(logFolder, { recursive: true })).toHaveLength(1);
    expect(readFileSync(logFile, 'utf8')).not.toContain(SECRET);
  });

  test('keeps the name that it was called by', async () => {
    const child = start(process.execPath, ['-e', 'setInterval(() => {}, 60_000)', '', 'x'], {
      argv0: 'shop',
    });
    const before = readAll(pidOf(child));
    expect(before.cmdline[0]).toBe('shop');
    const { launcher } = makeLauncher();
    const recipe = captured(launcher.capture(identityOf(pidOf(child))));
    expect(readAll(started(await launcher.start(recipe)).pid)).toEqual(before);
  });

  test('may be a script that was called by its relative name', async () => {
    const folder = makeFolder();
    writeFileSync(join(folder, 'serve'), `#!${process.execPath}\n${SERVER}`);
    chmodSync(join(folder, 'serve'), 0o755);
    const child = start('./serve', ['a'], { cwd: folder });
    const before = readAll(pidOf(child));
    const { launcher } = makeLauncher();
    const recipe = captured(launcher.capture(identityOf(pidOf(child))));
    expect(recipe.argv).toEqual([process.execPath, './serve', 'a']);
    expect(readAll(started(await launcher.start(recipe)).pid)).toEqual(before);
  });

  test('reads from nothing, writes to its log and has a session of its own', async () => {
    const { launcher } = makeLauncher();
    const { pid, logFile } = started(await launcher.start(aRecipe(['sleep', '60'])));
    const links = [0, 1, 2].map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
    expect(links).toEqual(['/dev/null', logFile, logFile]);
    const [, session] =
      /\) \S \d+ \d+ (\d+) /.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    expect(session).toBe(String(pid));
  });

  test('outlives whoever started it', { timeout: 60_000 }, async () => {
    const program = await buildScenarios(new URL('launch-scenarios.ts', import.meta.url));
    onTestFinished(() => program.remove());
    const { child } = startServer();
    const before = readAll(pidOf(child));
    const identity = JSON.stringify(identityOf(pidOf(child)));
    const result = await program.run('start', [identity, makeFolder()], ['setsid', '--wait']);
    const { pid, logFile } = started(result as LaunchResult);
    await expect.poll(() => readFileSync(logFile, 'utf8')).toContain('out --port,3000,,x y');
    expect(readAll(pid)).toEqual(before);
  });
});

describe.skipIf(!isLinux)('nothing is captured', () => {
  test('of a process that is gone, or is another one by now', async () => {
    const child = start('sleep', ['60']);
    const identity = identityOf(pidOf(child));
    expect(makeLauncher().launcher.capture(identity)).toBeDefined();
    expect(makeLauncher().launcher.capture({ ...identity, startToken: '1' })).toBeUndefined();
    await end(child);
    expect(makeLauncher().launcher.capture(identity)).toBeUndefined();
  });

  test.skipIf(!canActAsNobody)('of somebody else’s process', async () => {
    const child = start('sleep', ['60'], { uid: 65_534, gid: 65_534 });
    expect(capture(child)).toBeUndefined();
  });

  test.skipIf(!canActAsNobody)('of a process in a room of its own', async () => {
    const child = start('unshare', ['-n', 'sleep', '60']);
    await eventually(() => (nameOf(pidOf(child)) === 'sleep' ? true : undefined), 'sleep');
    expect(capture(child)).toBeUndefined();
  });

  test('where the program or the folder is gone', async () => {
    const folder = makeFolder();
    copyFileSync('/bin/sleep', join(folder, 'sleep'));
    mkdirSync(join(folder, 'work'));
    const ofGoneProgram = start(join(folder, 'sleep'), ['60']);
    const inGoneFolder = start('sleep', ['60'], { cwd: join(folder, 'work') });
    expect([capture(ofGoneProgram), capture(inGoneFolder)].map(Boolean)).toEqual([true, true]);
    rmSync(folder, { recursive: true });
    expect([capture(ofGoneProgram), capture(inGoneFolder)]).toEqual([undefined, undefined]);
  });

  test('where a title stands in place of the arguments', async () => {
    const child = start(process.execPath, [
      '-e',
      'process.title = "shop"; setInterval(() => {}, 60_000)',
    ]);
    await eventually(() => (nameOf(pidOf(child)) === 'shop' ? true : undefined), 'the title');
    expect(capture(child)).toBeUndefined();
  });

  test('where the environment is no UTF-8', async () => {
    const child = start('sh', ['-c', 'export X="$(printf "\\377")"; exec sleep 60']);
    await eventually(() => (nameOf(pidOf(child)) === 'sleep' ? true : undefined), 'sleep');
    expect(capture(child)).toBeUndefined();
  });

  test('where there is more than a megabyte of arguments', async () => {
    const long = Array.from({ length: 11 }, () => 'x'.repeat(100_000));
    const child = start(process.execPath, ['-e', 'setInterval(() => {}, 60_000)', ...long]);
    expect(capture(child)).toBeUndefined();
  });
});

describe.skipIf(!isLinux)('a program that does not start', () => {
  test.each<[string, (folder: string) => Partial<LaunchRecipe>, object]>([
    [
      'is gone',
      (folder) => ({ executable: join(folder, 'gone') }),
      { kind: 'failed', reason: 'program-missing' },
    ],
    [
      'is a folder by now',
      (folder) => ({ executable: folder }),
      { kind: 'failed', reason: 'program-missing' },
    ],
    [
      'has lost its folder',
      (folder) => ({ cwd: join(folder, 'gone') }),
      { kind: 'failed', reason: 'folder-missing' },
    ],
    [
      'may not be run',
      (folder) => {
        const executable = join(folder, 'plain');
        writeFileSync(executable, '', { mode: 0o644 });
        return { executable };
      },
      { kind: 'failed', reason: 'not-permitted' },
    ],
    [
      'has an argument that is too long',
      () => ({ argv: ['sleep', 'x'.repeat(200_000)] }),
      { kind: 'failed', reason: 'unknown' },
    ],
  ])('because it %s, leaves no log', async (_, change, result) => {
    const { launcher, logFolder } = makeLauncher();
    const recipe = { ...aRecipe(['sleep', '60']), ...change(makeFolder()) };
    expect(await launcher.start(recipe)).toEqual(result);
    expect(readLogs(logFolder)).toEqual([]);
  });

  test.skipIf(!canActAsNobody)('because somebody else has put his in its place', async () => {
    const folder = makeFolder();
    const [executable, cwd] = [join(folder, 'sleep'), join(folder, 'work')];
    copyFileSync('/bin/sleep', executable);
    mkdirSync(cwd);
    const { launcher } = makeLauncher();
    const recipe = captured(
      launcher.capture(identityOf(pidOf(start(executable, ['60'], { cwd })))),
    );
    for (const path of [executable, cwd]) {
      rmSync(path, { recursive: true });
      if (path === cwd) mkdirSync(path);
      else copyFileSync('/bin/sleep', path);
      chownSync(path, 65_534, 65_534);
      expect(await launcher.start(recipe)).toEqual({ kind: 'failed', reason: 'replaced' });
      chownSync(path, 0, 0);
    }
    started(await launcher.start(recipe));
  });

  test('because it fails at once, leaves its last words', async () => {
    const { launcher, logFolder } = makeLauncher({ watchMs: 20_000 });
    const recipe = aRecipe(['sh', '-c', 'echo no such file >&2; exit 3']);
    const result = await launcher.start(recipe);
    const [log = ''] = readLogs(logFolder);
    expect(result).toEqual({
      kind: 'failed',
      reason: 'ended-at-once',
      logFile: join(logFolder, log),
    });
    expect(readFileSync(join(logFolder, log), 'utf8')).toBe('no such file\n');
  });

  test('because nothing can be written where its log should be', async () => {
    const file = join(makeFolder(), 'file');
    writeFileSync(file, '');
    const launcher = createLinuxLauncher({ logFolder: join(file, 'logs') });
    expect(await launcher.start(aRecipe(['sleep', '60']))).toEqual({
      kind: 'failed',
      reason: 'unknown',
    });
  });
});

test.skipIf(!isLinux)('a program that ends at once in good order has started', async () => {
  const { launcher } = makeLauncher({ watchMs: 20_000 });
  expect(await launcher.start(aRecipe(['sh', '-c', 'exit 0']))).toMatchObject({ kind: 'started' });
});

function startServer(): { readonly folder: string; readonly child: ChildProcess } {
  const folder = makeFolder();
  writeFileSync(join(folder, 'server.cjs'), SERVER);
  const child = start(process.execPath, ['server.cjs', '--port', '3000', '', 'x y'], {
    cwd: folder,
    env: { PORTS: '1', SECRET, EMPTY: '', PATH: '/usr/bin:/bin' },
  });
  return { folder, child };
}

function start(command: string, argv: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, argv, { stdio: 'ignore', ...options });
  onTestFinished(() => end(child));
  return child;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

function makeLauncher(options: { readonly watchMs?: number } = {}) {
  const logFolder = join(makeFolder(), 'logs');
  return { logFolder, launcher: createLinuxLauncher({ logFolder, watchMs: 0, ...options }) };
}

function capture(child: ChildProcess): LaunchRecipe | undefined {
  return makeLauncher().launcher.capture(identityOf(pidOf(child)));
}

function captured(recipe: LaunchRecipe | undefined): LaunchRecipe {
  if (recipe === undefined) throw new Error('nothing was captured');
  return recipe;
}

/** The process that was started; it is ended after the test. */
function started(result: LaunchResult): Extract<LaunchResult, { kind: 'started' }> {
  if (result.kind !== 'started') throw new Error(result.reason);
  const { startToken } = identityOf(result.pid);
  onTestFinished(() => {
    const look = readProcStat('/proc', result.pid);
    const isSame = look.kind === 'read' && look.value.startToken === startToken;
    if (isSame) process.kill(result.pid, 'SIGKILL');
  });
  return result;
}

function aRecipe(argv: readonly string[]): LaunchRecipe {
  const [name = ''] = argv;
  return { executable: `/bin/${name}`, argv, cwd: '/', env: { PATH: '/usr/bin:/bin' } };
}

function readLogs(folder: string): readonly string[] {
  return readdirSync(join(folder, '..'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.log'))
    .map((name) => name.replace(/^logs\//, ''));
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the process did not start');
  return pid;
}

function identityOf(pid: number): ProcessIdentity {
  const look = readProcStat('/proc', pid);
  if (look.kind !== 'read') throw new Error('the process is gone');
  return { pid, startToken: look.value.startToken };
}

function nameOf(pid: number): string | undefined {
  const look = readProcStat('/proc', pid);
  return look.kind === 'read' ? look.value.name : undefined;
}

function readAll(pid: number) {
  const read = (name: string) => readFileSync(`/proc/${pid}/${name}`, 'utf8').split('\0');
  return {
    cmdline: read('cmdline'),
    environ: read('environ').sort(),
    cwd: readlinkSync(`/proc/${pid}/cwd`),
    exe: readlinkSync(`/proc/${pid}/exe`),
  };
}
