import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import {
  aContainer,
  aContext,
  aForwarder,
  aHiddenListener,
  aListener,
  anOwner,
  someSettings,
} from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

const container = aContainer();
const proxy = aForwarder();

async function watch(...listeners: FakeMachine['listeners']) {
  const machine = createFakeMachine(someSettings());
  machine.listeners = listeners;
  machine.container = { kind: 'found', container };
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(10_000);
  const names = () => app.getSnapshot().listeners.map((one) => one.container?.name);
  return { machine, app, names };
}

test.each([
  ['a forwarder holds', aListener({ owners: [proxy] })],
  ['a hidden owner holds', aHiddenListener()],
])('a port that %s is named by its container', async (_what, listener) => {
  const { names } = await watch(listener);
  expect(names()).toEqual(['shop-web-1']);
});

test('a process in a container is asked about by its id', async () => {
  const machine = createFakeMachine(someSettings());
  machine.listeners = [aListener(), aListener({ port: 3001, owners: [anOwner({ pid: 4002 })] })];
  machine.contexts.set(4002, aContext({ containerId: container.id }));
  machine.container = { kind: 'found', container };
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(1000);
  expect(app.getSnapshot().listeners.map((one) => one.container?.name)).toEqual([
    undefined,
    'shop-web-1',
  ]);
  expect(machine.engineQuestions).toBe(1);
});

test('engines are asked once for as long as the socket stays', async () => {
  const { machine, names } = await watch(aListener({ owners: [proxy] }));
  await machine.clock.advance(60_000);
  expect(machine.engineQuestions).toBe(1);
  machine.listeners = [aListener({ owners: [proxy], sockets: ['7002'] })];
  await machine.clock.advance(10_000);
  expect(machine.engineQuestions).toBe(2);
  expect(names()).toEqual(['shop-web-1']);
});

test('an engine that tells of a port later than it forwards it is asked again, and not for ever', async () => {
  const { machine, names } = await watch(aListener({ owners: [proxy] }));
  machine.listeners = [aListener({ owners: [proxy], sockets: ['7002'] })];
  machine.container = { kind: 'none' };
  await machine.clock.advance(4000);
  expect(names()).toEqual([undefined]);
  expect(machine.engineQuestions).toBeGreaterThan(2);
  machine.container = { kind: 'found', container };
  await machine.clock.advance(6000);
  expect(names()).toEqual(['shop-web-1']);

  machine.listeners = [aListener({ owners: [proxy], sockets: ['7003'] })];
  machine.container = { kind: 'none' };
  await machine.clock.advance(90_000);
  const before = machine.engineQuestions;
  await machine.clock.advance(120_000);
  expect(machine.engineQuestions).toBe(before);
});

test('an engine that gives no answer is asked again, and holds up no scan', async () => {
  const machine = createFakeMachine(someSettings());
  machine.listeners = [aListener({ owners: [proxy] })];
  machine.host.containers.find = () => {
    machine.engineQuestions += 1;
    // It hangs for longer than any scan.
    return machine.clock
      .sleep(20_000)
      .then(() => ({ kind: 'unknown', reason: 'timed-out' }) as const);
  };
  const app = createApp(machine.host);
  await app.start();
  expect(app.getSnapshot().listeners).toHaveLength(1);
  const before = machine.scanCount;
  await machine.clock.advance(19_000);
  expect(machine.scanCount - before).toBeGreaterThan(10);
  await machine.clock.advance(60_000);
  expect(machine.engineQuestions).toBeGreaterThan(1);
  await app.stop();
});

test('engines are not asked about hundreds of ports at once, and about each in the end', async () => {
  const machine = createFakeMachine(someSettings());
  machine.listeners = Array.from({ length: 200 }, (_, index) =>
    aHiddenListener({ port: 4000 + index, sockets: [String(index)] }),
  );
  let open = 0;
  let most = 0;
  machine.host.containers.find = async () => {
    machine.engineQuestions += 1;
    open += 1;
    most = Math.max(most, open);
    await machine.clock.sleep(1);
    open -= 1;
    return { kind: 'none' };
  };
  const app = createApp(machine.host);
  await app.start();
  await machine.clock.advance(10_000);
  expect(machine.engineQuestions).toBe(200);
  expect(most).toBeLessThan(50);
});
