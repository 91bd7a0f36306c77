import { expect, onTestFinished, test } from 'vitest';
import {
  toChangeJson,
  toChangeText,
  toConflictLines,
  watchPorts,
  type PortChange,
} from '../../electron/command/watch.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import {
  aContainer,
  aForwarder,
  aHiddenListener,
  aListener,
  anOwner,
  aWatchedPort,
  someSettings,
} from '../support/builders.ts';
import { createFakeMachine, type FakeMachine } from '../support/fake-host.ts';

const t = toTranslate('en', 'linux');

const container = aContainer();
const proxy = aForwarder();

/** A machine that is watched every second, and what was told of it. */
async function watchMachine(expectedOwner = aWatchedPort().expectedOwner) {
  const watchedPort = aWatchedPort({ expectedOwner });
  const machine = createFakeMachine(someSettings({ watchedPorts: [watchedPort] }));
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

/** What a person reads of all that was told so far, without the times. */
function toPlainLines(changes: readonly PortChange[]): readonly string[] {
  let told: ReadonlySet<string> = new Set();
  return changes.flatMap((change) => {
    const lines = toChangeText(change, told, t);
    told = new Set(toConflictLines(change, t));
    return lines.map((line) => line.slice(9));
  });
}

test.each([
  ['a forwarder', aListener({ owners: [proxy] }), ['docker-proxy, pid 4001', ', pid 4001']],
  ['a hidden owner', aHiddenListener(), ['a hidden process of root', '']],
] as const)(
  'the container behind %s is told as soon as its engine names it',
  async (_who, listener, [unnamed, pid]) => {
    const { machine, changes } = await watchMachine({ kind: 'container', name: 'shop-web-1' });
    machine.container = { kind: 'found', container };
    machine.listeners = [listener];
    await machine.clock.advance(1100);
    expect(toPlainLines(changes)).toEqual([
      `+ 127.0.0.1:3000 tcp  ${unnamed}`,
      `- 127.0.0.1:3000 tcp  ${unnamed}`,
      `+ 127.0.0.1:3000 tcp  container shop-web-1 (shop:latest)${pid}`,
    ]);
    const last = changes.at(-1);
    expect(last?.added.map((one) => one.container)).toEqual([container]);
    expect(last?.snapshot.watched.map(({ verdict }) => verdict.kind)).toEqual(['expected']);
  },
);

test('a container on the port of another service is the squatter, and not what forwards for it', async () => {
  const { machine, changes } = await watchMachine();
  machine.container = { kind: 'found', container };
  machine.listeners = [aListener({ owners: [proxy] })];
  await machine.clock.advance(3000);
  expect(toPlainLines(changes).filter((line) => line.startsWith('!'))).toEqual([
    '! 3000 web: held by container shop-web-1 (shop:latest), expected a process in ~/shop',
  ]);
});

/** An engine that hangs until the test has it answer. */
function hangEngine(machine: FakeMachine): () => void {
  let answer = (): void => undefined;
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  machine.host.containers.find = async () => {
    machine.engineQuestions += 1;
    await answered;
    return { kind: 'found', container };
  };
  return answer;
}

test('an engine that hangs delays no line', async () => {
  const { machine, changes } = await watchMachine();
  const answer = hangEngine(machine);
  machine.listeners = [aListener({ owners: [proxy] })];
  await machine.clock.advance(1100);
  machine.listeners = [...machine.listeners, aListener({ port: 4000 })];
  await machine.clock.advance(1100);
  expect(changes.flatMap(({ added }) => added.map(({ port }) => port))).toEqual([3000, 4000]);
  answer();
  await machine.clock.advance(0);
  expect(changes.at(-1)?.added.map((listener) => listener.container)).toEqual([container]);
});

test('what an engine says after the end is neither told nor looked at', async () => {
  const { machine, changes, watching } = await watchMachine();
  const answer = hangEngine(machine);
  machine.listeners = [aListener({ owners: [proxy] })];
  await machine.clock.advance(1100);
  watching.stop();
  const { scanCount } = machine;
  const { length } = changes;
  answer();
  await machine.clock.advance(60_000);
  expect([machine.engineQuestions, machine.scanCount, changes.length]).toEqual([
    1,
    scanCount,
    length,
  ]);
});

test('a scan that was under way at the end is not told', async () => {
  const { machine, changes, watching } = await watchMachine();
  machine.host.scanner.scan = async () => {
    await machine.clock.sleep(100);
    return { kind: 'scanned', takenAtMs: 0, listeners: [aListener({ port: 4000 })], missing: [] };
  };
  await machine.clock.advance(1050);
  watching.stop();
  await machine.clock.advance(1000);
  expect(changes).toHaveLength(1);
});
