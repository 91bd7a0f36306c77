import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  makeFolder,
  projectFolder,
  runPortreeve,
  writeSettings,
} from '../support/app-under-test.ts';
import { aProbe, aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter } from '../support/squatter.ts';

const PORT = takePorts('cli/run', 11);
/** Prints what it was told, listens there, and ends when it is asked to. */
const SERVICE = `
  const port = Number(process.env.PORT ?? process.argv[2]);
  process.on('SIGTERM', () => process.exit(7));
  require('net').createServer().listen(port, '127.0.0.1', () => console.log('on ' + port));
`;

let folder: ReturnType<typeof makeFolder>;
let data: string;

beforeEach(() => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  mkdirSync(data);
  writeSettings(data, {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({
        name: 'watched',
        port: PORT,
        expectedOwner: { kind: 'project', folder: folder.path },
        fallbackPorts: [{ from: PORT + 1, to: PORT + 5 }],
        configTargets: [],
      }),
    ],
  });
});
afterEach(() => folder.remove());

const run = (...args: readonly string[]) =>
  runPortreeve(['run', '--user-data-dir', data, ...args], {}, folder.path);

/** A service that runs until it is ended, with what it printed so far. */
function startProgram(script: string, ...args: readonly string[]) {
  const cli = join(projectFolder, 'dist/cli.js');
  const child = spawn(
    process.execPath,
    [cli, 'run', '--user-data-dir', data, ...args, '--', process.execPath, '-e', script],
    { cwd: folder.path, env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } },
  );
  let [printed, complained] = ['', ''];
  child.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));
  child.stderr.on('data', (piece: Buffer) => (complained += piece.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return {
    waitForPort: () =>
      eventually(() => /on (\d+)/.exec(printed)?.[1], 'the service to listen').then(Number),
    complaint: () => complained,
    stop(signal: NodeJS.Signals) {
      child.kill(signal);
      return ended;
    },
  };
}

const start = (...args: readonly string[]) => startProgram(SERVICE, ...args);

test('tells the program its port by the variable, and ends with its code', async () => {
  const script = 'console.log(process.env.WEB_PORT); process.exit(42)';
  const program = ['--', process.execPath, '-e', script];
  const { code, stdout, stderr } = await run('web', '--port-env', 'WEB_PORT', ...program);
  expect(code).toBe(42);
  expect(stdout).toMatch(/^\d{5}\n$/);
  expect(stderr).toBe(`portreeve: web gets port ${stdout.trim()}.\n`);
  const history = readFileSync(join(data, 'history.jsonl'), 'utf8');
  expect(JSON.parse(history)).toMatchObject({
    kind: 'service-started',
    name: 'web',
    port: Number(stdout),
  });
});

test('tells it by an option, beside or glued to it, and hands words on untouched', async () => {
  const show = ['--', process.execPath, '-e', 'console.log(JSON.stringify(process.argv.slice(1)))'];
  const apart = await run('web', '--port-flag', '--port', ...show, '--', '--json');
  expect(JSON.parse(apart.stdout)).toEqual(['--json', '--port', expect.stringMatching(/^\d{5}$/)]);
  const glued = await run('web', '--port-flag', '--port=', ...show, '--', 'a b');
  expect(JSON.parse(glued.stdout)).toEqual(['a b', expect.stringMatching(/^--port=\d{5}$/)]);
});

test('two instances at once get two ports, and a service the same one again later', async () => {
  const [first, second] = [start('web'), start('web')];
  const ports = await Promise.all([first.waitForPort(), second.waitForPort()]);
  expect(new Set(ports).size).toBe(2);
  expect(await first.stop('SIGTERM')).toBe(7);
  expect(await second.stop('SIGTERM')).toBe(7);
  const again = start('web');
  expect(ports).toContain(await again.waitForPort());
  await again.stop('SIGTERM');
});

test('a watched service gets its own port, once its old instance is gone', async () => {
  const old = start('watched');
  expect(await old.waitForPort()).toBe(PORT);
  const next = start('watched');
  await eventually(() => next.complaint().includes('waits') || undefined, 'the next to wait');
  expect(await old.stop('SIGTERM')).toBe(7);
  expect(await next.waitForPort()).toBe(PORT);
  expect(await next.stop('SIGTERM')).toBe(7);
});

test('with a squatter on its port it names it and goes along the fallback ports', async () => {
  const squatter = await startSquatter({ port: PORT, cwd: '/' });
  const service = start('watched');
  expect(await service.waitForPort()).toBe(PORT + 1);
  expect(service.complaint()).toContain(`port ${PORT} of watched is held by node`);
  await service.stop('SIGTERM');
  await squatter.stop();
});

test('starts nothing where no port can be had', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(PORT + 10, '127.0.0.1', resolve));
  const range = `${PORT + 10}-${PORT + 10}`;
  const { code, stdout, stderr } = await run('web', '--range', range, '--', 'echo', 'started');
  expect({ code, stdout }).toEqual({ code: 125, stdout: '' });
  expect(stderr).toContain(`${PORT + 10} in use`);
  await new Promise((resolve) => server.close(resolve));
});

/** A service that takes its port at once and answers with this status a moment later. */
const toWebService = (status: number) => `
  const begun = Date.now();
  const server = require('http').createServer((request, response) => {
    response.writeHead(Date.now() - begun > 700 ? ${status} : 503).end(request.url);
  });
  server.listen(Number(process.env.PORT), '::1');
  process.on('SIGTERM', () => process.exit(7));
`;

/** Settings with a probe for the watched service, which may take two seconds to come up. */
function writeProbe(): void {
  writeSettings(data, {
    ...defaultSettings,
    startsWithinS: 2,
    watchedPorts: [
      aWatchedPort({
        name: 'watched',
        port: PORT,
        expectedOwner: { kind: 'project', folder: folder.path },
        configTargets: [],
        probe: aProbe({ path: '/ready', timeoutMs: 1000 }),
      }),
    ],
  });
}

test('where a probe is set it tells when the service answers, and ends with its code', async () => {
  writeProbe();
  const service = startProgram(toWebService(200), 'watched');
  await eventually(() => service.complaint().includes('ready') || undefined, 'it to be ready');
  expect(service.complaint()).toMatch(
    new RegExp(`watched gets port ${PORT}\\.\\n.*watched is ready on port ${PORT}, [\\d.]+ s`),
  );
  expect(await service.stop('SIGTERM')).toBe(7);
});

test('and that it does not, after the time that it may take', async () => {
  writeProbe();
  const service = startProgram(toWebService(500), 'watched');
  await eventually(() => service.complaint().includes('not ready') || undefined, 'it to give up');
  expect(service.complaint()).toContain('after 2 s: it answers with status 500.');
  expect(await service.stop('SIGTERM')).toBe(7);
});

test('of a program that ends before it is ready nothing is told', async () => {
  writeProbe();
  const { code, stderr } = await run('watched', '--', process.execPath, '-e', 'process.exit(3)');
  expect(code).toBe(3);
  expect(stderr).toBe(`portreeve: watched gets port ${PORT}.\n`);
});

test('what is no program ends as in a shell, and no start of it is on record', async () => {
  expect(await run('web', '--', '/no/such/program')).toMatchObject({ code: 127 });
  expect(await run('web', '--', folder.path)).toMatchObject({ code: 126 });
  expect(existsSync(join(data, 'history.jsonl'))).toBe(false);
});

test.each([
  [['web']],
  [['web', '--']],
  [['--', 'true']],
  [['web', '--port-env', '1', '--', 'true']],
])('exits 2 for %j', async (args) => {
  expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
});
