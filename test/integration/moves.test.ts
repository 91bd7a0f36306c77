import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp, type App } from '../../electron/app.ts';
import type { HistoryEntry } from '../../shared/history.ts';
import type { ReassignOutcome } from '../../shared/reassign.ts';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { makeFolder, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, startActor, toNodeServer } from '../support/situations.ts';

/*
 * Whole moves of real programs: files changed, the service started again, and proven to listen on
 * its new port.
 */

/** A service that reads its port from the file beside it; ends by itself after a minute. */
const SERVICE = `const { readFileSync } = require('node:fs');
const port = Number(/^PORT=(\\d+)/m.exec(readFileSync(__dirname + '/.env', 'utf8'))[1]);
require('node:http').createServer((_, answer) => answer.end('it is the shop'))
  .listen(port, '127.0.0.1', () => console.log(process.pid));
setTimeout(process.exit, 60_000);`;

const ENV = 'DB_PORT=5432\r\nPORT=61100 \r\n# PORT=61100 once\r\n';

let port = 0;

async function aShop(
  facts: (folder: string) => Partial<WatchedPort> = () => ({}),
  settings: Partial<Settings> = {},
) {
  const [folder, project] = [makeFolder(), makeFolder()];
  onTestFinished(() => {
    folder.remove();
    project.remove();
  });
  port = takePorts('integration/moves', 10);
  const envFile = join(project.path, '.env');
  const env = ENV.replaceAll('61100', String(port));
  writeFileSync(envFile, env);
  writeFileSync(join(project.path, 'package.json'), '{}');
  writeFileSync(join(project.path, 'server.cjs'), SERVICE);
  writeSettings(folder.path, {
    ...defaultSettings,
    ...settings,
    watchedPorts: [
      aWatchedPort({
        port,
        expectedOwner: { kind: 'project', folder: project.path },
        fallbackPorts: [{ from: port + 1, to: port + 5 }],
        configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
        ...facts(project.path),
      }),
    ],
  });
  const app = createApp(createHost({ userDataFolder: folder.path }));
  onTestFinished(async () => {
    await app.stop();
    for (const pid of listPidsIn(app, project.path)) process.kill(pid, 'SIGKILL');
  });
  const readEnv = (): string => readFileSync(envFile, 'utf8');
  const readHistory = (): readonly HistoryEntry[] =>
    readFileSync(join(folder.path, 'history.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as HistoryEntry);
  return { app, port, project: project.path, env, readEnv, readHistory };
}

/** What was started for the test, wherever it listens. */
function listPidsIn(app: App, folder: string): readonly number[] {
  const owners = app.getSnapshot().listeners.flatMap((listener) => listener.owners);
  const pids = owners.filter(({ cwd }) => cwd === folder).map(({ identity }) => identity.pid);
  return [...new Set(pids)].filter(isThere);
}

async function plan(app: App) {
  const planned = await app.handlers['service.plan-reassign']({ watchedPortId: 'web' }, 'popover');
  if (planned.plan.kind !== 'ready') throw new Error(JSON.stringify(planned.plan));
  return { plan: planned.plan, token: planned.token };
}

async function move(app: App, restarts = true): Promise<ReassignOutcome> {
  const { token } = await plan(app);
  const reply = await app.handlers['service.reassign']({ token, restarts }, 'popover');
  if (reply.kind !== 'done') throw new Error(reply.kind);
  return reply.outcome;
}

const startService = async (folder: string, env: Readonly<Record<string, string>> = {}) => {
  const actor = startActor(process.execPath, ['server.cjs'], { cwd: folder, env });
  await actor.next();
  return actor;
};

const fetchText = async (at: number) => (await fetch(`http://127.0.0.1:${at}/`)).text();

test('a running service is ended, started as it was, and proven on its new port', async () => {
  const shop = await aShop();
  const service = await startService(shop.project);
  await shop.app.start();
  expect((await plan(shop.app)).plan.restart).toMatchObject({ kind: 'again' });
  const outcome = await move(shop.app);
  const to = shop.port + 1;
  expect(outcome).toMatchObject({ kind: 'reassigned', to, service: { kind: 'running' } });
  await eventually(() => service.hasEnded() || undefined, 'the old service to end');
  expect(await fetchText(to)).toBe('it is the shop');
  expect(shop.readEnv()).toBe(shop.env.replace(`PORT=${shop.port} `, `PORT=${to} `));
  expect(shop.app.getSnapshot().watched[0]).toMatchObject({
    watchedPort: { port: to },
    verdict: { kind: 'expected' },
  });
  expect(shop.app.getSnapshot().moving).toBeUndefined();
  expect(shop.readHistory()).toMatchObject([
    { kind: 'reassigned', from: shop.port, to },
    { kind: 'reassign-restarted', port: to, outcome: 'running' },
  ]);
  const { undoable } = shop.app.getSnapshot();
  const undone = await shop.app.handlers['service.undo-reassign'](
    { entryId: undoable?.entryId ?? '' },
    'popover',
  );
  expect(undone.kind).toBe('undone');
  expect(shop.readEnv()).toBe(shop.env);
});

test('an entry for UDP of the same name and port moves along, and back', async () => {
  const shop = await aShop(() => ({ configTargets: [] }));
  await shop.app.start();
  const [own] = shop.app.getSnapshot().watched;
  if (own === undefined) throw new Error('nothing is watched');
  const alongside: WatchedPort = {
    ...own.watchedPort,
    id: 'packets',
    protocol: 'udp',
    configTargets: [{ kind: 'dotenv', file: join(shop.project, '.env'), key: 'PORT' }],
  };
  await shop.app.handlers['watched-port.save']({ watchedPort: alongside }, 'settings');
  const packets = createSocket('udp4');
  await new Promise<void>((resolve) => packets.bind(shop.port + 1, '127.0.0.1', resolve));
  onTestFinished(() => void packets.close());
  await eventually(
    () =>
      shop.app.getSnapshot().listeners.some(({ port: at }) => at === shop.port + 1) || undefined,
    'the packets to be seen',
  );

  // Its first choice is free for TCP alone, and only the other entry knows where it is written.
  const planned = (await plan(shop.app)).plan;
  expect(planned).toMatchObject({ to: shop.port + 2, alongside: ['packets'] });
  expect(planned.passedOver).toMatchObject([{ port: shop.port + 1, reason: 'in-use' }]);
  expect((await move(shop.app, false)).kind).toBe('reassigned');
  const listPorts = () =>
    shop.app
      .getSnapshot()
      .watched.map(({ watchedPort: { port: at, protocol } }) => `${at} ${protocol}`);
  expect(listPorts()).toEqual([`${shop.port + 2} tcp`, `${shop.port + 2} udp`]);
  const { undoable } = shop.app.getSnapshot();
  const undo = { entryId: undoable?.entryId ?? '' };
  expect((await shop.app.handlers['service.undo-reassign'](undo, 'popover')).kind).toBe('undone');
  expect(listPorts()).toEqual([`${shop.port} tcp`, `${shop.port} udp`]);
  expect(shop.readEnv()).toBe(shop.env);
});

test.each([
  ['comes up', ['server.cjs'], 15, 'running', 'in-use'],
  ['does not come up', ['-e', 'setTimeout(() => {}, 9000)'], 3, 'not-up', 'held'],
])(
  'a held service that %s is handed its new port',
  async (_what, words, withinS, service, standing) => {
    const shop = await aShop(() => ({ restartCommand: [process.execPath, ...words] }), {
      heldPorts: ['web'],
      startsWithinS: withinS,
    });
    await shop.app.start();
    const readVerdict = () => shop.app.getSnapshot().watched[0]?.verdict.kind;
    await eventually(() => readVerdict() === 'held' || undefined, 'the port to be held');
    expect(await move(shop.app)).toMatchObject({ kind: 'reassigned', service: { kind: service } });
    const take = await shop.app.handlers['watched-port.hold']({ watchedPortId: 'web' }, 'popover');
    expect(take).toMatchObject(
      standing === 'held' ? { kind: 'held' } : { kind: 'unavailable', reason: standing },
    );
    const expected = standing === 'held' ? 'held' : 'expected';
    await eventually(() => readVerdict() === expected || undefined, 'the new port to be seen');
  },
);

/** Leaves its old port as soon as the file says so, and takes its time on the way to the new one. */
const FOLLOWER = `const { readFileSync } = require('node:fs');
const read = () => Number(/^PORT=(\\d+)/m.exec(readFileSync(__dirname + '/.env', 'utf8'))[1]);
const server = require('node:http').createServer((_, answer) => answer.end('it is the shop'));
let port = read();
const listen = () => server.listen(port, '127.0.0.1', () => console.log(process.pid));
listen();
setInterval(() => {
  if (read() === port) return;
  port = read();
  server.close(() => setTimeout(listen, 1000));
}, 5);
setTimeout(process.exit, 60_000);`;

test.each([undefined, ['node', 'server.cjs']])(
  'a service that follows its file by itself is no service that failed (its command: %j)',
  async (restartCommand) => {
    const shop = await aShop(() => (restartCommand === undefined ? {} : { restartCommand }));
    writeFileSync(join(shop.project, 'server.cjs'), FOLLOWER);
    const service = await startService(shop.project);
    await shop.app.start();
    expect((await plan(shop.app)).plan.restart?.ends).toBeDefined();
    const outcome = await move(shop.app);
    expect(outcome).toMatchObject({ kind: 'reassigned', service: { kind: 'running' } });
    expect(await fetchText(shop.port + 1)).toBe('it is the shop');
    expect(service.hasEnded()).toBe(false);
  },
);

/** Sees only when it is asked to end that its file has changed, and goes to the new port instead. */
const LATE_FOLLOWER = `const { readFileSync } = require('node:fs');
const read = () => Number(/^PORT=(\\d+)/m.exec(readFileSync(__dirname + '/.env', 'utf8'))[1]);
const server = require('node:http').createServer((_, answer) => answer.end('it is the shop'));
const listen = () => server.listen(read(), '127.0.0.1', () => console.log(process.pid));
listen();
process.on('SIGTERM', () => server.close(() => setTimeout(listen, Number(process.env.PAUSE_MS))));
setTimeout(process.exit, 60_000);`;

test.each([
  ['while it is ended', 0, ['node', 'server.cjs']],
  ['while its own command fails', 1500, ['node', '-e', 'process.exit(1)']],
])(
  'a service that goes to its new port %s is let, and not started twice',
  async (_when, pauseMs, restartCommand) => {
    const shop = await aShop(() => ({ restartCommand }));
    writeFileSync(join(shop.project, 'server.cjs'), LATE_FOLLOWER);
    const service = await startService(shop.project, { PAUSE_MS: String(pauseMs) });
    await shop.app.start();
    expect(await move(shop.app)).toMatchObject({
      kind: 'reassigned',
      service: { kind: 'running' },
    });
    expect(await fetchText(shop.port + 1)).toBe('it is the shop');
    expect(service.hasEnded()).toBe(false);
  },
);

test('a squatter is left alone while the service is started elsewhere by its own command', async () => {
  const shop = await aShop(() => ({ restartCommand: ['node', 'server.cjs'] }));
  const squatter = startActor(process.execPath, ['-e', toNodeServer(shop.port)], { cwd: '/' });
  await squatter.next();
  await shop.app.start();
  const planned = await plan(shop.app);
  expect(planned.plan.restart).toEqual({
    kind: 'command',
    command: ['node', 'server.cjs'],
    folder: shop.project,
  });
  expect(await move(shop.app)).toMatchObject({ service: { kind: 'running' } });
  expect(await fetchText(shop.port + 1)).toBe('it is the shop');
  expect(squatter.hasEnded()).toBe(false);
});

test('nothing is ended or started unless that was asked for', async () => {
  const shop = await aShop();
  const service = await startService(shop.project);
  await shop.app.start();
  expect(await move(shop.app, false)).toMatchObject({ service: { kind: 'not-restarted' } });
  expect(service.hasEnded()).toBe(false);
  expect(await fetchText(shop.port)).toBe('it is the shop');
});

test('a service that does not come up in time is told, with its output and the way back', async () => {
  const sleeper = ['node', '-e', 'console.log("I sleep"); setTimeout(() => {}, 20_000)'];
  const shop = await aShop(() => ({ restartCommand: sleeper }), { startsWithinS: 1 });
  await shop.app.start();
  const outcome = await move(shop.app);
  expect(outcome).toMatchObject({
    kind: 'reassigned',
    service: { kind: 'not-up', withinS: 1 },
  });
  if (outcome.kind !== 'reassigned' || outcome.service.kind !== 'not-up') throw new Error();
  const { logFile = '' } = outcome.service;
  // On a busy machine Node takes longer to start than the app waits.
  const output = await eventually(() => readFileSync(logFile, 'utf8') || undefined, 'its output');
  expect(output).toBe('I sleep\n');
  expect(shop.app.findLogFile(outcome.entryId)).toBe(outcome.service.logFile);
  expect(shop.readHistory().at(-1)).toMatchObject({ outcome: 'not-up' });
  expect(shop.app.getSnapshot().undoable?.entryId).toBe(outcome.entryId);
});

test('a service that comes up on its old port again is told to be there', async () => {
  const server = 'require("http").createServer().listen(+process.argv[1], "127.0.0.1")';
  const shop = await aShop(() => ({ restartCommand: ['node', '-e', server, String(port)] }), {
    startsWithinS: 3,
  });
  await shop.app.start();
  const outcome = await move(shop.app);
  expect(outcome).toMatchObject({ service: { kind: 'not-up', stillOn: shop.port } });
});

test('whoever waits for a service can stop waiting, and hears how far it is', async () => {
  const sleeper = ['node', '-e', 'setTimeout(() => {}, 20_000)'];
  const shop = await aShop(() => ({ restartCommand: sleeper }), { startsWithinS: 60 });
  await shop.app.start();
  const moving = move(shop.app);
  await eventually(
    () => shop.app.getSnapshot().moving?.[0]?.phase === 'waiting' || undefined,
    'it to wait',
  );
  await shop.app.handlers['service.stop-waiting']({ watchedPortId: 'web' }, 'popover');
  expect(await moving).toMatchObject({ service: { kind: 'not-awaited' } });
});

test('a command that is not there starts nothing, and ends nothing', async () => {
  const shop = await aShop(() => ({ restartCommand: ['no-such-program-61'] }));
  const service = await startService(shop.project);
  await shop.app.start();
  expect(await move(shop.app)).toMatchObject({
    service: { kind: 'not-started', reason: 'program-missing' },
  });
  expect(service.hasEnded()).toBe(false);
});

/** Takes the port that somebody else's file says as soon as it says another one. */
const STRANGER = `const { readFileSync } = require('node:fs');
const read = () => Number(/^PORT=(\\d+)/m.exec(readFileSync(process.argv[1], 'utf8'))[1]);
const before = read();
const watching = setInterval(() => {
  if (read() === before) return;
  clearInterval(watching);
  const server = require('node:net').createServer();
  const listen = () => server.listen(read(), '127.0.0.1');
  // Whoever looks whether the port is free has it for a moment.
  server.on('error', () => setTimeout(listen, 5));
  listen();
}, 5);
console.log(process.pid);
setTimeout(process.exit, 60_000);`;

test('a stranger who is quicker on the new port is named', async () => {
  const sleeper = ['node', '-e', 'setTimeout(() => {}, 9000)'];
  const shop = await aShop(() => ({ restartCommand: sleeper }), { startsWithinS: 3 });
  // Runs already, because the service is given its time to the end.
  const file = join(shop.project, '.env');
  await startActor(process.execPath, ['-e', STRANGER, file], { cwd: '/' }).next();
  await shop.app.start();
  const outcome = await move(shop.app);
  expect(outcome).toMatchObject({ service: { kind: 'not-up', takenBy: expect.any(String) } });
});

/** A desktop app that talks to the browser through the port of its INI file. */
const DESKTOP_APP = `const text = require('node:fs').readFileSync(__dirname + '/app.ini', 'utf8');
const port = Number(/^primary_port = (\\d+)/m.exec(text)[1]);
require('node:http').createServer((_, answer) => answer.end('the desktop app'))
  .listen(port, '127.0.0.1');
setTimeout(process.exit, 60_000);`;

test('a desktop app goes along its own list while another program keeps its port', async () => {
  const ini = (at: number): string =>
    `; written by the installer\n[network]\nprimary_port = ${at}\nfallback_ports = ${port + 1},${port + 2}\nmax_port_attempts = 5\n\n[other]\nprimary_port = ${port}\n`;
  const shop = await aShop((folder) => {
    writeFileSync(join(folder, 'app.ini'), ini(port));
    writeFileSync(join(folder, 'app.cjs'), DESKTOP_APP);
    return {
      name: 'desktop app',
      fallbackPorts: [{ from: port + 1, to: port + 2 }],
      configTargets: [
        { kind: 'ini', file: join(folder, 'app.ini'), section: 'network', key: 'primary_port' },
      ],
      restartCommand: ['node', 'app.cjs'],
    };
  });
  const squatter = startActor(process.execPath, ['-e', toNodeServer(shop.port, shop.port + 1)], {
    cwd: '/',
  });
  await squatter.next();
  await shop.app.start();
  const to = shop.port + 2;
  expect(await move(shop.app)).toMatchObject({
    kind: 'reassigned',
    to,
    service: { kind: 'running' },
  });
  expect(await fetchText(to)).toBe('the desktop app');
  expect(squatter.hasEnded()).toBe(false);
  expect(readFileSync(join(shop.project, 'app.ini'), 'utf8')).toBe(ini(to));
});

/** An agent's console on one address of several. */
const CONSOLE = SERVICE.replace("'127.0.0.1'", "'127.0.0.2'");

test('a console on one address of several minds its own address alone', async () => {
  const shop = await aShop((folder) => {
    writeFileSync(join(folder, 'console.cjs'), CONSOLE);
    const range = { from: port + 1, to: port + 3 };
    return {
      name: 'console',
      address: '127.0.0.2',
      allocation: { kind: 'range', range },
      restartCommand: ['node', 'console.cjs'],
    };
  });
  // On the same number, and on an address that the console does not use.
  const neighbour = startActor(process.execPath, ['-e', toNodeServer(shop.port + 1)], { cwd: '/' });
  await neighbour.next();
  await shop.app.start();
  const to = shop.port + 1;
  expect(await move(shop.app)).toMatchObject({
    kind: 'reassigned',
    to,
    service: { kind: 'running' },
  });
  expect(await (await fetch(`http://127.0.0.2:${to}/`)).text()).toBe('it is the shop');
  expect(neighbour.hasEnded()).toBe(false);
});
