import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readlinkSync, statSync, writeFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { CoordinatorSocket } from '../../../electron/core/host-coordinator.ts';
import { createCoordinatorSocket } from '../../../electron/adapters/coordinator/coordinator-socket.ts';
import { toSocketPlaces } from '../../../electron/adapters/coordinator/socket-places.ts';
import { loadPeerReader } from '../../../electron/adapters/linux/native/peer-credentials.ts';
import { createApp } from '../../../electron/app.ts';
import { askApp } from '../../../electron/core/ask-app.ts';
import { createCoordinator, type Coordinator } from '../../../electron/ipc/coordinator.ts';
import { makeFolder } from '../../support/app-under-test.ts';
import { someSettings } from '../../support/builders.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeMachine } from '../../support/fake-host.ts';
import { createLockOf } from '../../support/file-locks.ts';
import { openRawPeer, type RawPeer } from '../../support/raw-peer.ts';

const HELLO = '{"kind":"hello","versions":[1]}\n';
const STATUS = '{"id":7,"name":"status.read","input":{}}\n';

let folder: ReturnType<typeof makeFolder>;
let running: Coordinator | undefined;
let bugs: unknown[];
let peers: RawPeer[];

beforeEach(() => {
  folder = makeFolder();
  bugs = [];
  peers = [];
  running = undefined;
});

afterEach(async () => {
  for (const { socket } of peers) socket.destroy();
  await running?.stop();
  if (bugs.length > 0) throw new Error(String(bugs[0]));
  folder.remove();
});

/** A real socket in the test's folder, and a whole app behind it that watches in memory. */
async function startCoordinator({ answers = true } = {}) {
  const machine = createFakeMachine(someSettings());
  const places = toSocketPlaces(
    { platform: 'linux', env: { XDG_RUNTIME_DIR: folder.path } },
    '/data',
  );
  const socket = createCoordinatorSocket({
    places,
    loadPeerReader,
    createLock: createLockOf,
    onBug: (error) => bugs.push(error),
  });
  const app = createApp(machine.host);
  await app.start();
  // A real clock: who asks too often waits by it.
  const clock = {
    ...machine.host.clock,
    monotonicMs: () => performance.now(),
    sleep: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
  };
  const host = { ...machine.host, clock, coordinator: socket };
  running = createCoordinator(host, app.requests);
  expect(await running.start()).toBe('alone');
  if (answers) running.answer();
  const path = places[0]?.path ?? '';
  return { socket, machine, app, host, path };
}

function connect(path: string): RawPeer {
  const peer = openRawPeer(path);
  peers.push(peer);
  return peer;
}

const waitForLines = (peer: RawPeer, count: number) =>
  eventually(() => (peer.lines.length >= count ? peer.lines : undefined), `${count} lines`);

const waitForEnd = (peer: RawPeer) =>
  eventually(() => peer.hasEnded() || undefined, 'the end of the connection');

const expectToBeServed = async (path: string) => {
  const peer = connect(path);
  peer.say(HELLO + STATUS);
  const [, answer = ''] = await waitForLines(peer, 2);
  expect(JSON.parse(answer)).toMatchObject({ id: 7, kind: 'reply' });
};

test('the app says over its socket how it is', async () => {
  const { socket, machine } = await startCoordinator();
  expect(await askApp(socket, 'status.read', {})).toEqual({
    kind: 'answered',
    output: { pid: machine.host.processes.self.pid, watching: { kind: 'watching' }, conflicts: 0 },
  });
});

test('settings that somebody else wrote are taken over when the app is told', async () => {
  const { socket, machine, app } = await startCoordinator();
  machine.stored = someSettings({ intervalMs: 4000 });
  expect(await askApp(socket, 'settings.reload', {})).toEqual({
    kind: 'answered',
    output: { kind: 'reloaded' },
  });
  expect(app.getSnapshot().settings.intervalMs).toBe(4000);
});

test('the socket is for this account alone', async () => {
  const { path } = await startCoordinator();
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder.path, 'portreeve')).mode & 0o777).toBe(0o700);
});

