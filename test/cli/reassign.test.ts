import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  lstatSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createLinuxPortUses } from '../../electron/adapters/linux/port-uses.ts';
import type { HistoryEntry } from '../../shared/history.ts';
import { defaultSettings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import {
  makeFolder,
  projectFolder,
  runPortreeve,
  writeSettings,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, startActor } from '../support/situations.ts';

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

/** A web UI that takes its port from `--port`, else from `PORT`, else from the file beside it. */
const WEB_UI = `
import http.server, os, re, signal, socketserver, sys
signal.alarm(60)
def find():
    if '--port' in sys.argv: return int(sys.argv[sys.argv.index('--port') + 1])
    if 'PORT' in os.environ: return int(os.environ['PORT'])
    return int(re.search(r'^PORT=(\\d+)', open('.env').read(), re.M).group(1))
class Server(socketserver.TCPServer): allow_reuse_address = True
class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b'the web UI')
    def log_message(self, *words): pass
server = Server(('127.0.0.1', find()), Page)
print(os.getpid(), flush=True)
server.serve_forever()
`;

interface Ui {
  readonly port: number;
  readonly folder: string;
  readonly project: string;
  readonly readEnv: () => string;
  readonly run: (...words: readonly string[]) => ReturnType<typeof runPortreeve>;
  readonly readHistory: () => readonly HistoryEntry[];
}

function aWebUi(
  env: (port: number) => string,
  facts: (port: number) => Partial<WatchedPort> = () => ({}),
): Ui {
  const [folder, project] = [makeFolder(), makeFolder()];
  onTestFinished(() => {
    folder.remove();
    project.remove();
  });
  const own = takePorts('cli/reassign', 10);
  const file = join(project.path, '.env');
  writeFileSync(file, env(own));
  writeFileSync(join(project.path, 'ui.py'), WEB_UI);
  writeSettings(folder.path, {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({
        name: 'ui',
        port: own,
        expectedOwner: { kind: 'project', folder: project.path },
        fallbackPorts: [],
        configTargets: [{ kind: 'dotenv', file, key: 'PORT' }],
        ...facts(own),
      }),
    ],
  });
  return {
    port: own,
    folder: folder.path,
    project: project.path,
    readEnv: () => readFileSync(file, 'utf8'),
    run: (...words) => runPortreeve([...words, '--user-data-dir', folder.path]),
    readHistory: () =>
      readFileSync(join(folder.path, 'history.jsonl'), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as HistoryEntry),
  };
}

const readWatchedPort = (folder: string): number =>
  (
    JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')) as {
      watchedPorts: { port: number }[];
    }
  ).watchedPorts[0]?.port ?? 0;

/** Ends whatever listens there at the end of the test. */
async function endAtEnd({ run, port: at }: Ui): Promise<void> {
  const { stdout } = await run('list', '--port', `${at}-${at + 9}`, '--json');
  const { listeners } = JSON.parse(stdout) as {
    listeners: { owners: { pid: number }[] }[];
  };
  for (const { pid } of listeners.flatMap(({ owners }) => owners)) {
    onTestFinished(() => {
      if (isThere(pid)) process.kill(pid, 'SIGKILL');
    });
  }
}

const fetchText = async (at: number) => (await fetch(`http://127.0.0.1:${at}/`)).text();

/** Connections on the port that the kernel alone still holds, because both ends have closed them. */
async function countClosing(at: number): Promise<number> {
  const uses = (await createLinuxPortUses().read('tcp', [at])) ?? [];
  return uses.filter(({ state, owners }) => state === 'closing' && owners.length === 0).length;
}

function occupy(at: number): Promise<Server> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve) => {
    server.listen(at, '127.0.0.1', () => resolve(server));
  });
}

