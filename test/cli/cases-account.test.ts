import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import {
  makeFolder,
  projectFolder,
  writeSettings,
  type CommandResult,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';

/*
 * What an account without rights reads where the system says no, by the real command; root plays
 * it, with a network and mounts of its own.
 */

const PORT = 61_490;
const NOBODY = 65_534;
const nobody = [`--reuid=${NOBODY}`, `--regid=${NOBODY}`, '--clear-groups', '--'];
const cli = join(projectFolder, 'dist/cli.js');
const canBeNobody =
  process.geteuid?.() === 0 &&
  spawnSync('unshare', ['-n', '-m', 'ip', 'link']).status === 0 &&
  spawnSync('setpriv', [...nobody, 'test', '-r', cli]).status === 0;

describe.skipIf(!canBeNobody)('an ordinary account (needs root, unshare, setpriv and ip)', () => {
  let folder: ReturnType<typeof makeFolder>;
  let project: ReturnType<typeof makeFolder>;
  let file: string;

  const give = (path: string): void => chownSync(path, NOBODY, NOBODY);

  beforeEach(() => {
    folder = makeFolder();
    project = makeFolder();
    file = join(project.path, '.env');
    writeFileSync(file, `PORT=${PORT}\n`);
    const web = aWatchedPort({
      port: PORT,
      fallbackPorts: [{ from: PORT + 1, to: PORT + 3 }],
      configTargets: [{ kind: 'dotenv', file, key: 'PORT' }],
    });
    writeSettings(folder.path, { ...defaultSettings, watchedPorts: [web] });
    [folder.path, join(folder.path, 'settings.json'), project.path, file].forEach(give);
  });
  afterEach(() => {
    folder.remove();
    project.remove();
  });

  /** Runs the command after root has prepared the place where it runs. */
  function run(prepare: string, command: string, ...words: readonly string[]) {
    const line = [process.execPath, cli, command, '--user-data-dir', folder.path, ...words];
    const script = `ip link set lo up; ${prepare} exec setpriv "$0" "$@"`;
    return new Promise<CommandResult>((resolve) => {
      execFile(
        'unshare',
        ['-n', '-m', 'sh', '-c', script, ...nobody, ...line],
        { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' } },
        (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
      );
    });
  }

  test('gets no privileged port', async () => {
    const privileged = 'echo 1024 > /proc/sys/net/ipv4/ip_unprivileged_port_start;';
    const { code, stdout, stderr } = await run(privileged, 'free', '--range', '1000-1002');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('1000-1002 for administrators only\n');
  });

  test('gets no port that the administrator keeps', async () => {
    const reserve = `echo '${PORT + 1}-${PORT + 2}' > /proc/sys/net/ipv4/ip_local_reserved_ports;`;
    const range = `${PORT + 1}-${PORT + 3}`;
    expect(await run(reserve, 'free', '--range', range, '--why')).toEqual({
      code: 0,
      stdout: `${PORT + 3}\n`,
      stderr: `${PORT + 1}-${PORT + 2} kept by the administrator for another program\n`,
    });
  });

  test.each([
    ['a file in a folder of another account', 'not-permitted'],
    ['a file that is read-only', 'read-only'],
    ['a file on a disk that is read-only', 'read-only-disk'],
  ] as const)('moves nothing that stands in %s', async (_what, obstacle) => {
    if (obstacle === 'not-permitted') {
      for (const path of [project.path, file]) chownSync(path, 0, 0);
      chmodSync(project.path, 0o755);
    }
    if (obstacle === 'read-only') chmodSync(file, 0o444);
    const disk = `mount --bind ${project.path} ${project.path}; mount -o remount,ro,bind ${project.path};`;
    const prepare = obstacle === 'read-only-disk' ? disk : '';
    const reason =
      obstacle === 'not-permitted'
        ? 'The system does not permit it.'
        : 'The file or its folder is read-only.';
    const { code, stdout, stderr } = await run(prepare, 'reassign', 'web', '--yes');
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(stdout).toContain(`\n${file} could not be written. Nothing was changed. ${reason}\n`);
    expect(readFileSync(file, 'utf8')).toBe(`PORT=${PORT}\n`);
    const settings = readFileSync(join(folder.path, 'settings.json'), 'utf8');
    expect(JSON.parse(settings)).toMatchObject({ watchedPorts: [{ port: PORT }] });
  });

  /** What root starts on the port before the account looks. */
  function toRootServer(): string {
    const [server, up] = [join(folder.path, 'server.cjs'), join(folder.path, 'up')];
    writeFileSync(
      server,
      `require('node:net').createServer().listen(${PORT}, '127.0.0.1', () => console.log('up'));
       setTimeout(process.exit, 20_000);`,
    );
    return `"${process.execPath}" ${server} > ${up} 2>&1 &
      for turn in $(seq 200); do grep -q up ${up} && break; sleep 0.05; done;`;
  }

  test('ends nobody whose owner it cannot see, and is told whose it is', async () => {
    const { code, stdout } = await run(toRootServer(), 'kill', String(PORT), '--yes');
    expect(code).toBe(3);
    expect(stdout).toContain('belongs to root and is hidden from you');
  });

  test('is told whose process has the port of a service that it runs', async () => {
    const { code, stderr } = await run(toRootServer(), 'run', 'web', '--', 'true');
    expect({ code, first: stderr.split('\n')[0] }).toEqual({
      code: 0,
      first: `portreeve: port ${PORT} of web is held by a process of root that is hidden from you, so another one is looked for.`,
    });
  });
});
