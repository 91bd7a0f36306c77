import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createContainers } from '../../../electron/adapters/containers/containers.ts';
import type { ContainerAnswer, ContainerResult, Containers } from '../../../electron/core/host.ts';
import type { Container } from '../../../shared/supervision.ts';
import {
  openEngineSocket,
  openRawSocket,
  type EnginePlay,
  type EngineSocket,
} from '../../support/engine-socket.ts';
import { eventually } from '../../support/eventually.ts';
import { asNobody, canActAsNobody } from '../surroundings.ts';

const hasUnixSockets = process.platform !== 'win32';

const readSample = (name: string): string =>
  readFileSync(new URL(`../../fixtures/containers/${name}`, import.meta.url), 'utf8');
const DOCKER = readSample('01-docker-20.10-containers.json');
const WEB = '15b6032e9d0b8ddde6f2e571591702679180efe1f7974886f54ffbd09bbf8079';
const GONE = 'f'.repeat(64);

const inspect = (id: string, policy: string): string =>
  JSON.stringify({ Id: id, HostConfig: { RestartPolicy: { Name: policy } } });

const docker: EnginePlay = {
  answers: {
    'GET /containers/json': [200, DOCKER],
    [`GET /containers/${WEB}/json`]: [200, inspect(WEB, 'always')],
    [`POST /containers/${WEB}/stop?t=2`]: [204, ''],
    [`POST /containers/${WEB}/restart?t=0`]: [204, ''],
  },
};
const empty: EnginePlay = { answers: { 'GET /containers/json': [200, '[]'] } };

const web: Container = {
  engine: 'docker',
  id: WEB,
  name: 'web-1',
  image: 'tiny:1',
  composeProject: 'shop',
  composeService: 'web',
  privatePort: 443,
  restartPolicy: 'always',
};
const question = {
  protocol: 'tcp',
  address: '127.0.0.1',
  port: 8443,
  containerId: undefined,
} as const;

let folder = '';
const open: EngineSocket[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-engines-'));
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((socket) => socket.close()));
  rmSync(folder, { recursive: true });
});

const keep = async (socket: Promise<EngineSocket>): Promise<EngineSocket> => {
  open.push(await socket);
  return socket;
};
const play = (engine: EnginePlay): Promise<EngineSocket> => keep(openEngineSocket(engine));
const playRaw = (onConnection: (socket: Socket) => void): Promise<EngineSocket> =>
  keep(openRawSocket(onConnection));

/** A socket that nobody listens on any more. */
function leaveSocket(): string {
  const path = join(folder, 'left.sock');
  writeFileSync(path, '');
  return path;
}

type Question = Parameters<Containers['find']>[0];

/** Long where an answer is expected, so that a busy machine changes nothing. */
const ASKED_MS = 15_000;
const SILENT_MS = 300;

const find = (
  paths: readonly string[],
  more: Partial<Question> = {},
  answerWithinMs = ASKED_MS,
): Promise<ContainerAnswer> =>
  createContainers({ sockets: paths, answerWithinMs }).find({ ...question, ...more });

const unknown = (reason: string): unknown => ({ kind: 'unknown', reason });

describe.skipIf(!hasUnixSockets)('the container of a listener', () => {
  test('is told with all that its engine knows', async () => {
    const { path } = await play(docker);
    expect(await find([path])).toEqual({ kind: 'found', container: web });
  });

  test('is found by its id, also when it publishes nothing', async () => {
    const { path } = await play(docker);
    const containerId = 'd73ac8cf311c4b6b6bed0c4d986b1b8f0df08ca07d2309b77b7bde96cca0aaed';
    expect(await find([path], { containerId })).toEqual({
      kind: 'found',
      container: { engine: 'docker', id: containerId, name: 'hostnet', image: 'tiny:1' },
    });
  });

  test('is nobody’s where the engine has no such port', async () => {
    const { path } = await play(docker);
    expect(await find([path], { port: 8444 })).toEqual({ kind: 'none' });
    expect(await find([path], { address: '127.0.0.2' })).toEqual({ kind: 'none' });
    expect(await find([path], { containerId: GONE })).toEqual({ kind: 'none' });
  });

  test('is not asked for by an id that no engine here gives', async () => {
    const asked: string[] = [];
    const { path } = await play({ ...docker, onRequest: (line) => asked.push(line) });
    expect(await find([path], { containerId: 'snapcraft_x' })).toEqual(
      unknown('no-such-container'),
    );
    expect(asked).toEqual([]);
  });

  test('of Podman is found by a later port of a range, which only Podman’s own list tells', async () => {
    const { path } = await play({
      headers: { 'Libpod-Api-Version': '4.3.1' },
      answers: {
        'GET /containers/json': [200, readSample('10-podman-4.3-compat-containers.json')],
        'GET /v4.0.0/libpod/containers/json': [
          200,
          readSample('11-podman-4.3-libpod-containers.json'),
        ],
      },
    });
    expect(await find([path], { address: '0.0.0.0', port: 7002 })).toMatchObject({
      kind: 'found',
      container: { engine: 'podman', name: 'range', privatePort: 7002 },
    });
  });

  test('of a Podman that has no list of its own is taken from the other', async () => {
    const { path } = await play({
      headers: { 'Libpod-Api-Version': '3.0.0' },
      answers: {
        'GET /containers/json': [200, readSample('10-podman-4.3-compat-containers.json')],
      },
    });
    expect(await find([path])).toMatchObject({
      kind: 'found',
      container: { engine: 'podman', name: 'web-1', privatePort: 443 },
    });
  });
});