test('shows the plan as a diff, and writes nothing without an agreement', async () => {
  const ui = aWebUi((own) => `DB_PORT=${own}\r\nPORT=${own} # the UI\r\n`);
  const before = ui.readEnv();
  const dry = await ui.run('reassign', 'ui', '--dry-run');
  expect({ code: dry.code, stderr: dry.stderr }).toEqual({ code: 0, stderr: '' });
  expect(dry.stdout).toContain(`Move ui from port ${ui.port} to port ${ui.port + 1}\n`);
  expect(dry.stdout).toContain(
    `.env, line 2\n  - PORT=${ui.port} # the UI\n  + PORT=${ui.port + 1} # the UI\n`,
  );
  const unasked = await ui.run('reassign', String(ui.port));
  expect(unasked).toMatchObject({
    code: 2,
    stderr:
      'portreeve: there is no terminal to ask on, so nothing was changed. Add --yes to agree, or --dry-run to see the plan only.\n',
  });
  expect((await ui.run('reassign', 'ui', '--json')).code).toBe(2);
  expect(ui.readEnv()).toBe(before);
});

test.skipIf(!hasPython).each([
  ['its arguments', ['--port'], {}],
  ['its environment', [], { PORT: '' }],
  ['its file', [], {}],
])(
  'a Python server that has its port from %s is moved, runs there, and is moved back',
  async (_, flags, env) => {
    const ui = aWebUi((own) => `PORT=${own}\n`);
    const args = ['ui.py', ...flags.flatMap((flag) => [flag, String(ui.port)])];
    const server = startActor('python3', args, {
      cwd: ui.project,
      env: 'PORT' in env ? { PORT: String(ui.port) } : {},
    });
    await server.next();
    // The server closes first, so the old port lingers in TIME_WAIT while it moves.
    expect(await fetchText(ui.port)).toBe('the web UI');
    if (process.platform === 'linux') {
      const lingers = async () => ((await countClosing(ui.port)) > 0 ? true : undefined);
      await eventually(lingers, 'the old port to linger');
    }

    const moved = await ui.run('reassign', 'ui', '--yes', '--restart', '--json');
    await endAtEnd(ui);
    const to = ui.port + 1;
    const document = JSON.parse(moved.stdout) as { outcome: { entryId: string } };
    expect(document).toMatchObject({
      plan: { kind: 'ready', from: ui.port, to, restart: { kind: 'again' } },
      outcome: { kind: 'reassigned', to, service: { kind: 'running' } },
    });
    expect(moved.code).toBe(0);
    expect(await fetchText(to)).toBe('the web UI');
    await eventually(() => server.hasEnded() || undefined, 'the old server to end');
    expect(ui.readEnv()).toBe(`PORT=${to}\n`);
    expect(readWatchedPort(ui.folder)).toBe(to);
    expect(ui.readHistory()).toMatchObject([
      { kind: 'reassigned', from: ui.port, to },
      { kind: 'reassign-restarted', outcome: 'running', port: to },
    ]);

    const undone = await ui.run('undo', document.outcome.entryId, '--yes');
    expect({ code: undone.code, stderr: undone.stderr }).toEqual({ code: 0, stderr: '' });
    expect(ui.readEnv()).toBe(`PORT=${ui.port}\n`);
    expect(readWatchedPort(ui.folder)).toBe(ui.port);
    expect((await ui.run('undo', '--yes')).code).toBe(4);
  },
);

test('goes where it is told or nowhere', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n`);
  await occupy(ui.port + 3);
  const taken = await ui.run('reassign', 'ui', '--to', String(ui.port + 3), '--yes');
  expect(taken.code).toBe(2);
  expect(taken.stderr).toContain(`It cannot move there: ${ui.port + 3} in use by`);
  expect(taken.stderr).not.toContain('Settings');
  const same = await ui.run('reassign', 'ui', '--to', String(ui.port), '--yes', '--json');
  expect(same.code).toBe(4);
  expect(JSON.parse(same.stdout)).toEqual({
    plan: null,
    outcome: null,
    refused: 'already-there',
    sentence: `ui is on port ${ui.port} already.`,
  });
  expect(ui.readEnv()).toBe(`PORT=${ui.port}\n`);
  expect((await ui.run('reassign', 'ui', '--to', String(ui.port + 4), '--yes')).code).toBe(0);
  expect(ui.readEnv()).toBe(`PORT=${ui.port + 4}\n`);
});

test('lists what else mentions the port, and leaves it as it is', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n`);
  const readme = join(ui.project, 'README.md');
  const text = `Open http://localhost:${ui.port} in a browser.\n`;
  writeFileSync(readme, text);
  const dry = await ui.run('reassign', 'ui', '--dry-run');
  expect(dry.stdout).toContain(`1 other line mentions ${ui.port} and stays as it is`);
  expect(dry.stdout).toContain(`README.md:1  ${text.trim()}`);
  const { stdout } = await ui.run('reassign', 'ui', '--yes', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    mentions: [{ file: readme, line: 1, text: text.trim() }],
  });
  expect(readFileSync(readme, 'utf8')).toBe(text);
});

