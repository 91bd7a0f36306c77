import { expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import type { HealthAlert } from '../../../electron/core/health/health.ts';
import type { ProbeResult } from '../../../shared/health.ts';
import { aListener, anOwner, aProbe, aWatchedPort, someSettings } from '../../support/builders.ts';
import { createFakeMachine } from '../../support/fake-host.ts';

/* The whole app on a machine in memory: who is probed, when, and what follows. */

const timedOut: ProbeResult = { kind: 'failed', failure: { kind: 'timed-out' } };
const shop = aListener({ owners: [anOwner({ cwd: '/home/ann/shop', project: '/home/ann/shop' })] });
const squatter = aListener();

async function anApp(facts: Parameters<typeof aProbe>[0] = {}) {
  const probe = aProbe({ intervalS: 2, ...facts });
  const machine = createFakeMachine(someSettings({ watchedPorts: [aWatchedPort({ probe })] }));
  machine.listeners = [shop];
  const app = createApp(machine.host);
  const alerts: HealthAlert[] = [];
  app.subscribeToHealthAlerts((alert) => alerts.push(alert));
  await app.start();
  const { clock } = machine;
  /** How often the service is asked in this time. */
  const countProbes = async (ms: number): Promise<number> => {
    const before = machine.probes.length;
    await clock.advance(ms);
    return machine.probes.length - before;
  };
  const health = () => app.getSnapshot().watched[0]?.health;
  return { app, machine, clock, alerts, countProbes, health };
}

test('a service that has its port is asked at its pace, and shown as healthy', async () => {
  const { machine, countProbes, health, app } = await anApp();
  expect(await countProbes(20_000)).toBeGreaterThan(8);
  expect(machine.probes[0]).toEqual({ address: '127.0.0.1', port: 3000 });
  expect(health()).toMatchObject({ state: 'healthy' });
  const { figures } = await app.handlers['health.read-figures'](
    { watchedPortId: 'web' },
    'popover',
  );
  expect(figures).toMatchObject({ p50Ms: 5, p99Ms: 5 });
});

test('nobody but the expected owner is ever asked', async () => {
  const { machine, clock, countProbes, health } = await anApp();
  await clock.advance(5000);
  machine.listeners = [squatter];
  await clock.advance(2000);
  expect(await countProbes(60_000)).toBe(0);
  expect(health()).toBeUndefined();
  machine.listeners = [aListener({ ownerVisibility: 'hidden', owners: [] })];
  expect(await countProbes(60_000)).toBe(0);
  machine.listeners = [];
  await clock.advance(2000);
  expect(await countProbes(60_000)).toBe(0);
  machine.listeners = [shop];
  expect(await countProbes(20_000)).toBeGreaterThan(5);
});

test('a port that we hold ourselves is not asked', async () => {
  const { machine, clock, countProbes } = await anApp();
  machine.listeners = [aListener({ owners: [anOwner({ pid: machine.host.processes.self.pid })] })];
  await clock.advance(2000);
  expect(await countProbes(30_000)).toBe(0);
});

test('nothing is asked while watching is paused, while a scan fails, or while the machine sleeps', async () => {
  const { app, machine, clock, countProbes } = await anApp();
  await clock.advance(4000);
  await app.handlers['watching.pause']({ isPaused: true }, 'popover');
  expect(await countProbes(30_000)).toBe(0);
  await app.handlers['watching.pause']({ isPaused: false }, 'popover');
  expect(await countProbes(10_000)).toBeGreaterThan(2);
  machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
  await clock.advance(2000);
  expect(await countProbes(30_000)).toBe(0);
  machine.scanFailure = undefined;
  expect(await countProbes(10_000)).toBeGreaterThan(2);
  app.suspend();
  expect(await countProbes(3_600_000)).toBe(0);
  app.resume();
  app.suspend();
  expect(await countProbes(3_600_000)).toBe(0);
  app.resume();
  expect(await countProbes(10_000)).toBeGreaterThan(2);
});

test('an outage is told once and on record, and so is its end', async () => {
  const { machine, clock, alerts, health } = await anApp();
  await clock.advance(4000);
  machine.onProbe = () => Promise.resolve(timedOut);
  await clock.advance(3000);
  expect(health()).toMatchObject({ state: 'failing', failure: { kind: 'timed-out' } });
  await clock.advance(60_000);
  expect(health()?.state).toBe('down');
  machine.onProbe = () => Promise.resolve({ kind: 'answered', latencyMs: 3 });
  await clock.advance(10_000);
  expect(health()?.state).toBe('healthy');
  expect(alerts.map(({ kind }) => kind)).toEqual(['went-down']);
  const kinds = machine.history.map(({ kind }) => kind).filter((kind) => kind.startsWith('health'));
  expect(kinds).toEqual(['health-down', 'health-recovered']);
});

test('where only a note is wanted, or the port is ignored for now, nobody is told', async () => {
  const quiet = await anApp({ onDown: 'note' });
  const muted = await anApp();
  await muted.app.handlers['watched-port.mute'](
    { watchedPortId: 'web', period: 'hour' },
    'popover',
  );
  for (const { machine, clock, alerts, health } of [quiet, muted]) {
    machine.onProbe = () => Promise.resolve(timedOut);
    await clock.advance(30_000);
    expect(health()?.state).toBe('down');
    expect(alerts).toEqual([]);
  }
});

test('a result that comes when its service has gone says nothing', async () => {
  const { machine, clock, health } = await anApp({ failureThreshold: 1 });
  let answer = (_result: ProbeResult): void => undefined;
  machine.onProbe = () => new Promise((resolve) => (answer = resolve));
  await clock.advance(3000);
  machine.listeners = [];
  await clock.advance(2000);
  answer(timedOut);
  await clock.advance(100);
  machine.onProbe = () => new Promise(() => undefined);
  machine.listeners = [shop];
  await clock.advance(10_000);
  expect(health()).toBeUndefined();
  expect(machine.history.some(({ kind }) => kind === 'health-down')).toBe(false);
});

test('an entry that was given another probe is known nothing of', async () => {
  const { app, machine, clock, health } = await anApp();
  await clock.advance(5000);
  expect(health()?.state).toBe('healthy');
  machine.onProbe = () => new Promise(() => undefined);
  const watchedPort = aWatchedPort({ probe: aProbe({ path: '/other' }) });
  await app.handlers['watched-port.save']({ watchedPort }, 'settings');
  expect(health()).toBeUndefined();
});

test('a service that is down is started again as it was, on its own port', async () => {
  const { machine, clock, health } = await anApp({ onDown: 'restart' });
  machine.recipe = { executable: '/usr/bin/node', argv: ['node', 'a.js'], cwd: '/', env: {} };
  let isWell = false;
  machine.onProbe = () => Promise.resolve(isWell ? { kind: 'answered', latencyMs: 1 } : timedOut);
  const { launcher } = machine.host;
  const start = launcher.start.bind(launcher);
  Object.assign(launcher, {
    start: (recipe: Parameters<typeof start>[0]) => {
      const owners = [anOwner({ pid: 7001, cwd: '/home/ann/shop' })];
      machine.listeners = [aListener({ owners, sockets: ['9'] })];
      isWell = true;
      return start(recipe);
    },
  });
  await clock.advance(60_000);
  expect(machine.signals).toEqual([{ pid: 4001, means: 'graceful' }]);
  expect(machine.started.map(({ argv }) => argv)).toEqual([['node', 'a.js']]);
  expect(health()?.state).toBe('healthy');
  const entries = machine.history.filter(({ kind }) => kind.startsWith('health'));
  expect(entries).toMatchObject([
    { kind: 'health-down' },
    { kind: 'health-restarted', outcome: 'running' },
    { kind: 'health-recovered' },
  ]);
});

test('a service that could not be started is told of, and the notice goes when it is back', async () => {
  const { app, machine, clock, alerts } = await anApp({ onDown: 'restart' });
  machine.recipe = { executable: '/usr/bin/node', argv: ['node', 'a.js'], cwd: '/', env: {} };
  machine.launched = { kind: 'failed', reason: 'program-missing' };
  machine.onProbe = () => Promise.resolve(timedOut);
  await clock.advance(60_000);
  expect(alerts.map(({ kind }) => kind)).toEqual(['went-down', 'gave-up']);
  expect(app.getSnapshot().notices).toMatchObject([{ kind: 'restart-gave-up', port: 3000 }]);
  machine.onProbe = () => Promise.resolve({ kind: 'answered', latencyMs: 1 });
  machine.listeners = [shop];
  await clock.advance(20_000);
  expect(app.getSnapshot().notices).toEqual([]);
});

test('where nobody knows how to start it, nobody is ended and the person is told', async () => {
  const { app, machine, clock, alerts } = await anApp({ onDown: 'restart' });
  machine.onProbe = () => Promise.resolve(timedOut);
  await clock.advance(10 * 60_000);
  expect(machine.signals).toEqual([]);
  expect(machine.started).toEqual([]);
  expect(alerts.map(({ kind }) => kind)).toEqual(['went-down', 'impossible']);
  expect(app.getSnapshot().notices).toMatchObject([{ kind: 'restart-impossible', port: 3000 }]);
});

test('a test of a form asks once, and only whom the form expects', async () => {
  const { app, machine } = await anApp();
  const probeOnce = (facts: Parameters<typeof aWatchedPort>[0]) =>
    app.handlers['health.test'](
      { watchedPort: aWatchedPort({ probe: aProbe({ path: '/new' }), ...facts }) },
      'settings',
    );
  machine.probes.length = 0;
  expect(await probeOnce({})).toEqual({
    kind: 'asked',
    result: { kind: 'answered', latencyMs: 5 },
  });
  expect(machine.probes).toHaveLength(1);
  expect(await probeOnce({ port: 4000 })).toEqual({ kind: 'not-asked', verdict: 'free' });
  machine.probes.length = 0;
  // It came just now, and no scan has told of it yet.
  machine.listeners = [squatter];
  expect(await probeOnce({})).toEqual({ kind: 'not-asked', verdict: 'conflict' });
  await app.handlers['watching.pause']({ isPaused: true }, 'popover');
  machine.listeners = [shop];
  expect(await probeOnce({})).toEqual({ kind: 'not-asked', verdict: 'undetermined' });
  expect(machine.probes).toEqual([]);
});
