import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createContainers } from '../../electron/adapters/containers/containers.ts';
import { parseContainer } from '../../electron/adapters/linux/facts/parse-container.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import type { ContainerAnswer, Containers } from '../../electron/core/host-processes.ts';
import type { Listener, Protocol } from '../../shared/listener.ts';
import type { Container } from '../../shared/container.ts';
import { findObstacle } from '../support/docker-daemon.ts';
import { IMAGE, startDockerEngine, type DockerEngine } from '../support/docker-engine.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { isReachable } from '../support/squatter.ts';

/*
 * A real Docker engine with real forwarders. The tests use one engine, one after the other, and
 * the last ones freeze it and end it.
 */

const SERVE = ['httpd', '-f', '-p'];
const scanner = createLinuxScanner();

let obstacle = findObstacle();
let engine: DockerEngine;
let containers: Containers;
let port = 0;
let loopbacks: readonly string[] = [];
let webId = '';

beforeAll(async () => {
  if (obstacle !== undefined) return;
  try {
    engine = await startDockerEngine();
  } catch (error) {
    obstacle = String(error);
    return;
  }
  containers = createContainers({ sockets: [engine.socketPath], answerWithinMs: 15_000 });
  port = await findFreePort();
  loopbacks = (await canListen(port, '::1')) ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
  webId = await engine.run({
    name: 'shop-web-1',
    command: [...SERVE, '80'],
    labels: { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' },
    restartPolicy: 'unless-stopped',
    ports: {
      '80/tcp': loopbacks.map((address) => [address, port] as const),
      '53/udp': [['127.0.0.1', port]],
    },
  });
}, 120_000);
afterAll(async () => {
  if (obstacle === undefined) await engine.stop();
});
beforeEach(({ skip }) => {
  if (obstacle !== undefined) skip(obstacle);
});

describe('a real Docker engine', () => {
  test('is behind the forwarders that the scanner sees', async () => {
    const listeners = await readListeners(port);
    expect(listeners.map(toRow).sort()).toEqual([
      ...loopbacks.map((address) => `tcp ${address} docker-proxy`),
      'udp 127.0.0.1 docker-proxy',
    ]);
    for (const { protocol, address } of listeners) {
      const container = toWeb(protocol === 'tcp' ? 80 : 53);
      expect(await find(address, protocol)).toEqual({ kind: 'found', container });
    }
    expect(await find('127.0.0.2')).toEqual({ kind: 'none' });
    expect(await find('0.0.0.0')).toEqual({ kind: 'none' });
  });

  test('frees the port when the container is stopped, and opens it again', async () => {
    expect(await isReachable(port)).toBe(true);
    const web = toWeb(80);
    expect(await containers.stop(web, 500)).toEqual({ kind: 'done' });
    expect(await readListeners(port)).toEqual([]);
    expect(await find('127.0.0.1')).toEqual({ kind: 'none' });
    // A second time there is nothing left to do.
    expect(await containers.stop(web, 500)).toEqual({ kind: 'done' });
    expect(await containers.restart(web, 500)).toEqual({ kind: 'done' });
    const before = (await readListeners(port)).flatMap(toPids);
    expect(before).toHaveLength(loopbacks.length + 1);
    expect(await containers.restart(web, 500)).toEqual({ kind: 'done' });
    const after = (await readListeners(port)).flatMap(toPids);
    expect(after).toHaveLength(loopbacks.length + 1);
    expect(after.filter((pid) => before.includes(pid))).toEqual([]);
    expect(await find('127.0.0.1')).toEqual({ kind: 'found', container: web });
  });

  test('names the container of a process that shares the machine’s network', async () => {
    const hostPort = await findFreePort();
    const id = await engine.run({
      name: 'on-host',
      command: [...SERVE, `127.0.0.1:${hostPort}`],
    });
    const [listener] = await eventually(async () => {
      const listeners = await readListeners(hostPort);
      return listeners.length > 0 ? listeners : undefined;
    }, 'the container to listen');
    const [pid = 0] = listener === undefined ? [] : toPids(listener);
    const group = parseContainer(readFileSync(`/proc/${pid}/cgroup`, 'utf8'));
    expect(group).toEqual({ runtime: 'docker', id });
    const question = { protocol: 'tcp', address: '127.0.0.1', port: hostPort } as const;
    const container: Container = {
      engine: 'docker',
      id,
      name: 'on-host',
      image: IMAGE,
      restartPolicy: 'no',
    };
    expect(await containers.find({ ...question, containerId: group?.id })).toEqual({
      kind: 'found',
      container,
    });
    expect(await containers.find({ ...question, containerId: undefined })).toEqual({
      kind: 'none',
    });
    expect(await containers.stop(container, 0)).toEqual({ kind: 'done' });
    expect(await readListeners(hostPort)).toEqual([]);
    await engine.remove(id);
    const gone = { kind: 'failed', reason: 'no-such-container' };
    expect(await containers.restart(container, 0)).toEqual(gone);
  });

  test('that is frozen times out, while the ports are read as ever', async () => {
    const hasty = createContainers({ sockets: [engine.socketPath], marginMs: 500 });
    await engine.freeze();
    try {
      const question = { protocol: 'tcp', address: '127.0.0.1', port } as const;
      const asked = hasty.find({ ...question, containerId: undefined });
      const seen = await readListeners(port);
      expect(seen.map(toRow).sort()[0]).toBe('tcp 127.0.0.1 docker-proxy');
      expect(await asked).toEqual({ kind: 'unknown', reason: 'timed-out' });
      const stopped = { kind: 'failed', reason: 'timed-out' };
      expect(await hasty.stop(toWeb(80), 0)).toEqual(stopped);
    } finally {
      engine.thaw();
    }
    expect(await find('127.0.0.1')).toEqual({ kind: 'found', container: toWeb(80) });
  });

  test('that has crashed is not running', async () => {
    await engine.crash();
    expect(await find('127.0.0.1')).toEqual({ kind: 'unknown', reason: 'not-running' });
    const failed = { kind: 'failed', reason: 'not-running' };
    expect(await containers.stop(toWeb(80), 0)).toEqual(failed);
    expect(await readListeners(port)).toEqual([]);
  });
});

const find = (address: string, protocol: Protocol = 'tcp'): Promise<ContainerAnswer> =>
  containers.find({ protocol, address, port, containerId: undefined });
const toWeb = (privatePort: number): Container => ({
  engine: 'docker',
  id: webId,
  name: 'shop-web-1',
  image: IMAGE,
  composeProject: 'shop',
  composeService: 'web',
  privatePort,
  restartPolicy: 'unless-stopped',
});

async function readListeners(port: number): Promise<readonly Listener[]> {
  const result = await scanner.scanAfresh();
  if (result.kind === 'failed') throw new Error(`${result.reason}: ${result.detail}`);
  return result.listeners.filter((listener) => listener.port === port);
}

function toRow({ protocol, address, owners }: Listener): string {
  return [protocol, address, ...owners.map(({ name }) => name)].join(' ');
}

function toPids({ owners }: Listener): readonly number[] {
  return owners.map(({ identity }) => identity.pid);
}

/** A port that nobody has on the loopback, not even the same tests in another run. */
async function findFreePort(): Promise<number> {
  for (;;) {
    const port = takePorts('integration/containers');
    if (await canListen(port)) return port;
  }
}

function canListen(port: number, host = '127.0.0.1'): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, host, () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
