import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isRunning } from '../support/program.ts';

let folder: ReturnType<typeof makeFolder>;
let data: string;

beforeEach(() => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  mkdirSync(data);
});
afterEach(() => folder.remove());

const runIn = (cwd: string, ...args: readonly string[]) =>
  runPortreeve([...args, '--user-data-dir', data], {}, cwd);
const run = (...args: readonly string[]) => runIn(folder.path, ...args);

const readLeases = async () => {
  const { stdout } = await run('leases', '--json');
  return (JSON.parse(stdout) as { readonly leases: readonly Record<string, unknown>[] }).leases;
};

test('prints the port of a service and nothing else, the same one each time', async () => {
  const first = await run('lease', 'web');
  expect(first).toMatchObject({ code: 0, stderr: '' });
  expect(first.stdout).toMatch(/^\d{5}\n$/);
  expect(await run('lease', 'web')).toEqual(first);
  expect((await run('lease', 'api')).stdout).not.toBe(first.stdout);
});

test('a service has a port of its own in each worktree, and the same one later', async () => {
  const [main, fix] = [join(folder.path, 'shop'), join(folder.path, 'shop-fix')];
  const git = (...args: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=Ann', '-c', 'user.email=ann@example.org', ...args]);
  git('init', '-q', main);
  git('-C', main, 'commit', '-q', '--allow-empty', '-m', 'First');
  git('-C', main, 'worktree', 'add', '-q', fix);
  mkdirSync(join(main, 'packages', 'web'), { recursive: true });
  const { stdout: here } = await runIn(main, 'lease', 'web');
  const { stdout: there } = await runIn(fix, 'lease', 'web');
  expect(there).not.toBe(here);
  expect((await runIn(join(main, 'packages', 'web'), 'lease', 'web')).stdout).toBe(here);
  for (const place of [main, fix]) await runIn(place, 'release', 'web');
  expect(await readLeases()).toEqual([]);
  expect((await runIn(fix, 'lease', 'web')).stdout).toBe(there);
  expect((await runIn(main, 'lease', 'web')).stdout).toBe(here);
});

test('lists what is leased, for people and for programs', async () => {
  expect((await run('leases')).stdout).toBe('No port is leased.\n');
  const port = Number((await run('lease', 'web', '--reserve', '--both')).stdout);
  expect(await readLeases()).toEqual([
    {
      name: 'web',
      folder: null,
      port,
      protocols: ['tcp', 'udp'],
      grantedAt: expect.any(String),
      term: 'reservation',
      endsInMs: null,
      pid: null,
    },
  ]);
  const { stdout } = await run('leases');
  expect(stdout).toMatch(/^PORT +PROTO +NAME +FOLDER +UNTIL\n/);
  expect(stdout).toMatch(new RegExp(`^${port} +tcp\\+udp +web +it is released$`, 'm'));
});

test('a lease of a process ends with it', async () => {
  const child = spawn('sleep', ['60']);
  await run('lease', 'web', '--pid', String(child.pid));
  expect(await readLeases()).toMatchObject([{ term: 'process', pid: child.pid }]);
  child.kill('SIGKILL');
  await eventually(() => !isRunning(child.pid ?? 0) || undefined, 'the end of the process');
  expect(await readLeases()).toEqual([]);
  expect(await run('lease', 'web', '--pid', '4194304')).toMatchObject({ code: 2, stdout: '' });
});

test('what is leased or watched is given to nobody else, neither as a lease nor as free', async () => {
  const from = takePorts('cli/lease', 3);
  const [watched, to] = [from + 1, from + 2];
  writeSettings(data, { ...defaultSettings, watchedPorts: [aWatchedPort({ port: watched })] });
  const range = ['--range', `${from}-${to}`];
  expect((await run('lease', 'web', ...range)).stdout).toBe(`${from}\n`);
  expect((await run('free', ...range)).stdout).toBe(`${to}\n`);
  expect((await run('lease', 'api', ...range)).stdout).toBe(`${to}\n`);
  const { code, stderr } = await run('lease', 'more', ...range);
  expect(code).toBe(1);
  expect(stderr).toContain(`${from} leased to another service`);
  expect(stderr).toContain(`${watched} watched for web`);
});

test('says whether there was something to give back', async () => {
  const port = (await run('lease', 'web')).stdout.trim();
  expect(await run('release', port)).toEqual({
    code: 0,
    stdout: `${port} of web is given back.\n`,
    stderr: '',
  });
  const { code, stderr } = await run('release', 'web');
  expect(code).toBe(1);
  expect(stderr).toContain('nothing is leased for web here');
});

test.each([
  [['lease']],
  [['lease', 'web', '--ttl', '0']],
  [['lease', 'web', '--ttl', '5', '--reserve']],
  [['lease', 'web', '--near', '1', '--range', '1-2']],
  [['lease', 'x'.repeat(81)]],
  [['release']],
])('exits 2 for %j', async (args) => {
  expect(await run(...args)).toMatchObject({ code: 2, stdout: '' });
});
