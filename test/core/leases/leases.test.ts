import { expect, test } from 'vitest';
import { toKnownOfPorts } from '../../../electron/core/free-ports/known-of-state.ts';
import { createLeases } from '../../../electron/core/leases/leases.ts';
import { createState } from '../../../electron/core/state.ts';
import type { LeaseOutcome, LeaseRequest } from '../../../shared/lease.ts';
import { aListener, anOwner, aWatchedPort, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

const HOUR_MS = 60 * 60_000;
const SHOP = '/home/ann/shop';

/** Leases on a machine in memory, whose ports are looked at from 20000 on. */
function someLeases() {
  const machine = createFakeMachine(someSettings());
  const learned = {
    leased: new Set<number>(),
    recentlyTaken: new Map(),
    contested: new Set<number>(),
  };
  const leases = createLeases({
    host: machine.host,
    readKnown: () =>
      Promise.resolve(toKnownOfPorts(createState(machine.stored, []), machine.host, learned)),
  });
  const ask = (facts: Partial<LeaseRequest> = {}): Promise<LeaseOutcome> =>
    leases.grant({
      name: 'web',
      folder: SHOP,
      protocols: ['tcp'],
      term: { kind: 'time', ttlMs: HOUR_MS },
      ...facts,
    });
  const portOf = async (facts: Partial<LeaseRequest> = {}): Promise<number> => {
    const outcome = await ask(facts);
    if (outcome.kind !== 'granted') throw new Error(outcome.kind);
    return outcome.lease.port;
  };
  /** A process that lives until `machine.end`. */
  const start = (pid: number) => {
    const owner = anOwner({ pid });
    machine.listeners = [...machine.listeners, aListener({ port: 40_000 + pid, owners: [owner] })];
    return { kind: 'process', identity: owner.identity } as const;
  };
  /** A look at a process counts for a moment. */
  const end = async (pid: number): Promise<void> => {
    machine.end(pid);
    await machine.clock.advance(100);
  };
  return { machine, leases, ask, portOf, start, end };
}

test('one service gets one port, whoever asks for it and how often', async () => {
  const { portOf, leases } = someLeases();
  const port = await portOf();
  expect(await portOf()).toBe(port);
  expect((await leases.list()).map(({ name, folder, port }) => ({ name, folder, port }))).toEqual([
    { name: 'web', folder: SHOP, port },
  ]);
});

test('the same service has another port in each worktree, and the same one again later', async () => {
  const { portOf, leases } = someLeases();
  const here = await portOf();
  const there = await portOf({ folder: '/home/ann/shop-fix' });
  const nowhere = await portOf({ folder: undefined });
  expect(new Set([here, there, nowhere]).size).toBe(3);
  for (const folder of [SHOP, '/home/ann/shop-fix']) {
    await leases.release({ kind: 'name', name: 'web', folder });
  }
  expect(await portOf({ name: 'other' })).not.toBe(here);
  expect(await portOf({ folder: '/home/ann/shop-fix' })).toBe(there);
  expect(await portOf()).toBe(here);
});

test('a lease runs out when nobody asks for it again', async () => {
  const { machine, portOf, leases } = someLeases();
  await portOf();
  await machine.clock.advance(HOUR_MS);
  await portOf();
  await machine.clock.advance(HOUR_MS);
  expect(await leases.list()).toHaveLength(1);
  await machine.clock.advance(1);
  expect(await leases.list()).toEqual([]);
});

test('a wall clock that jumps ends no lease', async () => {
  const { machine, portOf, leases } = someLeases();
  await portOf();
  const wallMs = machine.clock.wallMs;
  machine.host.clock.wallMs = () => wallMs() + 2 * 24 * HOUR_MS;
  expect(await leases.list()).toHaveLength(1);
});

test('a start of the machine ends all but reservations, which keep their port', async () => {
  const { machine, ask, portOf, leases, start } = someLeases();
  await portOf({ name: 'timed' });
  await ask({ name: 'process', term: start(4001) });
  const reserved = await portOf({ name: 'kept', term: { kind: 'reservation' } });
  machine.bootId = 'second';
  expect((await leases.list()).map(({ name, port }) => ({ name, port }))).toEqual([
    { name: 'kept', port: reserved },
  ]);
});

test('a start that the system could not name ends nothing, unless its clock went back', async () => {
  const { portOf, leases, machine, start } = someLeases();
  const kept = await portOf();
  await portOf({ name: 'api', term: start(100) });
  machine.bootId = '';
  expect((await leases.list()).map(({ name }) => name)).toEqual(['web', 'api']);
  machine.bootId = 'first';
  expect(await portOf()).toBe(kept);
  machine.bootId = 'second';
  expect(await leases.list()).toEqual([]);
});

test('a reservation stays one when it is asked for like a lease', async () => {
  const { machine, portOf, leases } = someLeases();
  await portOf({ term: { kind: 'reservation' } });
  await portOf();
  await machine.clock.advance(100 * HOUR_MS);
  expect(await leases.list()).toHaveLength(1);
});

test('a port that a process leased is given back with its end', async () => {
  const { ask, leases, start, end } = someLeases();
  await ask({ term: start(4001) });
  expect(await leases.list()).toHaveLength(1);
  await end(4001);
  expect(await leases.list()).toEqual([]);
});

test('two instances of a service never get one port, even of one that is kept for it', async () => {
  const { portOf, start, end } = someLeases();
  const kept = await portOf({ term: { kind: 'reservation' } });
  const first = await portOf({ term: start(4001) });
  const second = await portOf({ term: start(4002) });
  expect(first).toBe(kept);
  expect(second).not.toBe(kept);
  await end(4001);
  expect(await portOf({ term: start(4003) })).toBe(kept);
});

test('a process that is gone leases nothing', async () => {
  const { ask } = someLeases();
  const identity = { pid: 9, startToken: '1' };
  expect(await ask({ term: { kind: 'process', identity } })).toEqual({ kind: 'no-such-process' });
});

test('watched, leased and taken ports are passed over, each with its reason', async () => {
  const { machine, ask, portOf } = someLeases();
  machine.stored = someSettings({ watchedPorts: [aWatchedPort({ port: 8000 })] });
  machine.taken.add(8001);
  const strategy = { kind: 'range', range: { from: 8000, to: 8002 } } as const;
  expect(await portOf({ strategy })).toBe(8002);
  const asked = ask({ name: 'other', strategy });
  // A port that nobody is known to hold is tried again before all is given up.
  await machine.clock.advance(2000);
  expect(await asked).toEqual({
    kind: 'exhausted',
    passedOver: [
      { port: 8000, reason: 'watched', by: 'web' },
      { port: 8001, reason: 'in-use' },
      { port: 8002, reason: 'leased' },
    ],
  });
});

test('a service that asks for another place leaves the one that it had', async () => {
  const { portOf, leases } = someLeases();
  await portOf();
  const port = await portOf({ strategy: { kind: 'next', from: 9000, limit: 10 } });
  expect(port).toBe(9000);
  expect((await leases.list()).map((lease) => lease.port)).toEqual([9000]);
});

test('what is given back is told, by name or by port', async () => {
  const { portOf, leases } = someLeases();
  const web = await portOf();
  const api = await portOf({ name: 'api' });
  expect(await leases.release({ kind: 'name', name: 'web' })).toEqual({
    kind: 'released',
    leases: [],
  });
  expect(await leases.release({ kind: 'name', name: 'web', folder: SHOP })).toMatchObject({
    leases: [{ port: web }],
  });
  expect(await leases.release({ kind: 'port', port: api })).toMatchObject({
    leases: [{ name: 'api' }],
  });
  expect(await leases.list()).toEqual([]);
});
