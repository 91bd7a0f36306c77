import { expect, onTestFinished, test } from 'vitest';
import {
  toChangeJson,
  toChangeText,
  watchPorts,
  type PortChange,
} from '../../electron/command/watch.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { aListener, anOwner, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

const t = toTranslate('en', 'linux');

/** A machine that is watched every second, and what was told of it. */
async function watchMachine() {
  const machine = createFakeMachine(someSettings());
  const changes: PortChange[] = [];
  const watching = await watchPorts(machine.host, {
    intervalMs: 1000,
    select: (listeners) => listeners.filter(({ port }) => port !== 9),
    onChange: (change) => changes.push(change),
  });
  onTestFinished(() => watching.stop());
  await machine.clock.advance(0);
  return { machine, changes, watching };
}

const portsOf = (change: PortChange | undefined) => ({
  coverage: change?.coverage,
  added: change?.added.map(({ port }) => port),
  removed: change?.removed.map(({ port }) => port),
  conflicts: change?.conflicts.map(({ watchedPort }) => watchedPort.name),
});

test('the first change holds everything, even when that is nothing', async () => {
  const { changes } = await watchMachine();
  expect(changes.map(portsOf)).toEqual([
    { coverage: 'complete', added: [], removed: [], conflicts: [] },
  ]);
});

test('nothing is told while nothing changes', async () => {
  const { machine, changes } = await watchMachine();
  await machine.clock.advance(60_000);
  expect([machine.scanCount > 50, changes.length]).toEqual([true, 1]);
});

test('a change of what is not asked for is no change', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 9 })];
  await machine.clock.advance(5000);
  expect(changes).toHaveLength(1);
});

test('a listener that comes, changes hands and goes is told each time', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 4000 })];
  await machine.clock.advance(1100);
  machine.listeners = [aListener({ port: 4000, owners: [anOwner({ pid: 77 })] })];
  await machine.clock.advance(1100);
  machine.listeners = [];
  await machine.clock.advance(1100);
  expect(changes.slice(1).map(portsOf)).toEqual([
    { coverage: 'complete', added: [4000], removed: [], conflicts: [] },
    { coverage: 'complete', added: [4000], removed: [4000], conflicts: [] },
    { coverage: 'complete', added: [], removed: [4000], conflicts: [] },
  ]);
});

test('a conflict is told when it is sure, and again when it ends', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 3000 })];
  await machine.clock.advance(3000);
  machine.listeners = [];
  await machine.clock.advance(3000);
  expect(changes.slice(1).map(portsOf)).toEqual([
    { coverage: 'complete', added: [3000], removed: [], conflicts: [] },
    { coverage: 'complete', added: [], removed: [], conflicts: ['web'] },
    { coverage: 'complete', added: [], removed: [3000], conflicts: [] },
  ]);
});

test('a failed scan is told once and never looks like free ports', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 4000 })];
  await machine.clock.advance(1100);
  machine.scanFailure = { kind: 'failed', reason: 'unreadable', detail: '' };
  await machine.clock.advance(5000);
  machine.scanFailure = undefined;
  await machine.clock.advance(1100);
  expect(changes.slice(2).map(portsOf)).toEqual([
    { coverage: 'failed', added: [], removed: [], conflicts: [] },
    { coverage: 'complete', added: [], removed: [], conflicts: [] },
  ]);
});

test('nothing is scanned after the end', async () => {
  const { machine, watching } = await watchMachine();
  watching.stop();
  const { scanCount } = machine;
  await machine.clock.advance(60_000);
  expect(machine.scanCount).toBe(scanCount);
});

test('a line of JSON is one line with the documented names', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 3000 })];
  await machine.clock.advance(3000);
  const lines = changes.map(toChangeJson);
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  expect(lines.map((line) => JSON.parse(line) as unknown).at(-1)).toEqual({
    at: expect.stringMatching(/^2026-01-05T09:14:0\d/),
    scanMs: 0,
    coverage: 'complete',
    added: [],
    removed: [],
    conflicts: [{ id: 'web', name: 'web', port: 3000, protocol: 'tcp', conflict: 'squatted' }],
  });
});

test('a person reads which of several workers came or went, however many there are', async () => {
  const { machine, changes } = await watchMachine();
  const workers = Array.from({ length: 12 }, (_, index) => anOwner({ pid: 71 + index }));
  const toLast = () =>
    toChangeText(changes.at(-1) ?? raise(), new Set(), t).map((line) => line.slice(9));
  for (const owners of [workers.slice(0, 4), workers.slice(0, 3)]) {
    machine.listeners = [aListener({ port: 4000, owners })];
    await machine.clock.advance(1100);
  }
  expect(toLast()).toEqual([
    '- 127.0.0.1:4000 tcp  node server.js in ~/blog, pids 71, 72, 73, 74',
    '+ 127.0.0.1:4000 tcp  node server.js in ~/blog, pids 71, 72, 73',
  ]);
  for (const owners of [workers, [...workers.slice(0, 11), anOwner({ pid: 99 })]]) {
    machine.listeners = [aListener({ port: 4000, owners })];
    await machine.clock.advance(1100);
  }
  expect(toLast()).toEqual([
    '- 127.0.0.1:4000 tcp  node server.js in ~/blog, pids 82, 71, 72, 73, 74, 75, 76, 77 and 4 more',
    '+ 127.0.0.1:4000 tcp  node server.js in ~/blog, pids 99, 71, 72, 73, 74, 75, 76, 77 and 4 more',
  ]);
});

function raise(): never {
  throw new Error('nothing was told');
}

test('a person reads what came, what went and which conflict began and ended', async () => {
  const { machine, changes } = await watchMachine();
  machine.listeners = [aListener({ port: 3000 })];
  await machine.clock.advance(3000);
  const [, came, conflict] = changes;
  if (came === undefined || conflict === undefined) throw new Error('too few changes');
  const toPlain = (lines: readonly string[]) =>
    lines.map((line) => line.replace(/^\d\d:\d\d:\d\d /, ''));
  expect(toPlain(toChangeText(came, new Set(), t))).toEqual([
    '+ 127.0.0.1:3000 tcp  node server.js in ~/blog, pid 4001',
  ]);
  const sentence = '3000 web: held by node server.js in ~/blog, expected a process in ~/shop';
  expect(toPlain(toChangeText(conflict, new Set(), t))).toEqual([`! ${sentence}`]);
  expect(toChangeText(conflict, new Set([sentence]), t)).toEqual([]);
  expect(toPlain(toChangeText(came, new Set([sentence]), t)).at(-1)).toBe(`✓ ${sentence}`);
});