test('says what is not watched, not known, or cannot be started', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n`);
  expect((await ui.run('reassign', String(ui.port + 9), '--yes')).code).toBe(4);
  const unknown = await ui.run('reassign', 'nobody', '--yes');
  expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('There are: ui.') });
  await ui.run('watch-port', 'add', 'api', '61998');
  const nowhere = await ui.run('reassign', 'api', '--dry-run');
  expect(nowhere.code).toBe(2);
  expect(nowhere.stderr).toContain('"portreeve watch-port add" with --config');
  const restart = await ui.run('reassign', 'ui', '--restart', '--yes');
  expect(restart.code).toBe(2);
  expect(restart.stderr).toContain('nobody knows how ui is started');
  expect(ui.readEnv()).toBe(`PORT=${ui.port}\n`);
  expect((await ui.run('reassign', 'ui', '--restart', '--no-restart')).code).toBe(2);
});

test('keeps the mode, the link, and whatever was written elsewhere meanwhile', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n`);
  const [real, link] = [join(ui.project, 'real.env'), join(ui.project, '.env')];
  spawnSync('mv', [link, real]);
  symlinkSync('real.env', link);
  chmodSync(real, 0o640);
  expect((await ui.run('reassign', 'ui', '--yes')).code).toBe(0);
  expect(lstatSync(link).isSymbolicLink()).toBe(true);
  expect(statSync(real).mode & 0o777).toBe(0o640);
  writeFileSync(real, `# by hand\n${readFileSync(real, 'utf8')}EXTRA=1\n`);
  expect((await ui.run('undo', '--yes')).code).toBe(0);
  expect(readFileSync(real, 'utf8')).toBe(`# by hand\nPORT=${ui.port}\nEXTRA=1\n`);

  expect((await ui.run('reassign', 'ui', '--yes')).code).toBe(0);
  writeFileSync(real, 'PORT=9\n');
  const refused = await ui.run('undo', '--yes');
  expect(refused.code).toBe(2);
  expect(refused.stdout).toMatch(/Its earlier text is in .*backups/);
  expect(readFileSync(real, 'utf8')).toBe('PORT=9\n');
});

