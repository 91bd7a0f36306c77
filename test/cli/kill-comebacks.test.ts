import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeFolder } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isReachable } from '../support/squatter.ts';
import { killAsPerson, startActor, toNodeServer, type Actor } from '../support/situations.ts';

const isLinux = process.platform === 'linux';
const hasPython = isLinux && spawnSync('python3', ['-c', 'import socket']).status === 0;
const hasNpm = isLinux && spawnSync('npm', ['--version']).status === 0;

let folder: ReturnType<typeof makeFolder>;
let port = 0;
beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/kill-comebacks');
  write('server.js', toNodeServer(port));
});
afterEach(() => folder.remove());

const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
const kill = (...args: readonly string[]) => killAsPerson(folder.path, port, ...args);

function start(command: string, ...args: readonly string[]): Actor {
  return startActor(command, args, { cwd: folder.path, env: { npm_config_cache: folder.path } });
}

/** Starts what it is given again whenever that ends. */
const RESPAWN = `const { spawn } = require('node:child_process');
const run = () => spawn(process.execPath, process.argv.slice(2), { stdio: 'inherit' }).once('exit', () => setTimeout(run, 100));
run();`;

describe.skipIf(!isLinux)('portreeve kill, of what is started again', () => {
  test('says that a loop brought the server back, and ends the loop when told to', async () => {
    const loop = start('sh', '-c', 'while true; do node server.js; sleep 0.2; done');
    const first = await loop.next();
    const again = await kill('--yes', '--way', 'processes');
    expect(again.code).toBe(1);
    const second = await loop.next();
    expect(second).not.toBe(first);
    expect(again.stdout).toContain(
      `node holds port ${port} again (pid ${second}): a loop in sh started it again.`,
    );
    expect(again.stdout).toContain(`: portreeve kill ${port} --way watcher\n`);
    const { code, stdout } = await kill('--yes', '--way', 'watcher');
    expect(code).toBe(0);
    expect(stdout).toContain(`Port ${port} is free`);
    expect(await loop.ended).toBe('SIGTERM');
  });

  test('ends nodemon with what it runs unless only the process is meant', async () => {
    write('nodemon', RESPAWN);
    const watcher = start(process.execPath, join(folder.path, 'nodemon'), 'server.js');
    await watcher.next();
    const again = await kill('--yes', '--way', 'processes');
    expect(again.code).toBe(1);
    expect(again.stdout).toContain('nodemon started it again.');
    await watcher.next();
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`Kill the process and nodemon (pid ${watcher.pid}), which would`);
    expect(await watcher.ended).toBe('SIGTERM');
    expect(await isReachable(port)).toBe(false);
  });

  test('frees the port of node --watch with and without it', async () => {
    const watcher = start(process.execPath, '--watch', 'server.js');
    await watcher.next();
    const alone = await kill('--yes', '--way', 'processes');
    expect(alone.code).toBe(0);
    expect(watcher.hasEnded()).toBe(false);
    write('server.js', `${toNodeServer(port)} // saved`);
    await eventually(async () => (await isReachable(port)) || undefined, 'the server to be back');
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`Kill the process and node --watch (pid ${watcher.pid})`);
    await watcher.ended;
  });

  test.skipIf(!hasNpm)('lets npm run dev end with its server', async () => {
    write('package.json', JSON.stringify({ name: 'shop', scripts: { dev: 'node server.js' } }));
    const npm = start('npm', 'run', '--silent', 'dev');
    const server = await npm.next();
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(0);
    expect(stdout).toContain(`pid ${server}\n`);
    await npm.ended;
    expect(await isReachable(port)).toBe(false);
  });

  test.skipIf(!hasPython)('says who else took the port at once', async () => {
    write(
      'heir.js',
      `require('node:net').createServer().listen({ fd: Number(process.argv[2]) }, () => console.log('up'));
      setTimeout(process.exit, 60_000);`,
    );
    write(
      'server.py',
      `
import os, signal, socket, subprocess
def listen():
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind(('127.0.0.1', ${port})); s.listen(); return s
s = listen()
def on_term(*_):
    heritage = listen().detach()
    heir = subprocess.Popen(['node', 'heir.js', str(heritage)], pass_fds=[heritage], stdout=subprocess.PIPE)
    heir.stdout.readline(); os._exit(0)
signal.signal(signal.SIGTERM, on_term); signal.alarm(60)
print(os.getpid(), flush=True)
while True: signal.pause()`,
    );
    const server = start('python3', 'server.py');
    await server.next();
    const { code, stdout } = await kill('--yes');
    expect(code).toBe(1);
    expect(stdout).toMatch(/node \(pid \d+\) took port \d+ at once\. That is another program/);
    expect(await server.ended).toBe(0);
  });
});
