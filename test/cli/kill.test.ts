import { execFile, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
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
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isReachable, startSquatter, type Squatter } from '../support/squatter.ts';

const hasPython = spawnSync('python3', ['-c', 'import pty']).status === 0;
const cli = join(projectFolder, 'dist/cli.js');
const NOBODY = 65_534;
/** Whether a process of another account can be made, and can read the built command. */
const canBeNobody =
  process.geteuid?.() === 0 &&
  spawnSync(process.execPath, ['-e', `require('node:fs').readFileSync(${JSON.stringify(cli)})`], {
    uid: NOBODY,
    gid: NOBODY,
    cwd: '/',
  }).status === 0;

let folder: ReturnType<typeof makeFolder>;
const squatters: Squatter[] = [];
const children: ChildProcess[] = [];
let port = 0;

beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/kill');
});

afterEach(async () => {
  await Promise.all(squatters.splice(0).map((squatter) => squatter.stop()));
  for (const child of children.splice(0)) child.kill('SIGKILL');
  folder.remove();
});

async function squat(
  options: Partial<Parameters<typeof startSquatter>[0]> = {},
): Promise<Squatter> {
  const squatter = await startSquatter({ port, cwd: folder.path, ...options });
  squatters.push(squatter);
  return squatter;
}

const kill = (target: string | number, ...args: readonly string[]) =>
  runPortreeve(['kill', String(target), ...args, '--user-data-dir', folder.path]);

const endOf = (squatter: Squatter) =>
  eventually(() => squatter.hasEnded() || undefined, 'the squatter to end');

interface Killed {
  readonly kills: readonly {
    readonly addresses: readonly string[];
    readonly pids: readonly number[];
    readonly outcome: { readonly kind: string } | null;
  }[];
}