test('a folder that others can reach is not used', async () => {
  const { socket, path } = await startCoordinator();
  chmodSync(join(folder.path, 'portreeve'), 0o755);
  expect(await socket.connect()).toBeUndefined();
  await running?.stop();
  expect(existsSync(path)).toBe(false);
  expect(await socket.serve(() => () => Promise.resolve())).toMatchObject({ kind: 'unavailable' });
});

test('where no app runs, nobody answers', async () => {
  const { socket } = await startCoordinator();
  await running?.stop();
  expect(await askApp(socket, 'status.read', {})).toEqual({ kind: 'absent' });
});

test('what is asked while the app starts is answered when it knows what to say', async () => {
  const { path } = await startCoordinator({ answers: false });
  const peer = connect(path);
  peer.say(HELLO + STATUS);
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(peer.lines).toEqual([]);
  running?.answer();
  const [, answer = ''] = await waitForLines(peer, 2);
  expect(JSON.parse(answer)).toMatchObject({ id: 7, kind: 'reply' });
});

test('of two apps with the same settings the later one learns of the other', async () => {
  const { host, app, path } = await startCoordinator();
  const later = createCoordinator(host, app.requests);
  expect(await later.start()).toBe('another-runs');
  await later.stop();
  await expectToBeServed(path);
});

test('what other accounts can occupy keeps no app from starting', async () => {
  const { host, app } = await startCoordinator();
  const coordinator: CoordinatorSocket = {
    ...host.coordinator,
    serve: () => Promise.resolve({ kind: 'occupied', path: 'a pipe', isPrivate: false }),
  };
  expect(await createCoordinator({ ...host, coordinator }, app.requests).start()).toBe('alone');
});

test('a socket that a crashed app left is taken over, one in use is left alone', async () => {
  const { socket, path } = await startCoordinator();
  expect(await socket.serve(() => () => Promise.resolve())).toEqual({
    kind: 'occupied',
    path,
    isPrivate: true,
  });
  await expectToBeServed(path);
  await running?.stop();
  const script = `require('net').createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, 'SIGKILL'))`;
  spawnSync(process.execPath, ['-e', script]);
  expect(existsSync(path)).toBe(true);
  await running?.start();
  await expectToBeServed(path);
});

test('a file of another kind in the place of the socket is left alone', async () => {
  const { socket, path } = await startCoordinator();
  await running?.stop();
  writeFileSync(path, 'mine');
  expect(await socket.serve(() => () => Promise.resolve())).toMatchObject({ kind: 'unavailable' });
  expect(readdirSync(join(folder.path, 'portreeve'))).toHaveLength(1);
});

test('the best version that both speak is agreed on; without one the connection ends', async () => {
  const { path } = await startCoordinator();
  const newer = connect(path);
  newer.say('{"kind":"hello","versions":[9,1]}\n');
  expect(await waitForLines(newer, 1)).toEqual(['{"kind":"welcome","version":1}']);
  const stranger = connect(path);
  stranger.say('{"kind":"hello","versions":[9]}\n');
  expect(await waitForLines(stranger, 1)).toEqual(['{"kind":"unwelcome","versions":[1]}']);
  await waitForEnd(stranger);
});

test('requests that come in one piece or byte by byte are answered in their order', async () => {
  const { path } = await startCoordinator();
  const peer = connect(path);
  for (const letter of HELLO) peer.say(letter);
  peer.say(STATUS.replace('7', '1') + STATUS.replace('7', '2') + STATUS.replace('7', '3'));
  const answers = (await waitForLines(peer, 4)).slice(1);
  expect(answers.map((line) => (JSON.parse(line) as { id: number }).id)).toEqual([1, 2, 3]);
});

test.each([
  ['unknown-request', '{"id":1,"name":"shell.run","input":{}}'],
  ['unknown-request', '{"id":1,"name":"__proto__","input":{}}'],
  ['invalid-input', '{"id":1,"name":"status.read","input":{"extra":1}}'],
])('a request that is no request of ours is refused: %s', async (reason, line) => {
  const { path } = await startCoordinator();
  const peer = connect(path);
  peer.say(`${HELLO}${line}\n${STATUS}`);
  const [, refusal = '', answer = ''] = await waitForLines(peer, 3);
  expect(JSON.parse(refusal)).toEqual({ id: 1, kind: 'refused', reason });
  expect(JSON.parse(answer)).toMatchObject({ id: 7, kind: 'reply' });
});

