import { describe, expect, test } from 'vitest';
import {
  findFreePorts,
  type FreePortsRequest,
} from '../../../electron/core/free-ports/find-free-ports.ts';
import { aListener } from '../../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../../support/fake-host.ts';

function aRequest(facts: Partial<FreePortsRequest> = {}): FreePortsRequest {
  return {
    strategy: { kind: 'range', range: { from: 3000, to: 3003 } },
    protocols: ['tcp'],
    count: 1,
    known: { watchedPorts: [], listeners: [], limits: undefined, isPrivileged: false },
    ...facts,
  };
}

/** Finds, with the clock running for whoever waits. */
async function find(machine: FakeMachine, facts: Partial<FreePortsRequest> = {}) {
  const finding = findFreePorts(machine.host, aRequest(facts));
  await machine.clock.advance(10_000);
  return finding;
}

test('binds each usual address before it calls a port free', async () => {
  const machine = createFakeMachine();
  expect(await find(machine)).toMatchObject({ kind: 'found', ports: [{ port: 3000 }] });
  expect(machine.triedBinds).toEqual(['127.0.0.1', '::1', '0.0.0.0', '::']);
});

test('binds for each protocol, and one address alone where it was asked for', async () => {
  const machine = createFakeMachine();
  await find(machine, { protocols: ['tcp', 'udp'], address: '192.168.1.4' });
  expect(machine.triedBinds).toEqual(['192.168.1.4', '192.168.1.4']);
});

test('gives different ports, and says which others were in use', async () => {
  const machine = createFakeMachine();
  machine.taken.add(3001);
  expect(await find(machine, { count: 2, wantsNames: true })).toEqual({
    kind: 'found',
    ports: [
      { port: 3000, isEphemeral: false },
      { port: 3002, isEphemeral: false },
    ],
    passedOver: [{ port: 3001, reason: 'in-use' }],
  });
});

test('a range that is held as a whole is exhausted, with a reason for every port', async () => {
  const machine = createFakeMachine();
  for (const port of [3000, 3001, 3002, 3003]) machine.taken.add(port);
  const listeners = [3000, 3001, 3002, 3003].map((port) => aListener({ port }));
  const outcome = await find(machine, { readListeners: () => Promise.resolve(listeners) });
  expect(outcome).toMatchObject({ kind: 'exhausted', ports: [], by: 'candidates' });
  expect(outcome.kind === 'exhausted' && outcome.passedOver).toEqual(
    [3000, 3001, 3002, 3003].map((port) => ({ port, reason: 'in-use', by: 'node server.js' })),
  );
  // Who holds them was seen, so nobody was asked twice.
  expect(machine.triedBinds).toHaveLength(4);
});

describe('a family that the machine lacks', () => {
  test.each(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL'])('(%s) proves nothing', async (errno) => {
    const machine = createFakeMachine();
    machine.refusals.set('::1', errno).set('::', errno);
    expect(await find(machine)).toMatchObject({ kind: 'found', ports: [{ port: 3000 }] });
  });

  test('leaves nothing to be had when both are lacking', async () => {
    const machine = createFakeMachine();
    for (const address of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
      machine.refusals.set(address, 'EADDRNOTAVAIL');
    }
    expect((await find(machine)).kind).toBe('exhausted');
  });
});

test('an address that was asked for and is not of this machine is told as such', async () => {
  const machine = createFakeMachine();
  machine.refusals.set('192.0.2.1', 'EADDRNOTAVAIL');
  expect(await find(machine, { address: '192.0.2.1' })).toEqual({
    kind: 'no-such-address',
    address: '192.0.2.1',
  });
});

test('what the system does not permit is passed over without another try', async () => {
  const machine = createFakeMachine();
  machine.refusals.set('127.0.0.1', 'EACCES');
  const outcome = await find(machine, { strategy: { kind: 'next', from: 3000, limit: 1 } });
  expect(outcome).toMatchObject({ passedOver: [{ port: 3000, reason: 'not-permitted' }] });
  expect(machine.triedBinds).toHaveLength(1);
});

describe('a bind is tried again', () => {
  test('a few times where the system has run out of something', async () => {
    const machine = createFakeMachine();
    machine.refusals.set('127.0.0.1', 'EMFILE');
    const outcome = await find(machine, { strategy: { kind: 'next', from: 3000, limit: 1 } });
    expect(outcome).toMatchObject({ passedOver: [{ port: 3000, reason: 'untestable' }] });
    expect(machine.triedBinds).toHaveLength(5);
  });

  test('and the port is free where that has passed', async () => {
    const machine = createFakeMachine();
    machine.refusals.set('127.0.0.1', 'ENOBUFS');
    const finding = findFreePorts(machine.host, aRequest());
    await machine.clock.advance(5);
    machine.refusals.clear();
    await machine.clock.advance(1000);
    expect(await finding).toMatchObject({ kind: 'found', ports: [{ port: 3000 }] });
  });

  test('before all is given up, where nobody is seen to hold the port', async () => {
    const machine = createFakeMachine();
    machine.taken.add(3000);
    const strategy = { kind: 'next', from: 3000, limit: 1 } as const;
    const finding = findFreePorts(machine.host, aRequest({ strategy }));
    await machine.clock.advance(1);
    machine.taken.clear();
    await machine.clock.advance(1000);
    expect(await finding).toEqual({
      kind: 'found',
      ports: [{ port: 3000, isEphemeral: false }],
      passedOver: [],
    });
  });
});

describe('where the system chooses', () => {
  const strategy = { kind: 'system' } as const;

  test('its number is tried on the other addresses, and the next one where they refuse', async () => {
    const machine = createFakeMachine();
    machine.systemPorts.push(40_001, 40_001, 40_002);
    machine.taken.add(40_001);
    expect(await find(machine, { strategy })).toMatchObject({
      kind: 'found',
      ports: [{ port: 40_002 }],
      passedOver: [{ port: 40_001, reason: 'in-use' }],
    });
  });

  test('it is asked twenty times at most', async () => {
    const machine = createFakeMachine();
    for (let port = 40_001; port <= 40_040; port += 1) {
      machine.systemPorts.push(port);
      machine.taken.add(port);
    }
    const outcome = await find(machine, { strategy });
    expect(outcome).toMatchObject({ kind: 'exhausted', by: 'candidates' });
    expect(machine.systemPorts).toHaveLength(20);
  });

  test('it may have none to give', async () => {
    const machine = createFakeMachine();
    expect(await find(machine, { strategy })).toEqual({
      kind: 'exhausted',
      by: 'system',
      ports: [],
      passedOver: [],
    });
  });
});
