import { describe, expect, test } from 'vitest';
import { createContainers } from '../../../electron/adapters/containers/containers.ts';
import type { Container } from '../../../shared/container.ts';
import { ASKED_MS, find, hasUnixSockets, inspect, play, readSample } from './engines.ts';

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
