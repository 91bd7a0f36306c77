import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import type { PortUse } from '../../electron/core/host.ts';
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

async function watch(port: number, arrange: (machine: FakeMachine) => void = () => undefined) {
  const machine = createFakeMachine(
    someSettings({ watchedPorts: [aWatchedPort({ port, expectedOwner: { kind: 'anybody' } })] }),
  );
  let reads = 0;
  const { read } = machine.host.portUses;
  machine.host.portUses.read = (protocol, ports) => {
    reads += 1;
    return read(protocol, ports);
  };
  arrange(machine);
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(300);
  const verdictOf = () => app.getSnapshot().watched[0]?.verdict;
  return { app, machine, verdictOf, reads: () => reads };
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

test('connections are not read for a port that was long free and cannot be lent', async () => {
  const { machine, reads } = await watch(3000);
  await machine.clock.advance(120_000);
  expect(reads()).toBe(0);
});

test('a port that can be lent is looked at every fifteen seconds', async () => {
  const { machine, reads } = await watch(PORT);
  const before = reads();
  await machine.clock.advance(60_000);
  expect(reads() - before).toBe(4);
});
