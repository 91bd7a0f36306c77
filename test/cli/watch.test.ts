import { spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { openEngineSocket, openRawSocket, type EngineSocket } from '../support/engine-socket.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isReachable, startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/watch');

let folder: ReturnType<typeof makeFolder>;
const children: ChildProcess[] = [];
const squatters: Squatter[] = [];
const engines: EngineSocket[] = [];
beforeEach(() => {
  folder = makeFolder();
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(squatters.splice(0).map((squatter) => squatter.stop()));
  await Promise.all(engines.splice(0).map((engine) => engine.close()));
  folder.remove();
});

interface Line {
  readonly coverage: string;
  readonly scanMs: number;
  readonly added: readonly {
    readonly port: number;
    readonly container: { readonly name: string } | null;
  }[];
  readonly removed: readonly { readonly port: number }[];
}

function startWatch(...args: readonly string[]) {
  const child = spawn(
    process.execPath,
    [
      join(projectFolder, 'dist/cli.js'),
      'watch',
      '--interval',
      '200',
      '--port',
      String(PORT),
      '--user-data-dir',
      folder.path,
      ...args,
    ],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, DOCKER_HOST: `unix://${engines[0]?.path ?? ''}` },
    },
  );
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }));
  });
  return { child, lines, ended };
}

test('prints one line of JSON a change and ends cleanly when asked to', async () => {
  const { child, lines, ended } = startWatch('--json');
  await eventually(() => lines.length > 0 || undefined, 'the first line');
  const squatter = await startSquatter({ port: PORT, cwd: folder.path });
  squatters.push(squatter);
  await eventually(() => lines.length > 1 || undefined, 'the line of the new listener');
  await squatter.stop();
  await eventually(() => lines.length > 2 || undefined, 'the line of its end');
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  const changes = lines.map((line) => JSON.parse(line) as Line);
  expect(
    changes.map(({ coverage, added, removed }) => ({
      coverage,
      added: added.map(({ port }) => port),
      removed: removed.map(({ port }) => port),
    })),
  ).toEqual([
    { coverage: 'complete', added: [], removed: [] },
    { coverage: 'complete', added: [PORT], removed: [] },
    { coverage: 'complete', added: [], removed: [PORT] },
  ]);
});

test.runIf(process.platform === 'linux')(
  'ends when nobody reads it any more, though nothing changes',
  async () => {
    const { child, lines, ended } = startWatch('--json');
    await eventually(() => lines.length > 0 || undefined, 'the first line');
    child.stdout.destroy();
    expect(await ended).toEqual({ code: 0, signal: null });
  },
);

test('ends when nobody reads it any more', async () => {
  const { child, ended } = startWatch();
  child.stdout.destroy();
  squatters.push(await startSquatter({ port: PORT, cwd: folder.path }));
  expect(await ended).toEqual({ code: 0, signal: null });
});

/** A program of the name of what forwards for containers, on the port and on so many others. */
async function startForwarder(others = 0): Promise<void> {
  const file = join(folder.path, 'docker-proxy');
  copyFileSync(process.execPath, file);
  const program = `
    const { createServer } = require('node:net');
    for (let index = 0; index < ${others}; index += 1) createServer().listen(0, '127.0.0.1');
    createServer().listen(${PORT}, '127.0.0.1');
  `;
  children.push(spawn(file, ['-e', program], { stdio: 'ignore' }));
  await eventually(async () => (await isReachable(PORT)) || undefined, 'the forwarder to listen');
}

test('names the container behind a port as soon as its engine does', async () => {
  const container = {
    Id: 'c0ffee'.repeat(10) + 'cafe',
    Names: ['/shop-web-1'],
    Image: 'shop:latest',
    Ports: [{ IP: '127.0.0.1', PrivatePort: 80, PublicPort: PORT, Type: 'tcp' }],
  };
  const answer = [200, JSON.stringify([container])] as const;
  engines.push(await openEngineSocket({ answers: { 'GET /containers/json': answer } }));
  await startForwarder();
  const { lines } = startWatch('--json');
  await eventually(() => lines.length > 1 || undefined, 'the line of the container');
  const changes = lines.map((line) => JSON.parse(line) as Line);
  expect(changes.flatMap(({ added }) => added.map(({ container }) => container?.name))).toEqual([
    undefined,
    'shop-web-1',
  ]);
});

test('waits for no engine, neither with a line nor at its end', async () => {
  let asked = 0;
  engines.push(await openRawSocket(() => (asked += 1)));
  // As many as take an engine that says nothing six seconds.
  await startForwarder(100);
  const { child, lines, ended } = startWatch();
  await eventually(() => (lines.length > 0 && asked > 0) || undefined, 'a line and a question');
  const toldAtMs = performance.now();
  child.kill('SIGTERM');
  expect(await ended).toEqual({ code: 0, signal: null });
  expect(performance.now() - toldAtMs).toBeLessThan(3000);
});