describe.skipIf(!hasUnixSockets)('a pod of Podman', () => {
  const INFRA = 'd6a05c47a2ab2c8387dc24463d1606af40bd7cfa5b94cbd857783fcb46e4b285';
  const POD = '5d04c2c7464599292959cf0d1c651ec5682b1ca87f4a9028d60ec94575834b53';
  const headers = { 'Libpod-Api-Version': '4.3.1' };
  const compat = {
    'GET /containers/json': [200, readSample('20-podman-4.3-pods-compat-containers.json')],
    [`GET /containers/${INFRA}/json`]: [200, inspect(INFRA, '')],
  } as const;
  const libpod = '/v4.0.0/libpod';
  const own = {
    [`GET ${libpod}/containers/json`]: [
      200,
      readSample('21-podman-4.3-pods-libpod-containers.json'),
    ],
    [`GET ${libpod}/containers/${INFRA}/json`]: [
      200,
      JSON.stringify({ Id: INFRA, IsInfra: true, Pod: POD }),
    ],
  } as const;
  const pod: Container = {
    engine: 'podman',
    id: INFRA,
    name: 'two',
    image: 'localhost/tiny:1',
    privatePort: 80,
    restartPolicy: 'no',
  };

  test('goes by its name, and by what holds its port', async () => {
    const { path } = await play({ headers, answers: { ...compat, ...own } });
    const container = pod;
    expect(await find([path], { port: 45_801 })).toEqual({ kind: 'found', container });
    expect(await find([path], { port: 45_801, containerId: INFRA })).toEqual({
      kind: 'found',
      container,
    });
  });

  test('is found without its name where Podman does not tell it', async () => {
    const { path } = await play({ headers, answers: compat });
    expect(await find([path], { port: 45_801 })).toEqual({
      kind: 'found',
      container: { ...pod, name: '5d04c2c74645-infra' },
    });
  });

  test('is stopped and restarted whole', async () => {
    const asked: string[] = [];
    const act = `POST ${libpod}/pods/${POD}`;
    const { path } = await play({
      headers,
      answers: {
        ...compat,
        ...own,
        [`${act}/stop?t=3`]: [200, '{"Errs":null}'],
        [`${act}/start`]: [304, ''],
      },
      onRequest: (line) => asked.push(line),
    });
    const containers = createContainers({ sockets: [path], answerWithinMs: ASKED_MS });
    expect(await containers.stop(pod, 3000)).toEqual({ kind: 'done' });
    expect(await containers.restart(pod, 3000)).toEqual({ kind: 'done' });
    expect(asked.filter((line) => line.startsWith('POST'))).toEqual([
      `${act}/stop?t=3`,
      `${act}/stop?t=3`,
      `${act}/start`,
    ]);
  });

  test('that cannot be stopped is not started', async () => {
    const asked: string[] = [];
    const answers = { ...compat, ...own };
    const { path } = await play({ headers, answers, onRequest: (line) => asked.push(line) });
    const containers = createContainers({ sockets: [path], answerWithinMs: ASKED_MS });
    expect(await containers.restart(pod, 0)).toEqual({
      kind: 'failed',
      reason: 'no-such-container',
    });
    expect(asked.filter((line) => line.startsWith('POST'))).toHaveLength(1);
  });
});