describe('portreeve kill, of real processes', () => {
  test('frees the port, and proves and records it', async () => {
    const squatter = await squat();
    const { code, stdout, stderr } = await kill(port, '--yes');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain(`  process     pid ${squatter.pid}\n`);
    expect(stdout).toMatch(new RegExp(`\nPort ${port} is free, \\d+ ms after the kill\\.`));
    await endOf(squatter);
    expect(await isReachable(port)).toBe(false);
    expect(JSON.parse(readFileSync(join(folder.path, 'history.jsonl'), 'utf8'))).toMatchObject({
      kind: 'killed',
      port,
      pids: [squatter.pid],
      outcome: 'freed',
    });
  });

  test('only shows the plan when it is dry, and leaves everybody alive', async () => {
    const squatter = await squat();
    const { code, stdout } = await kill(port, '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain('To free the port\n  Kill the process\n');
    expect(squatter.hasEnded()).toBe(false);
    expect(await isReachable(port)).toBe(true);
    expect(existsSync(join(folder.path, 'history.jsonl'))).toBe(false);
  });

  test('kills nobody where nobody can be asked', async () => {
    const squatter = await squat();
    const { code, stdout, stderr } = await kill(port);
    expect(code).toBe(2);
    expect(stdout).toContain(`pid ${squatter.pid}`);
    expect(stderr).toContain('--yes');
    expect(squatter.hasEnded()).toBe(false);
  });

  test('answers in JSON, with one kill for a program on two addresses', async () => {
    const program = `const net = require('node:net');
      net.createServer().listen(${port}, '127.0.0.1', () =>
        net.createServer().listen(${port}, '::1', () => console.log('up')));`;
    const child = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise((resolve) => {
      child.stdout.once('data', resolve);
    });
    const { code, stdout } = await kill(port, '--yes', '--json');
    expect(code).toBe(0);
    const { kills } = JSON.parse(stdout) as Killed;
    expect(kills).toMatchObject([
      { addresses: ['127.0.0.1', '::1'], pids: [child.pid], outcome: { kind: 'freed' } },
    ]);
  });

  test('ends two programs on one port one after the other', async () => {
    const first = await squat();
    const second = await squat({ host: '::1' });
    const { code, stdout } = await kill(port, '--yes', '--json');
    expect(code).toBe(0);
    const { kills } = JSON.parse(stdout) as Killed;
    expect(kills.map(({ pids, outcome }) => [...pids, outcome?.kind])).toEqual([
      [first.pid, 'freed'],
      [second.pid, 'freed'],
    ]);
  });

  test('says who does not end, and ends it by force when asked to', async () => {
    const squatter = await squat({ ignoresTerm: true });
    const asked = await kill(port, '--yes', '--timeout', '1');
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/did not end within 1 s/);
    expect(squatter.hasEnded()).toBe(false);
    const forced = await kill(port, '--yes', '--force');
    expect(forced.code).toBe(0);
    expect(forced.stdout).toContain('after the forced kill.');
    await endOf(squatter);
  });

  test('knows a watched port by its name, and its own service when it sees it', async () => {
    writeSettings(folder.path, {
      ...defaultSettings,
      watchedPorts: [
        aWatchedPort({ port, expectedOwner: { kind: 'project', folder: folder.path } }),
      ],
    });
    const squatter = await squat();
    const { code, stdout } = await kill('web', '--yes');
    expect(code).toBe(0);
    expect(stdout).toContain('web expects it here: this is no squatter.');
    await endOf(squatter);
  });

  test('kills nobody while the settings are broken, and says so before', async () => {
    writeFileSync(join(folder.path, 'settings.json'), '{"version": 1, "protected');
    const squatter = await squat();
    const { code, stderr } = await kill(port, '--yes');
    expect(code).toBe(2);
    expect(stderr).toContain('whom you protect');
    expect((await kill(port, '--dry-run')).code).toBe(2);
    expect(squatter.hasEnded()).toBe(false);
  });

  test('of an unknown name kills nobody', async () => {
    const squatter = await squat();
    const { code, stdout, stderr } = await kill('webb', '--yes');
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('"webb"');
    expect(squatter.hasEnded()).toBe(false);
  });

  test('of a port where nobody listens says so', async () => {
    const { code, stdout } = await kill(port, '--yes');
    expect(code).toBe(4);
    expect(stdout).toContain(`Nobody listens on port ${port} (TCP).`);
    const udp = await kill(port, '--yes', '--udp', '--json');
    expect(udp.code).toBe(4);
    expect(JSON.parse(udp.stdout)).toEqual({ port, protocol: 'udp', dryRun: false, kills: [] });
  });

  test('leaves the TCP server of the number alone when asked for UDP', async () => {
    const squatter = await squat();
    expect((await kill(port, '--yes', '--udp')).code).toBe(4);
    expect(squatter.hasEnded()).toBe(false);
  });

  test('never ends the processes above it', async () => {
    // This shell holds the port by the descriptor that it inherits, and starts the command.
    const program = `require('node:net').createServer().listen(${port}, '127.0.0.1', () => {
      require('node:child_process').execFile(process.execPath,
        [${JSON.stringify(cli)}, 'kill', '${port}', '--yes', '--user-data-dir', ${JSON.stringify(folder.path)}],
        (error, stdout) => { console.log(JSON.stringify([error?.code, stdout])); process.exit(0); });
    });`;
    const told = await new Promise<string>((resolve) => {
      execFile(
        process.execPath,
        ['-e', program],
        { env: { ...process.env, LC_ALL: 'C.UTF-8' } },
        (_error, stdout) => resolve(stdout),
      );
    });
    const [code, stdout] = JSON.parse(told) as readonly [number, string];
    expect(code).toBe(2);
    expect(stdout).toContain('started Portreeve');
  });

  test('sends nothing more once it is interrupted', async () => {
    const program = `process.on('SIGTERM', () => console.log('asked'));
      require('node:net').createServer().listen(${port}, '127.0.0.1', () => console.log('up'));`;
    const server = spawn(process.execPath, ['-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(server);
    let said = '';
    server.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
    });
    await eventually(() => said.includes('up') || undefined, 'the server to listen');
    writeSettings(folder.path, { ...defaultSettings, forceAfterGrace: true });
    const args = ['kill', String(port), '--yes', '--timeout', '60', '--user-data-dir', folder.path];
    const command = spawn(process.execPath, [cli, ...args], { stdio: 'ignore' });
    children.push(command);
    const ended = new Promise((resolve) => {
      command.once('exit', (code, signal) => resolve({ code, signal }));
    });
    await eventually(() => said.includes('asked') || undefined, 'the server to be asked');
    command.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(said).toBe('up\nasked\n');
    expect(server.signalCode).toBeNull();
  });

  test.skipIf(!canBeNobody)(
    'needs rights where the owner is hidden (only as root can another account be played)',
    async () => {
      const squatter = await squat();
      // Where settings cannot be read nobody is killed, so the folder must show that there are none.
      chmodSync(folder.path, 0o755);
      const { code, stdout } = await new Promise<{ code: unknown; stdout: string }>((resolve) => {
        execFile(
          process.execPath,
          [cli, 'kill', String(port), '--yes', '--user-data-dir', join(folder.path, 'none')],
          { uid: NOBODY, gid: NOBODY, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' } },
          (error, stdout) => resolve({ code: error?.code ?? 0, stdout }),
        );
      });
      expect(code).toBe(3);
      expect(stdout).toContain('hidden from you');
      expect(squatter.hasEnded()).toBe(false);
    },
  );
});

/** Types on a terminal of its own once the question is there; tells what was shown and the code. */
const ON_A_TERMINAL = `
import json, os, pty, sys
typed, command = sys.argv[1].encode().decode('unicode_escape').encode(), sys.argv[2:]
pid, terminal = pty.fork()
if pid == 0: os.execv(command[0], command)
shown, asked = b'', False
while True:
    try: chunk = os.read(terminal, 4096)
    except OSError: break
    if not chunk: break
    shown += chunk
    if not asked and b'[y/N] ' in shown:
        asked = True
        os.write(terminal, typed)
_, status = os.waitpid(pid, 0)
print(json.dumps([os.waitstatus_to_exitcode(status), shown.decode()]))
`;

describe.skipIf(!hasPython)('on a terminal', () => {
  async function type(typed: string): Promise<{ readonly code: number; readonly shown: string }> {
    const script = join(folder.path, 'terminal.py');
    writeFileSync(script, ON_A_TERMINAL);
    const told = await new Promise<string>((resolve, reject) => {
      execFile(
        'python3',
        [
          script,
          typed,
          process.execPath,
          cli,
          'kill',
          String(port),
          '--user-data-dir',
          folder.path,
        ],
        { env: { ...process.env, LC_ALL: 'C.UTF-8' } },
        (error, stdout) => (error === null ? resolve(stdout) : reject(error)),
      );
    });
    const [code, shown] = JSON.parse(told) as readonly [number, string];
    return { code, shown: stripVTControlCharacters(shown) };
  }

  test('asks, and kills on a yes', async () => {
    const squatter = await squat();
    const { code, shown } = await type('y\\n');
    expect(shown).toMatch(new RegExp(`Kill\\? \\[y/N\\] y\\r\\nPort ${port} is free`));
    expect(code).toBe(0);
    await endOf(squatter);
  });

  test.each([
    ['an empty line', '\\n', 1],
    ['a no', 'n\\n', 1],
    ['the end of input', '\\x04', 1],
    ['Ctrl+C', '\\x03', 130],
  ])('kills nobody on %s, and says so', async (_what, typed, code) => {
    const squatter = await squat();
    const told = await type(typed);
    expect(told.code).toBe(code);
    expect(told.shown).toMatch(/Nothing was killed\.\r\n$/);
    expect(squatter.hasEnded()).toBe(false);
  });
});