test('a node that listens on ::1 alone is seen, and its port is not given away', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n`);
  const holder = createServer();
  onTestFinished(() => void holder.close());
  await new Promise<void>((resolve) => {
    holder.listen(ui.port + 1, '::1', resolve);
  });
  const { code } = await ui.run('reassign', 'ui', '--yes');
  expect(code).toBe(0);
  expect(ui.readEnv()).toBe(`PORT=${ui.port + 2}\n`);
});

test('never leaves the range that it was given', async () => {
  const ui = aWebUi(
    (own) => `PORT=${own}\n`,
    (own) => ({ allocation: { kind: 'range', range: { from: own + 1, to: own + 2 } } }),
  );
  await occupy(ui.port + 1);
  await occupy(ui.port + 2);
  const { code, stderr } = await ui.run('reassign', 'ui', '--yes');
  expect(code).toBe(2);
  expect(stderr).toContain(`${ui.port + 1}-${ui.port + 2} in use by`);
  expect(ui.readEnv()).toBe(`PORT=${ui.port}\n`);
});

test('takes any move back by its id, also under moves of other services in the same file', async () => {
  const ui = aWebUi((own) => `PORT=${own}\n# the API\nAPI_PORT=${own + 1}\n`);
  const api = ui.port + 1;
  const place = ['--config', `dotenv:${join(ui.project, '.env')}:API_PORT`];
  await ui.run('watch-port', 'add', 'api', String(api), ...place);
  const move = async (name: string, to: number): Promise<string> => {
    const { stdout } = await ui.run('reassign', name, '--to', String(to), '--yes', '--json');
    return (JSON.parse(stdout) as { outcome: { entryId: string } }).outcome.entryId;
  };
  const first = await move('ui', ui.port + 2);
  const second = await move('ui', ui.port + 3);
  const other = await move('api', ui.port + 4);

  const listed = await ui.run('undo', '--list');
  expect(listed.code).toBe(0);
  expect(listed.stdout.split('\n').map((line) => line.split(/ {2,}/).slice(1))).toEqual([
    ['NAME', 'MOVE', 'ID'],
    ['api', `${api} > ${ui.port + 4}`, other],
    ['ui', `${ui.port + 2} > ${ui.port + 3}`, second],
    ['ui', `${ui.port} > ${ui.port + 2}`, first],
    [],
  ]);
  // Over the first lies the second, which is named.
  const early = await ui.run('undo', first, '--yes');
  expect(early).toMatchObject({ code: 2, stdout: '' });
  expect(early.stderr).toContain(`portreeve undo ${second}`);
  expect((await ui.run('undo', 'nonsense', '--yes')).code).toBe(4);

  // The file is no longer as the move left it, and only its own number goes back.
  expect((await ui.run('undo', second.slice(0, 13), '--yes')).code).toBe(0);
  expect(ui.readEnv()).toBe(`PORT=${ui.port + 2}\n# the API\nAPI_PORT=${ui.port + 4}\n`);
  expect((await ui.run('undo', first, '--yes')).code).toBe(0);
  expect(ui.readEnv()).toBe(`PORT=${ui.port}\n# the API\nAPI_PORT=${ui.port + 4}\n`);
  expect(readWatchedPort(ui.folder)).toBe(ui.port);
  expect((await ui.run('undo', first, '--yes')).code).toBe(4);

  // What a person has written since stays, and the earlier text is named.
  const edited = ui.readEnv().replace(`API_PORT=${ui.port + 4}`, 'API_PORT=5');
  writeFileSync(join(ui.project, '.env'), edited);
  const refused = await ui.run('undo', other, '--yes', '--json');
  expect(refused.code).toBe(2);
  const { outcome } = JSON.parse(refused.stdout) as { outcome: { kind: string; backup: string } };
  expect(outcome.kind).toBe('changed');
  expect(readFileSync(outcome.backup, 'utf8')).toContain(`API_PORT=${api}\n`);
  expect(ui.readEnv()).toBe(edited);
});

test('a command that is killed while it waits for the service is told of by the next one', async () => {
  const sleeper = [process.execPath, '-e', 'setTimeout(() => {}, 20_000)'];
  const ui = aWebUi(
    (own) => `PORT=${own}\n`,
    () => ({ restartCommand: sleeper }),
  );
  const before = ui.readEnv();
  const words = ['reassign', 'ui', '--yes', '--restart', '--user-data-dir', ui.folder];
  const command = startActor(process.execPath, [join(projectFolder, 'dist/cli.js'), ...words]);
  await eventually(() => ui.readEnv() !== before || undefined, 'the file to be written');
  const unfinished = join(ui.folder, 'move-in-progress.json.d');
  await eventually(() => existsSync(unfinished) || undefined, 'the move to be wholly written');
  // One that still runs is nobody else's to finish.
  expect((await ui.run('undo', 'nonsense', '--yes')).stderr).not.toContain('Portreeve ended');
  process.kill(command.pid, 'SIGKILL');
  expect(await command.ended).toBe('SIGKILL');

  const undone = await ui.run('undo', '--yes');
  expect(undone.code).toBe(0);
  expect(undone.stderr).toContain(
    `Portreeve ended before the move of ui from port ${ui.port} to port ${ui.port + 1} was on record.`,
  );
  expect(ui.readEnv()).toBe(before);
  expect(readWatchedPort(ui.folder)).toBe(ui.port);
  expect(readdirSync(unfinished)).toEqual([]);
  expect(ui.readHistory().map((entry) => entry.kind)).toEqual([
    'reassigned',
    'reassign-restarted',
    'reassign-undone',
  ]);
});
