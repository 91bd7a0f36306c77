import { execFile, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  makeFolder,
  projectFolder,
  runPortreeve,
  writeSettings,
  type CommandResult,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = takePorts('cli/free', 10);

let folder: ReturnType<typeof makeFolder>;
let squatter: Squatter;

beforeEach(async () => {
  folder = makeFolder();
  writeFileSync(join(folder.path, 'package.json'), '{}');
  squatter = await startSquatter({ port: PORT, cwd: folder.path });
});

afterEach(async () => {
  await squatter.stop();
  folder.remove();
});

const run = (...args: readonly string[]) =>
  runPortreeve(['free', ...args, '--user-data-dir', folder.path]);

test('prints one port of the usual range and nothing else', async () => {
  const { code, stdout, stderr } = await run();
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^\d+\n$/);
  expect(Number(stdout)).toBeGreaterThanOrEqual(20_000);
  expect(Number(stdout)).toBeLessThanOrEqual(32_767);
});

test('loads neither schemas nor sentences, so that whoever waits for it waits for little more than Node', async () => {
  const coverage = join(folder.path, 'coverage');
  const words = ['free', '--user-data-dir', folder.path];
  await runPortreeve(words, { NODE_V8_COVERAGE: coverage });
  const [report = ''] = readdirSync(coverage);
  const { result } = JSON.parse(readFileSync(join(coverage, report), 'utf8')) as {
    result: readonly { url: string }[];
  };
  const chunks = result
    .filter(({ url }) => url.startsWith('file:'))
    .map(({ url }) => ({ url, text: readFileSync(fileURLToPath(url), 'utf8') }));
  expect(chunks.length).toBeGreaterThan(2);
  const heavy = chunks.filter(({ text }) => /ZodType|IntlMessageFormat/.test(text));
  expect(heavy.map(({ url }) => url)).toEqual([]);
  expect(chunks.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThan(150_000);
});

test('prints as many different ports as were asked for, a line each', async () => {
  const { stdout } = await run('--count', '50');
  expect(new Set(stdout.trim().split('\n')).size).toBe(50);
});

test('passes over what is in use or watched, and says by whom and for what', async () => {
  writeSettings(folder.path, {
    ...defaultSettings,
    watchedPorts: [aWatchedPort({ port: PORT + 1 })],
  });
  const { code, stdout, stderr } = await run('--range', `${PORT}-${PORT + 2}`, '--why');
  expect({ code, stdout }).toEqual({ code: 0, stdout: `${PORT + 2}\n` });
  expect(stderr).toContain(`${PORT} in use by node\n${PORT + 1} watched for web\n`);
});

test('exits 1 with the reasons where nothing is left, and prints no port', async () => {
  const { code, stdout, stderr } = await run('--range', `${PORT}`);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${PORT} in use by node\n`);
  expect(stderr).toContain('none of these ports can be had');
});

test('gives all of it as JSON in the documented shape', async () => {
  const { code, stdout, stderr } = await run('--range', `${PORT}-${PORT + 9}`, '--json', '--why');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({
    outcome: 'found',
    protocols: ['tcp'],
    address: null,
    ports: [{ port: PORT + 1, ephemeral: expect.any(Boolean) }],
    passedOver: [{ port: PORT, reason: 'in-use', by: 'node' }],
  });
});

test.each(['46010-46000', '0', '65536', '0x1f90'])('exits 2 for the range %s', async (range) => {
  const { code, stdout, stderr } = await run('--range', range);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('is not understood');
});

test('exits 2 for an address that is not of this machine', async () => {
  const { code, stderr } = await run('--host', '192.0.2.1');
  expect(code).toBe(2);
  expect(stderr).toContain('192.0.2.1 is not an address of this machine');
});

test('says that settings could not be read, and finds a port all the same', async () => {
  writeFileSync(join(folder.path, 'settings.json'), '{ broken');
  const { code, stdout, stderr } = await run();
  expect(code).toBe(0);
  expect(stdout).toMatch(/^\d+\n$/);
  expect(stderr).toContain('settings.json is damaged or cannot be read');
});

const hasNetworks =
  process.geteuid?.() === 0 && spawnSync('unshare', ['-n', 'ip', 'link']).status === 0;

/** Runs the command in a network of its own, after `prepare` has set it up. */
function runInNetwork(prepare: string, args: readonly string[], asUser: readonly string[] = []) {
  const script = `ip link set lo up && ${prepare} && exec "$0" "$@"`;
  const command = [
    ...asUser,
    process.execPath,
    join(projectFolder, 'dist/cli.js'),
    'free',
    ...args,
  ];
  return new Promise<CommandResult>((resolve) => {
    const options = { env: { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } };
    execFile(
      'unshare',
      ['-n', 'sh', '-c', script, ...command],
      options,
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}

const sysctl = (name: string, value: string) => `echo '${value}' > /proc/sys/net/ipv4/${name}`;

describe.skipIf(!hasNetworks)('in a network of its own (needs root, unshare and ip)', () => {
  test('says that the system has no port to give when every one is spoken for', async () => {
    const prepare = [
      sysctl('ip_local_port_range', '40000 40009'),
      sysctl('ip_local_reserved_ports', '40000-40009'),
    ].join(' && ');
    const { code, stdout, stderr } = await runInNetwork(prepare, ['--system']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the system has no port to give (0 of 1)');
  });

  test('passes over what an ordinary account may not bind', async ({ skip }) => {
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    const cli = join(projectFolder, 'dist/cli.js');
    if (spawnSync('setpriv', [...nobody, 'test', '-r', cli]).status !== 0) {
      skip('nobody cannot read the program here, or there is no setpriv');
    }
    const prepare = sysctl('ip_unprivileged_port_start', '8010');
    const args = ['--near', '8000', '--why', '--user-data-dir', folder.path];
    const { code, stdout, stderr } = await runInNetwork(prepare, args, ['setpriv', ...nobody]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '8010\n' });
    expect(stderr).toContain('8000-8009 for administrators only');
  });

  test('does without IPv6 where it is switched off', async () => {
    const prepare = 'echo 1 > /proc/sys/net/ipv6/conf/all/disable_ipv6';
    const { code, stdout } = await runInNetwork(prepare, ['--range', '45000-45001', '--both']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '45000\n' });
  });

  test('does without IPv4 where no address of it is there', async () => {
    const { code, stdout } = await runInNetwork('ip addr del 127.0.0.1/8 dev lo', [
      '--near',
      '45000',
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '45000\n' });
  });
});
