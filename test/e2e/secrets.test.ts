import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';

const PORT = 61_873;
/** Each in a place of its own: arguments, an address, the environment, who started it. */
const SECRETS = ['hunter2flag', 'hunter2next', 'hunter2url', 'hunter2env', 'hunter2parent'];

let desk: Desk;
let page: Page;
let shell: ChildProcess;

beforeAll(async () => {
  desk = await openDesk();
  const watched = aWatchedPort({
    port: PORT,
    expectedOwner: { kind: 'executable', executable: 'never-there' },
    configTargets: [],
    fallbackPorts: [],
  });
  const server = join(desk.folder, 'server.cjs');
  writeFileSync(
    server,
    `require('node:net').createServer().listen(${PORT}, '127.0.0.1', () => console.log('up'));`,
  );
  const argv = [
    server,
    '--db-password=hunter2flag',
    '--token',
    'hunter2next',
    'postgres://ann:hunter2url@localhost/shop',
  ];
  // The shell stays above it and holds a secret of its own.
  const line = `'${process.execPath}' ${argv.map((word) => `'${word}'`).join(' ')}; true`;
  shell = spawn('/bin/sh', ['-c', line, 'sh', '--api-key=hunter2parent'], {
    cwd: desk.folder,
    env: { ...process.env, DB_PASSWORD: 'hunter2env' },
    stdio: ['ignore', 'pipe', 'ignore'],
    // A group of its own, so that the server ends with the shell.
    detached: true,
  });
  await new Promise<void>((resolve, reject) => {
    shell.stdout?.once('data', () => resolve());
    shell.once('exit', () => reject(new Error(`nothing listens on ${PORT}: it is taken`)));
  });
  await desk.start({ watchedPorts: [watched] });
  page = await desk.openPopover();
});

afterAll(async () => {
  await desk.close();
  if (shell.pid !== undefined && shell.exitCode === null) process.kill(-shell.pid, 'SIGKILL');
});

/** The reply to a command of the page, as it crosses. */
const ask = (name: string, input: unknown): Promise<string> =>
  page.evaluate(
    (request) => {
      const bridge = Reflect.get(window, 'portreeve') as {
        invoke(name: string, input: unknown): Promise<string>;
      };
      return bridge.invoke(request.name, request.input);
    },
    { name, input },
  );

function readAllBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true })
    .map((name) => join(path, String(name)))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true)
    .map((file) => readFileSync(file, 'latin1'));
}

function expectNoSecret(texts: readonly string[]): void {
  for (const text of texts) {
    for (const secret of SECRETS) expect(text).not.toContain(secret);
  }
}

interface Listed {
  readonly key: string;
  readonly port: number;
  readonly owners: readonly { identity: unknown; command: string }[];
}

test('a secret of a command line or an environment reaches no window, no file, no export and no terminal', async () => {
  const { text, listener } = await eventually(async () => {
    const text = await ask('snapshot.read', {});
    const { output } = JSON.parse(text) as { output: { listeners: readonly Listed[] } };
    const listener = output.listeners.find(({ port }) => port === PORT);
    return listener && { text, listener };
  }, 'the listener');
  // It is this very process, its secrets masked.
  expect(listener.owners[0]?.command).toContain('--db-password=***');
  const shown = listener.owners.map(({ identity }) => identity);
  const why = await ask('port.explain', {
    subject: { kind: 'listener', listenerKey: listener.key },
  });
  const planned = await ask('owner.plan-kill', { listenerKey: listener.key, shown });
  expect(planned).toContain('planned');

  const commands = [
    ['list', '--json'],
    ['list'],
    ['why', String(PORT), '--json'],
    ['why', String(PORT)],
    ['kill', String(PORT), '--dry-run', '--json'],
    ['kill', String(PORT), '--dry-run'],
    ['doctor'],
  ];
  const printed: string[] = [];
  for (const command of commands) {
    const { stdout, stderr } = await runPortreeve([...command, '--user-data-dir', desk.dataFolder]);
    printed.push(stdout, stderr);
  }
  expect(printed.join('')).toContain(String(PORT));

  const { token } = (JSON.parse(planned) as { output: { token: string } }).output;
  const killed = await ask('owner.kill', { token, way: 'processes', means: 'graceful' });
  expect(killed).toContain('freed');
  const after = await ask('snapshot.read', {});
  const query = { fromMs: 0, toMs: Date.now() + 60_000, port: PORT };
  const history = await ask('history.read', { query });
  expect(history).toContain('killed');
  const saved = join(desk.folder, 'export.csv');
  await desk.app.electron.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
  }, saved);
  await ask('history.export', { query, format: 'csv' });
  const exported = readFileSync(saved, 'utf8');
  expect(exported).toContain('killed');
  await ask('history.export', { query, format: 'json' });

  expectNoSecret([text, why, planned, killed, after, history, exported, ...printed]);
  expectNoSecret([readFileSync(saved, 'utf8'), desk.app.output()]);
  expectNoSecret(readAllBelow(desk.dataFolder));
});
