import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import type { PortUse } from '../../electron/core/host.ts';
import type { Protocol } from '../../shared/listener.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { createState, createStateCell } from '../../electron/core/state.ts';
import { createSurroundingsWatch } from '../../electron/core/surroundings-watch.ts';
import { aListener, anOwner, aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

const PORT = 40_000;

const aUse = (facts: Partial<PortUse> = {}): PortUse => ({
  protocol: 'tcp',
  family: 4,
  address: '127.0.0.1',
  port: PORT,
  remoteAddress: '127.0.0.1',
  remotePort: 5432,
  state: 'connected',
  owners: [anOwner({ name: 'psql' })],
  ...facts,
});

async function watch(
  watched: number | readonly WatchedPort[],
  arrange: (machine: FakeMachine) => void = () => undefined,
) {
  const anybody = { kind: 'anybody' } as const;
  const machine = createFakeMachine(
    someSettings({
      watchedPorts:
        typeof watched === 'number'
          ? [aWatchedPort({ port: watched, expectedOwner: anybody })]
          : watched,
    }),
  );
  const asked: (readonly [Protocol, readonly number[]])[] = [];
  const { read } = machine.host.portUses;
  machine.host.portUses.read = (protocol, ports) => {
    asked.push([protocol, ports]);
    return read(protocol, ports);
  };
  arrange(machine);
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(300);
  const verdictOf = () => app.getSnapshot().watched[0]?.verdict;
  return { app, machine, verdictOf, asked, reads: () => asked.length };
}

test('a watched port that the system lent to a connection is told, and free again afterwards', async () => {
  const { machine, verdictOf } = await watch(PORT, (fake) => {
    fake.uses = [aUse()];
  });
  await machine.clock.advance(2000);
  expect(verdictOf()).toMatchObject({ kind: 'conflict', conflict: 'outgoing', program: 'psql' });
  machine.uses = [];
  await machine.clock.advance(20_000);
  expect(verdictOf()).toEqual({ kind: 'free' });
});

test('a connection that a process keeps half closed is told for as long as it does', async () => {
  const { machine, verdictOf } = await watch(3000, (fake) => {
    fake.listeners = [aListener()];
  });
  machine.listeners = [];
  machine.uses = [aUse({ port: 3000, state: 'half-closed' })];
  await machine.clock.advance(200_000);
  expect(verdictOf()).toMatchObject({ conflict: 'outgoing', program: 'psql', halfClosed: {} });
  machine.uses = [];
  await machine.clock.advance(8000);
  expect(verdictOf()).toEqual({ kind: 'free' });
});

test('connections that close after their server are shown for as long as they do', async () => {
  const { machine, verdictOf } = await watch(3000, (fake) => {
    fake.listeners = [aListener()];
  });
  machine.listeners = [];
  machine.uses = [aUse({ port: 3000, state: 'closing', owners: [] })];
  await machine.clock.advance(8000);
  expect(verdictOf()).toEqual({ kind: 'free', closing: 1 });
  machine.uses = [];
  await machine.clock.advance(8000);
  expect(verdictOf()).toEqual({ kind: 'free' });
});

test('a port that was long free and cannot be lent is looked at every thirty seconds', async () => {
  const { machine, reads, verdictOf } = await watch(3000);
  const before = reads();
  await machine.clock.advance(120_000);
  expect([before, reads() - before]).toEqual([1, 4]);
  machine.uses = [aUse({ port: 3000 })];
  await machine.clock.advance(33_000);
  expect(verdictOf()).toMatchObject({ conflict: 'outgoing', program: 'psql' });
});

test('nothing is read for a port that somebody listens on', async () => {
  const { machine, reads } = await watch(3000, (fake) => {
    fake.listeners = [aListener()];
  });
  await machine.clock.advance(120_000);
  expect(reads()).toBe(0);
});

test('all ports that nobody listens on are read at once, each protocol by itself', async () => {
  const ports = [
    aWatchedPort({ id: 'a', port: 3000 }),
    aWatchedPort({ id: 'b', port: 3001 }),
    aWatchedPort({ id: 'c', port: 3002 }),
    aWatchedPort({ id: 'd', port: 3000, protocol: 'udp' }),
  ];
  const { asked } = await watch(ports, (fake) => {
    fake.listeners = [aListener({ port: 3001 })];
  });
  expect(asked).toEqual([
    ['tcp', [3000, 3002]],
    ['udp', [3000]],
  ]);
});

test('a port that is watched from now on is looked at at once', async () => {
  const machine = createFakeMachine();
  machine.uses = [aUse({ port: 3001 })];
  const change = (...watchedPorts: readonly WatchedPort[]) =>
    cell.commit({ ...cell.get(), settings: someSettings({ watchedPorts }) });
  const cell = createStateCell(createState(someSettings({ watchedPorts: [aWatchedPort()] }), []));
  const surroundings = createSurroundingsWatch(machine.host, cell);
  await surroundings.look();
  expect(await surroundings.look()).toBe('same');
  change(aWatchedPort(), aWatchedPort({ id: 'b', port: 3001 }));
  expect(await surroundings.look()).toBe('changed');
  expect(cell.get().surroundings.uses).toEqual(machine.uses);
});

test('a port that can be lent is looked at every fifteen seconds', async () => {
  const { machine, reads } = await watch(PORT);
  const before = reads();
  await machine.clock.advance(60_000);
  expect(reads() - before).toBe(4);
});