describe.skipIf(!hasUnixSockets)('of several engines', () => {
  test('the one that has the container decides, whatever the others do', async () => {
    const silent = await playRaw((connection) => connection.resume());
    const [{ path }, nothing] = [await play(docker), await play(empty)];
    const sockets = [silent.path, leaveSocket(), nothing.path, path, join(folder, 'missing')];
    const containers = createContainers({ sockets, answerWithinMs: 60_000 });
    expect(await containers.find(question)).toEqual({ kind: 'found', container: web });
    await silent.waitForQuiet();
  });

  test('those that are not installed do not count', async () => {
    const { path } = await play(empty);
    expect(await find([join(folder, 'missing'), path])).toEqual({ kind: 'none' });
  });

  test('one that cannot answer leaves open whether there is a container', async () => {
    const { path } = await play(empty);
    expect(await find([path, leaveSocket()])).toEqual(unknown('not-running'));
    const silent = await playRaw((connection) => connection.resume());
    const sockets = [path, leaveSocket(), silent.path];
    expect(await find(sockets, {}, SILENT_MS)).toEqual(unknown('timed-out'));
  });

  test('none at all is none that runs', async () => {
    expect(await find([])).toEqual(unknown('not-running'));
    expect(await find([join(folder, 'missing'), join(leaveSocket(), 'below')])).toEqual(
      unknown('not-running'),
    );
  });
});

