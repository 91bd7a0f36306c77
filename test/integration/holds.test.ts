import { createServer, type Server } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp } from '../../electron/app.ts';
import { createCoordinator } from '../../electron/ipc/coordinator.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { startSquatter } from '../support/squatter.ts';

/*
 * Holds with real sockets: an app without windows, and the command that asks it over its socket.
 */

/** A folder with one watched port, and what runs the command with its settings. */
function aFolder(heldPorts: readonly string[] = []) {
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  const port = takePorts('integration/holds', 2);
  const web = aWatchedPort({
    id: 'web',
    name: 'web',
    port,
    expectedOwner: { kind: 'project', folder: folder.path },
    configTargets: [],
  });
  writeSettings(folder.path, someSettings({ watchedPorts: [web], heldPorts: [...heldPorts] }));
  const run = (...args: readonly string[]) =>
    runPortreeve(['--user-data-dir', folder.path, ...args], {}, folder.path);
  return { folder, port, run };
}

async function anApp(heldPorts: readonly string[] = []) {
  const place = aFolder(heldPorts);
  const host = createHost({ userDataFolder: place.folder.path });
  const app = createApp(host);
  const coordinator = createCoordinator(host, app.requests);
  await app.start();
  await coordinator.start();
  coordinator.answer();
  onTestFinished(async () => {
    await coordinator.stop();
    await app.stop();
  });
  return { ...place, app };
}

/** The system's word to somebody who wants the port; undefined where it can be had. */
function tryListen(address: string, wanted: number): Promise<string | undefined> {
  const server: Server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code));
    server.listen({ port: wanted, host: address, ipv6Only: address.includes(':') }, () =>
      server.close(() => resolve(undefined)),
    );
  });
}

const check = async (run: (...args: readonly string[]) => ReturnType<typeof runPortreeve>) => {
  const { code, stdout } = await run('check', '--json');
  const { watched } = JSON.parse(stdout) as { readonly watched: readonly { verdict: string }[] };
  return { code, verdict: watched[0]?.verdict };
};

test('a held port can be taken by nobody, and is nobody’s conflict', async () => {
  const { app, run, port: held } = await anApp();
  expect(await run('hold', 'web')).toEqual({
    code: 0,
    stdout: `Portreeve holds port ${held} for web.\n`,
    stderr: '',
  });
  for (const address of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    expect(await tryListen(address, held)).toBe('EADDRINUSE');
  }
  expect(app.getSnapshot().watched[0]?.verdict.kind).toBe('held');
  expect(await check(run)).toEqual({ code: 0, verdict: 'held' });
  const killed = await run('kill', String(held), '--yes');
  expect(killed).toMatchObject({ code: 2, stdout: '' });
  expect(killed.stderr).toContain(`Portreeve itself holds port ${held}`);
  const why = await run('why', String(held));
  expect(why.stdout).toContain('It is refused: Portreeve itself holds the port for web.');

  expect((await run('unhold', 'web')).stdout).toContain('no longer holds');
  expect(await tryListen('127.0.0.1', held)).toBeUndefined();
  expect(app.getSnapshot().watched[0]?.verdict.kind).toBe('free');
  expect(await run('unhold', 'web', '--json')).toMatchObject({ code: 1 });
});

test('is taken again when the app starts, and freed when it ends', async () => {
  const { app, port: held } = await anApp(['web']);
  expect(await tryListen('127.0.0.1', held)).toBe('EADDRINUSE');
  await app.stop();
  expect(await tryListen('127.0.0.1', held)).toBeUndefined();
});

test('a port in use is not held, and the reason is told', async () => {
  const { run, port: held } = await anApp();
  const squatter = await startSquatter({ port: held });
  onTestFinished(() => squatter.stop());
  const { code, stdout, stderr } = await run('hold', 'web');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toContain(`${held} in use`);
  const { stdout: json } = await run('hold', 'web', '--json');
  expect(JSON.parse(json)).toMatchObject({ outcome: 'unavailable', reason: 'in-use', port: held });
});

test('the service gets its held port from run, and the hold comes back after it', async () => {
  const { run, port: held } = await anApp(['web']);
  const service = `require('net').createServer().listen(+process.env.PORT, '127.0.0.1', function () {
    console.log('on ' + this.address().port);
    this.close();
  })`;
  const { code, stdout } = await run('run', 'web', '--', process.execPath, '-e', service);
  expect({ code, stdout }).toEqual({ code: 0, stdout: `on ${held}\n` });
  expect(await tryListen('127.0.0.1', held)).toBe('EADDRINUSE');
});

test('without the app, the next step is told', async () => {
  const { run } = aFolder();
  for (const verb of ['hold', 'unhold']) {
    const { code, stderr } = await run(verb, 'web');
    expect(code).toBe(2);
    expect(stderr).toContain('Start Portreeve and try again');
  }
  expect(await run('hold', 'none')).toMatchObject({ code: 1 });
  expect(await run('hold')).toMatchObject({ code: 2 });
});

test('a service on TCP and UDP is held on both, and let go of both', async () => {
  const { app, run, port: web } = await anApp();
  const own = web + 1;
  await run('watch-port', 'add', 'node', String(own), '--both');
  await eventually(
    () => app.getSnapshot().watched.length === 3 || undefined,
    'the app to watch both',
  );
  const listHeld = () => {
    const { settings, watched } = app.getSnapshot();
    const held = watched.filter(({ watchedPort: { id } }) => settings.heldPorts.includes(id));
    return held.map(({ watchedPort: { name, protocol } }) => `${name} ${protocol}`);
  };
  expect((await run('hold', 'node')).code).toBe(0);
  expect(listHeld()).toEqual(['node tcp', 'node udp']);
  expect(await tryListen('127.0.0.1', own)).toBe('EADDRINUSE');
  const free = await run('free', '--udp', '--range', `${own}-${own}`);
  expect(free.code).toBe(1);
  // The holder frees both for the service that it is held for.
  const program = `require('node:net').createServer().listen(${own}, () => {
    const packets = require('node:dgram').createSocket('udp4');
    packets.bind(${own}, () => process.exit(7));
  });`;
  expect((await run('run', 'node', '--', process.execPath, '-e', program)).code).toBe(7);
  expect(await tryListen('127.0.0.1', own)).toBe('EADDRINUSE');
  expect((await run('unhold', 'node')).code).toBe(0);
  expect(listHeld()).toEqual([]);
  expect(await tryListen('127.0.0.1', own)).toBeUndefined();
});