describe('a hostile client is cut off, and the next one served', () => {
  test.each([
    ['garbage', Buffer.from([0, 255, 10, 13, 10, 7])],
    ['another protocol', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
    ['a request before the hello', STATUS],
    ['a request without an input', `${HELLO}{"id":1,"name":"status.read"}\n`],
    ['no object', `${HELLO}[]\n`],
    ['deep nesting', `${HELLO}${'['.repeat(30_000)}\n`],
    ['a line without an end', 'x'.repeat(70_000)],
    ['ten megabytes', Buffer.alloc(10 * 1024 * 1024, 'x')],
    ['ten megabytes after the hello', `${HELLO}${'x'.repeat(10 * 1024 * 1024)}`],
  ])('%s', async (_what, bytes) => {
    const { path } = await startCoordinator();
    const peer = connect(path);
    peer.say(bytes);
    await waitForEnd(peer);
    await expectToBeServed(path);
  });

  test('half a line, for longer than a line may take', async () => {
    const { path } = await startCoordinator();
    const peer = connect(path);
    peer.say(HELLO.slice(0, 10));
    const silent = connect(path);
    await waitForEnd(peer);
    await waitForEnd(silent);
    await expectToBeServed(path);
  });

  test('a flood of requests that nobody reads the answers of', async () => {
    const { path } = await startCoordinator();
    const peer = connect(path);
    peer.socket.pause();
    peer.say(HELLO + STATUS.repeat(20_000));
    await expectToBeServed(path);
  });

  test('a thousand connections of one program, beside which another one gets in', async () => {
    const { path } = await startCoordinator();
    const script = `
      const net = require('net');
      let open = 0, ended = 0;
      for (let n = 0; n < 1000; n++) {
        const socket = net.createConnection(${JSON.stringify(path)});
        socket.on('error', () => {});
        socket.on('connect', () => open++);
        socket.on('close', () => { if (++ended >= 900) console.log('cut ' + ended); });
      }
    `;
    const crowd = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] });
    let printed = '';
    crowd.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    try {
      await eventually(() => printed.includes('cut') || undefined, 'the crowd to be cut off');
      await expectToBeServed(path);
    } finally {
      crowd.kill('SIGKILL');
    }
  });

  test('another account, even where the folder lets it in (needs root and setpriv)', async ({
    skip,
  }) => {
    const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
    if (process.geteuid?.() !== 0 || spawnSync('setpriv', [...nobody, 'true']).status !== 0) {
      skip('only root can be somebody else');
    }
    const { path } = await startCoordinator();
    const script = `
      const socket = require('net').createConnection(${JSON.stringify(path)});
      socket.on('error', (error) => { console.log(error.code); process.exit(); });
      socket.on('data', () => console.log('served'));
      socket.on('close', () => console.log('cut off'));
      socket.write(${JSON.stringify(HELLO)});
    `;
    const ask = () =>
      new Promise<string>((resolve) => {
        const child = spawn('setpriv', [...nobody, process.execPath, '-e', script]);
        let printed = '';
        child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
        child.once('close', () => resolve(printed.trim()));
      });
    chmodSync(folder.path, 0o755);
    expect(await ask()).toBe('EACCES');
    chmodSync(join(folder.path, 'portreeve'), 0o755);
    chmodSync(path, 0o666);
    expect(await ask()).toMatch(/^(cut off|ECONNRESET|EPIPE)$/);
  });
});

test('a peer that leaves in the middle of everything leaves nothing open', async () => {
  const { path } = await startCoordinator();
  const isSocket = (descriptor: string): boolean => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:');
    } catch {
      // It was closed since they were listed.
      return false;
    }
  };
  const countOpen = () => readdirSync('/proc/self/fd').filter(isSocket).length;
  await expectToBeServed(path);
  const before = countOpen();
  for (let n = 0; n < 100; n += 1) {
    const socket = createConnection(path);
    socket.on('error', () => undefined);
    socket.write(HELLO + STATUS, () => socket.destroy());
  }
  await eventually(() => (countOpen() <= before ? true : undefined), 'all sockets to be closed');
});
