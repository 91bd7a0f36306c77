import { expect, test } from 'vitest';
import { createApp } from '../../../electron/app.ts';
import { createHistoryRecorder } from '../../../electron/core/history/recorder.ts';
import { toHistoryView } from '../../../electron/core/history/to-history-view.ts';
import { createState } from '../../../electron/core/state.ts';
import { findHolders } from '../../../shared/history-queries.ts';
import type { Interval } from '../../../shared/history-view.ts';
import {
  aHiddenListener,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from '../../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../../support/fake-host.ts';

const BATCH_MS = 5000;

async function anAppThatWatches(arrange: (machine: FakeMachine) => void = () => undefined) {
  const machine = createFakeMachine(someSettings({ watchedPorts: [] }));
  arrange(machine);
  const app = createApp(machine.host);
  await app.start();
  const view = () =>
    toHistoryView(
      { entries: machine.history, skipped: 0, isCut: false },
      { fromMs: 0, toMs: machine.clock.wallMs() },
    );
  const written = () => machine.history.map(({ kind }) => kind);
  return { app, machine, view, written };
}

const tell = ({ port, standing, holder, end }: Interval) => ({
  port,
  standing,
  title: holder.title,
  end,
});

test('records who held a port from when to when, and writes nothing while nothing changes', async () => {
  const { machine, view, written } = await anAppThatWatches((it) => {
    it.listeners = [aListener({ port: 3000 })];
  });
  const startMs = machine.clock.wallMs();
  await machine.clock.advance(BATCH_MS + 2000);
  expect(written()).toEqual(['watching-began', 'occupancy-began']);
  await machine.clock.advance(3_600_000);
  expect(machine.history).toHaveLength(2);

  machine.end(4001);
  await machine.clock.advance(10_000);
  expect(written()).toEqual(['watching-began', 'occupancy-began', 'occupancy-ended']);
  const [interval] = view().intervals;
  expect(interval).toMatchObject({
    port: 3000,
    addresses: ['127.0.0.1'],
    holder: { title: 'node server.js', name: 'node', pid: 4001, folder: '/home/ann/blog' },
    end: 'ended',
  });
  expect(findHolders(view().intervals, { port: 3000 }, startMs + 1_800_000)).toEqual([interval]);
  expect(findHolders(view().intervals, { port: 3000 }, machine.clock.wallMs())).toEqual([]);
  expect(findHolders(view().intervals, { port: 3001 }, startMs + 1_800_000)).toEqual([]);
});

test('a visit within one batch is one line', async () => {
  const { machine, written, view } = await anAppThatWatches();
  await machine.clock.advance(20_000);
  machine.listeners = [aListener()];
  await machine.clock.advance(2000);
  machine.listeners = [];
  await machine.clock.advance(10_000);
  expect(written()).toEqual(['watching-began', 'occupancy-ended']);
  expect(view().intervals).toHaveLength(1);
});

test('a program on several addresses, and with workers that come and go, is one', async () => {
  const lead = anOwner({ pid: 50, parentPid: 1 });
  const worker = (pid: number) => anOwner({ pid, parentPid: 50 });
  const on = (...pids: readonly number[]) =>
    ['0.0.0.0', '::'].map((address) =>
      aListener({ address, owners: [worker(51), lead, ...pids.map(worker)] }),
    );
  const { machine, view, written } = await anAppThatWatches((it) => {
    it.listeners = on(52);
  });
  await machine.clock.advance(10_000);
  machine.listeners = on(53, 54);
  await machine.clock.advance(10_000);
  expect(written()).toEqual(['watching-began', 'occupancy-began']);
  expect(view().intervals.map(({ addresses, holder }) => [addresses, holder.pid])).toEqual([
    [['0.0.0.0', '::'], 50],
  ]);
});

test('leaves out what the system lends, unless somebody watches it', async () => {
  const watchedPorts = [aWatchedPort({ port: 40_001, expectedOwner: { kind: 'anybody' } })];
  const { machine, view } = await anAppThatWatches((it) => {
    it.stored = someSettings({ watchedPorts });
    it.listeners = [40_000, 40_001, 61_000].map((port) =>
      aListener({ port, owners: [anOwner({ pid: port })] }),
    );
  });
  await machine.clock.advance(10_000);
  expect(view().intervals.map(({ port, standing }) => `${port} ${standing}`)).toEqual([
    '40001 expected',
    '61000 unwatched',
  ]);
});

test('tells a squatter from the expected, from when that was sure', async () => {
  const { machine, view, app } = await anAppThatWatches((it) => {
    it.stored = someSettings();
    it.listeners = [aListener(), aHiddenListener({ port: 80 })];
  });
  await machine.clock.advance(10_000);
  expect(view().intervals.map(tell)).toEqual([
    { port: 80, standing: 'hidden', title: '', end: 'goes-on' },
    { port: 3000, standing: 'squatter', title: 'node server.js', end: 'goes-on' },
  ]);
  await app.handlers['watched-port.accept-owner'](
    { watchedPortId: 'web', shown: [anOwner().identity] },
    'popover',
  );
  await machine.clock.advance(10_000);
  expect(
    view()
      .intervals.filter(({ port }) => port === 3000)
      .map(tell),
  ).toEqual([
    { port: 3000, standing: 'squatter', title: 'node server.js', end: 'ended' },
    { port: 3000, standing: 'expected', title: 'node server.js', end: 'goes-on' },
  ]);
});

test('a failed scan ends nothing; a pause and the end do', async () => {
  const { machine, view, app, written } = await anAppThatWatches((it) => {
    it.listeners = [aListener()];
  });
  await machine.clock.advance(10_000);
  machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
  await machine.clock.advance(60_000);
  machine.scanFailure = undefined;
  await machine.clock.advance(10_000);
  expect(view().intervals.map(({ end }) => end)).toEqual(['goes-on']);
  await app.handlers['watching.pause']({ isPaused: true }, 'popover');
  await machine.clock.advance(60_000);
  expect(view().intervals.map(({ end }) => end)).toEqual(['unwatched']);
  await app.handlers['watching.pause']({ isPaused: false }, 'popover');
  await machine.clock.advance(10_000);
  await app.stop();
  expect(view().intervals.map(({ end }) => end)).toEqual(['unwatched', 'unwatched']);
  expect(written().filter((kind) => kind.startsWith('watching'))).toEqual([
    'watching-began',
    'watching-ended',
    'watching-began',
    'watching-ended',
  ]);
});

test('tells a day later again what is held, with the next change', async () => {
  const machine = createFakeMachine();
  const recorder = createHistoryRecorder(machine.host, {
    record: (entries) => machine.history.push(...entries),
  });
  const look = (...ports: readonly number[]) =>
    recorder.look({
      ...createState(someSettings({ watchedPorts: [] }), []),
      reading: { listeners: ports.map((port) => aListener({ port })), missing: [] },
    });
  look(3000);
  await machine.clock.advance(25 * 3_600_000);
  look(3000);
  await machine.clock.advance(10_000);
  expect(machine.history).toHaveLength(2);
  look(3000, 8080);
  await machine.clock.advance(10_000);
  expect(
    machine.history.map((entry) => `${entry.kind} ${'port' in entry ? entry.port : ''}`),
  ).toEqual([
    'watching-began ',
    'occupancy-began 3000',
    'watching-continued ',
    'occupancy-began 3000',
    'occupancy-began 8080',
  ]);
  expect(machine.history[3]).toMatchObject({ from: machine.history[0]?.at });
});

test('records nothing of it where that is switched off, and goes on with conflicts', async () => {
  const { machine, written } = await anAppThatWatches((it) => {
    it.stored = someSettings({ recordOccupancies: false });
    it.listeners = [aListener()];
  });
  await machine.clock.advance(20_000);
  expect(written()).toEqual(['conflict-began']);
});