describe.skipIf(!hasUnixSockets)('stopping and restarting', () => {
  const stop = (paths: readonly string[], container = web): Promise<ContainerResult> =>
    createContainers({ sockets: paths, answerWithinMs: ASKED_MS }).stop(container, 1500);

  test('go to the engine that has the container, once, with the grace in whole seconds', async () => {
    const asked: string[] = [];
    const [other, { path }] = [
      await play({ ...empty, onRequest: (line) => asked.push(`other ${line}`) }),
      await play({ ...docker, onRequest: (line) => asked.push(line) }),
    ];
    expect(await stop([other.path, path])).toEqual({ kind: 'done' });
    expect(asked.filter((line) => line.includes('POST'))).toEqual([
      `POST /containers/${WEB}/stop?t=2`,
    ]);
    const containers = createContainers({ sockets: [path] });
    expect(await containers.restart(web, 0)).toEqual({ kind: 'done' });
  });

  test.each([
    [304, { kind: 'done' }],
    [404, { kind: 'failed', reason: 'no-such-container' }],
    [403, { kind: 'failed', reason: 'not-permitted' }],
    [500, { kind: 'failed', reason: 'unreadable' }],
    [301, { kind: 'failed', reason: 'unreadable' }],
  ])('an answer of %i is told for what it is', async (status, result) => {
    const answers = {
      ...docker.answers,
      [`POST /containers/${WEB}/stop?t=2`]: [status, '{}'],
    } as const;
    const { path } = await play({ answers });
    expect(await stop([path])).toEqual(result);
  });

  test('a container that is gone is no container, and nothing is sent', async () => {
    const asked: string[] = [];
    const { path } = await play({ ...docker, onRequest: (line) => asked.push(line) });
    const result = { kind: 'failed', reason: 'no-such-container' };
    expect(await stop([path], { ...web, id: GONE })).toEqual(result);
    expect(asked).toEqual([`GET /containers/${GONE}/json`]);
  });

  test('a short id, which may mean another container by now, is never sent', async () => {
    const asked: string[] = [];
    const { path } = await play({ ...docker, onRequest: (line) => asked.push(line) });
    const result = { kind: 'failed', reason: 'no-such-container' };
    expect(await stop([path], { ...web, id: WEB.slice(0, 12) })).toEqual(result);
    expect(asked).toEqual([]);
  });

  test('an engine that tells of another container than the one asked for is not obeyed', async () => {
    const asked: string[] = [];
    const { path } = await play({
      answers: { ...docker.answers, [`GET /containers/${WEB}/json`]: [200, inspect(GONE, 'no')] },
      onRequest: (line) => asked.push(line),
    });
    expect(await stop([path])).toEqual({ kind: 'failed', reason: 'unreadable' });
    expect(asked).toEqual([`GET /containers/${WEB}/json`]);
  });

  test('an engine that knows the container but never finishes has timed out', async () => {
    const socket = await playRaw((connection) => {
      connection.once('data', (data) => {
        if (data.toString().startsWith('POST')) return;
        const body = inspect(WEB, 'no');
        connection.end(`HTTP/1.1 200 OK\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
      });
    });
    const containers = createContainers({ sockets: [socket.path], marginMs: 100 });
    expect(await containers.stop(web, 100)).toEqual({ kind: 'failed', reason: 'timed-out' });
    await socket.waitForQuiet();
  });
});

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

/** How an engine, or whatever else listens there, may misbehave once it is asked. */
const misbehaviours: readonly [string, string, (socket: Socket) => void][] = [
  ['that accepts and never answers', 'timed-out', () => undefined],
  ['that hangs after its headers', 'timed-out', (socket) => socket.write(`${HEAD}\r\n[`)],
  ['that hangs within its headers', 'timed-out', (socket) => socket.write(HEAD)],
  ['that drips without end', 'timed-out', drip],
  ['that promises forever to continue', 'timed-out', promiseForever],
  ['that sends 100 MB', 'unreadable', flood],
  ['that closes at once', 'unreadable', (socket) => socket.end()],
  ['that resets the connection', 'unreadable', (socket) => socket.destroy()],
  ['that speaks something else', 'unreadable', (socket) => socket.end('SSH-2.0-OpenSSH_9.2\r\n')],
  ['that sends headers without end', 'unreadable', (socket) => flood(socket, HEAD)],
  [
    'that breaks off in the middle',
    'unreadable',
    (socket) => socket.end(`${HEAD}Content-Length: 100\r\n\r\n[`),
  ],
  [
    'that wants another protocol',
    'unreadable',
    (socket) =>
      socket.write('HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'),
  ],
  [
    'that is a web page',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n<html></html>'),
  ],
  [
    'that knows no containers',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 404 Not Found\r\n\r\n'),
  ],
  [
    'that is out of order',
    'unreadable',
    (socket) => socket.end('HTTP/1.1 500 Error\r\n\r\n{"message":"broken"}'),
  ],
  [
    'that lets only some people in',
    'not-permitted',
    (socket) => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'),
  ],
];

function drip(socket: Socket): void {
  socket.write(`${HEAD}\r\n[`);
  const timer = setInterval(() => socket.write(' '), 20);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

function promiseForever(socket: Socket): void {
  const timer = setInterval(() => socket.write('HTTP/1.1 100 Continue\r\n\r\n'), 20);
  socket.on('close', () => {
    clearInterval(timer);
  });
}

function flood(socket: Socket, head = `${HEAD}\r\n[`): void {
  socket.write(head);
  const chunk = Buffer.alloc(1024 * 1024, ' ');
  let left = 100;
  const send = (): void => {
    while (left > 0 && !socket.destroyed) {
      left -= 1;
      if (!socket.write(chunk)) return;
    }
  };
  socket.on('drain', send);
  send();
}

const countTimers = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;

describe.skipIf(!hasUnixSockets)('an engine', () => {
  test.each(misbehaviours)('%s is %s, and nothing stays open', async (_, reason, misbehave) => {
    const socket = await playRaw((connection) => {
      connection.once('data', () => {
        misbehave(connection);
      });
    });
    const answerWithinMs = reason === 'timed-out' ? SILENT_MS : ASKED_MS;
    expect(await find([socket.path], {}, answerWithinMs)).toEqual(unknown(reason));
    await socket.waitForQuiet();
    const containers = createContainers({ sockets: [socket.path], answerWithinMs });
    expect(await containers.stop(web, 0)).toMatchObject({ kind: 'failed' });
    await socket.waitForQuiet();
  });

  test('that answers at once leaves no timer behind', async () => {
    const { path } = await play(docker);
    const before = countTimers();
    const containers = createContainers({ sockets: [path], answerWithinMs: 600_000 });
    await Promise.all(Array.from({ length: 20 }, () => containers.find(question)));
    await eventually(() => countTimers() <= before || undefined, 'the timers to end');
    expect(await containers.find(question)).toMatchObject({ kind: 'found' });
  });

  test('that ended and left its socket file is not running', async () => {
    expect(await find([leaveSocket()])).toEqual(unknown('not-running'));
    expect(await find([folder])).toEqual(unknown('not-running'));
  });

  test.skipIf(!canActAsNobody)('that a person may not ask is not permitted', async () => {
    const { path } = await play(docker);
    chmodSync(dirname(path), 0o755);
    chmodSync(path, 0o600);
    expect(await asNobody([], () => find([path]))).toEqual(unknown('not-permitted'));
    chmodSync(dirname(path), 0o700);
    expect(await asNobody([], () => find([path]))).toEqual(unknown('not-permitted'));
  });

  test('cannot be at a path that is too long for a socket', async () => {
    const long = join(folder, 'x'.repeat(200));
    writeFileSync(long.slice(0, 107), '');
    expect(await find([long, (await play(empty)).path])).toEqual({ kind: 'none' });
  });
});
