import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createContainers } from '../../../electron/adapters/containers/containers.ts';
import type { ContainerResult } from '../../../electron/core/host-processes.ts';
import { makeFolder } from '../surroundings.ts';
import {
  ASKED_MS,
  docker,
  empty,
  find,
  GONE,
  hasUnixSockets,
  inspect,
  leaveSocket,
  play,
  playRaw,
  question,
  readSample,
  SILENT_MS,
  unknown,
  WEB,
  web,
} from './engines.ts';

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

describe.skipIf(!hasUnixSockets)('of several engines', () => {
  test('the one that has the container decides, whatever the others do', async () => {
    const silent = await playRaw((connection) => connection.resume());
    const [{ path }, nothing] = [await play(docker), await play(empty)];
    const sockets = [silent.path, leaveSocket(), nothing.path, path, join(makeFolder(), 'missing')];
    const containers = createContainers({ sockets, answerWithinMs: 60_000 });
    expect(await containers.find(question)).toEqual({ kind: 'found', container: web });
    await silent.waitForQuiet();
  });

  test('those that are not installed do not count', async () => {
    const { path } = await play(empty);
    expect(await find([join(makeFolder(), 'missing'), path])).toEqual({ kind: 'none' });
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
    expect(await find([join(makeFolder(), 'missing'), join(leaveSocket(), 'below')])).toEqual(
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
