import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createClock } from '../../electron/adapters/clock.ts';
import { createPortProber } from '../../electron/adapters/port-prober.ts';
import { createApp } from '../../electron/app.ts';
import {
  findFreePorts,
  type FreePortsOutcome,
  type FreePortsRequest,
} from '../../electron/core/free-ports/find-free-ports.ts';
import type { Protocol } from '../../shared/listener.ts';
import { aListener, aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';
import { takePorts } from '../support/ports.ts';

const host = { clock: createClock(), prober: createPortProber(), randomBelow: () => 0 };
const protocolsOf = { tcp: ['tcp'], udp: ['udp'], both: ['tcp', 'udp'] } as const;

function find(from: number, to: number, facts: Partial<FreePortsRequest> = {}) {
  return findFreePorts(host, {
    strategy: { kind: 'range', range: { from, to } },
    protocols: ['tcp'],
    count: 1,
    known: { watchedPorts: [], listeners: [], limits: undefined, isPrivileged: false },
    ...facts,
  });
}

/** So many neighbours that nobody on this machine holds, for either protocol. */
async function findNeighbours(count: number): Promise<readonly number[]> {
  for (;;) {
    const from = takePorts('integration/free-ports', count);
    const outcome = await find(from, from + count - 1, { count, protocols: protocolsOf.both });
    if (outcome.kind === 'found') return outcome.ports.map(({ port }) => port);
  }
}

async function hold(protocol: Protocol, address: string, port: number, isV6Only = false) {
  if (protocol === 'udp') {
    const type = address.includes(':') ? 'udp6' : 'udp4';
    const socket = createSocket({ type, ipv6Only: isV6Only });
    onTestFinished(() => {
      socket.close();
    });
    socket.bind({ address, port, exclusive: true });
    await once(socket, 'listening');
    return;
  }
  const server = createServer().listen({ host: address, port, ipv6Only: isV6Only });
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
}

const portsOf = (outcome: FreePortsOutcome) =>
  outcome.kind === 'no-such-address' ? [] : outcome.ports.map(({ port }) => port);

describe('a port is seen to be in use', () => {
  test.each<[string, Protocol, string, boolean]>([
    ['127.0.0.1', 'tcp', '127.0.0.1', false],
    ['another loopback address', 'tcp', '127.0.0.5', false],
    ['::1 only', 'tcp', '::1', false],
    ['0.0.0.0', 'tcp', '0.0.0.0', false],
    ['::', 'tcp', '::', false],
    ['the wildcard of IPv6 alone', 'tcp', '::', true],
    ['127.0.0.1', 'udp', '127.0.0.1', false],
    ['::1 only', 'udp', '::1', false],
    ['the wildcard of IPv6 alone', 'udp', '::', true],
  ])('by a holder of %s (%s)', async (_name, protocol, address, isV6Only) => {
    const [port = 0, other = 0] = await findNeighbours(2);
    await hold(protocol, address, port, isV6Only);
    const outcome = await find(port, other, { protocols: [protocol], wantsNames: true });
    expect(outcome).toMatchObject({
      kind: 'found',
      ports: [{ port: other }],
      passedOver: [{ port, reason: 'in-use' }],
    });
  });
});

test('a holder of UDP only matters where UDP was asked for', async () => {
  const [port = 0, other = 0] = await findNeighbours(2);
  await hold('udp', '0.0.0.0', port);
  expect(portsOf(await find(port, other))).toEqual([port]);
  for (const protocols of [protocolsOf.udp, protocolsOf.both]) {
    expect(portsOf(await find(port, other, { protocols }))).toEqual([other]);
  }
});

test('on one address alone a holder of another is no matter', async () => {
  const [port = 0] = await findNeighbours(1);
  await hold('tcp', '127.0.0.5', port);
  expect(portsOf(await find(port, port, { address: '127.0.0.1' }))).toEqual([port]);
  expect(await find(port, port, { address: '192.0.2.1' })).toEqual({
    kind: 'no-such-address',
    address: '192.0.2.1',
  });
});

test('a range that is held as a whole is exhausted, and nothing outside it is given', async () => {
  const [port = 0, other = 0] = await findNeighbours(2);
  await hold('tcp', '127.0.0.1', port);
  await hold('tcp', '::1', other);
  for (const kind of ['range', 'random'] as const) {
    const strategy = { kind, range: { from: port, to: other } };
    const outcome = await find(port, other, { strategy });
    expect(outcome).toMatchObject({ kind: 'exhausted', ports: [], by: 'candidates' });
    expect(outcome.kind === 'exhausted' && outcome.passedOver).toHaveLength(2);
  }
});

test('a holder that goes within a moment does not make a port unusable', async () => {
  const [port = 0] = await findNeighbours(1);
  const server = createServer().listen({ host: '127.0.0.1', port });
  await once(server, 'listening');
  const readListeners = () => {
    // Let go only once the first test of the port has failed.
    server.close();
    return Promise.resolve([]);
  };
  expect(portsOf(await find(port, port, { readListeners }))).toEqual([port]);
});

test('never gives a port outside the range, nor one in use', async () => {
  const ports = await findNeighbours(8);
  const [from = 0] = ports;
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(fc.tuple(fc.nat(7), fc.constantFrom('127.0.0.1', '::1', '0.0.0.0', '::')), {
        selector: ([index]) => index,
      }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom('range', 'random'),
      async (held, count, kind) => {
        const servers = held.map(([index, address]) =>
          createServer().listen({ host: address, port: from + index }),
        );
        try {
          await Promise.all(servers.map((server) => once(server, 'listening')));
          const free = ports.filter((port) => !held.some(([index]) => port === from + index));
          const strategy = { kind, range: { from, to: from + 7 } };
          const readListeners = () =>
            Promise.resolve(
              held.map(([index, address]) => aListener({ port: from + index, address })),
            );
          const given = portsOf(await find(from, from + 7, { strategy, count, readListeners }));
          expect(given).toHaveLength(Math.min(count, free.length));
          expect(new Set(given).size).toBe(given.length);
          expect(given.every((port) => free.includes(port))).toBe(true);
        } finally {
          await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
        }
      },
    ),
    { numRuns: 40 },
  );
});

test('what the system gives can be bound on every address, and is different each time', async () => {
  const outcome = await find(1, 1, {
    strategy: { kind: 'system' },
    count: 3,
    protocols: ['tcp', 'udp'],
  });
  expect(new Set(portsOf(outcome)).size).toBe(3);
});

test('a thief between the choice and the move is noticed, and the next port is offered', async () => {
  const [port = 0, first = 0, second = 0] = await findNeighbours(3);
  const machine = createFakeMachine(
    someSettings({
      watchedPorts: [aWatchedPort({ port, fallbackPorts: [{ from: first, to: second }] })],
    }),
  );
  machine.listeners = [aListener({ port })];
  machine.files.set('/home/ann/shop/.env', `PORT=${port}\n`);
  const app = createApp({ ...machine.host, prober: host.prober });
  await app.start();
  await machine.clock.advance(300);
  await hold('tcp', '::1', first);
  expect(await app.reassignAsShown('web')).toEqual({ kind: 'port-taken', port: first });
  expect(machine.files.get('/home/ann/shop/.env')).toBe(`PORT=${port}\n`);
  const again = await app.handlers['service.plan-reassign']({ watchedPortId: 'web' }, 'popover');
  expect(again.plan).toMatchObject({
    kind: 'ready',
    to: second,
    passedOver: [{ port: first, reason: 'recently-taken' }],
  });
  await app.stop();
});
