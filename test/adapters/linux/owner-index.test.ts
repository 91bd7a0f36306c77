import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { WantedSockets } from '../../../electron/adapters/linux/owners/holder-search.ts';
import {
  createOwnerIndex,
  type OwnerIndex,
} from '../../../electron/adapters/linux/owners/owner-index.ts';
import {
  createNodeSocketLinks,
  type SocketLinks,
} from '../../../electron/adapters/linux/owners/socket-links.ts';
import { createPace, type Pace } from '../../../electron/adapters/linux/proc/pace.ts';
import { createFakeProc, type FakeProc } from './fake-proc.ts';

let proc: FakeProc;
afterEach(() => proc.remove());

describe('the holders of a socket', () => {
  test('are all of them: a parent and the children that inherited it', async () => {
    proc = createFakeProc([
      { pid: 10, sockets: { 5: 77 } },
      { pid: 11, parentPid: 10, sockets: { 5: 77, 6: 78 } },
      { pid: 12, parentPid: 10, sockets: { 9: 77 } },
      { pid: 13 },
    ]);
    expect(await resolve(createOwnerIndex(proc.root), [77, 78])).toEqual({
      77: ['10/5', '11/5', '12/9'],
      78: ['11/6'],
    });
  });

  test('gain a child that was born after they were found', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }, ...idle(30)]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 11, parentPid: 10, sockets: { 5: 77 } });
    expect(await resolve(index, [77])).toEqual({ 77: ['10/5', '11/5'] });
  });

  test('lose one that ended and keep the rest', async () => {
    proc = createFakeProc([
      { pid: 10, sockets: { 5: 77 } },
      { pid: 11, sockets: { 5: 77 } },
    ]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.end(10);
    expect(await resolve(index, [77])).toEqual({ 77: ['11/5'] });
  });

  test('are looked for anew when the last one ended, among known processes too', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }, ...idle(20)]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 105, sockets: { 4: 77 } });
    proc.end(10);
    expect(await resolve(index, [77])).toEqual({ 77: ['105/4'] });
  });

  test('are found again in the same process under another descriptor', async () => {
    proc = createFakeProc([
      { pid: 10, sockets: { 5: 77 } },
      { pid: 11, sockets: { 5: 77 } },
      ...idle(30),
    ]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 10, sockets: { 8: 77 } });
    expect(await resolve(index, [77])).toEqual({ 77: ['10/8', '11/5'] });
  });

  test('are found in the end when a known process was handed the socket', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }, ...idle(20)]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    /** The kernel gives the lowest free number. */
    proc.put({ pid: 111, sockets: { 1: 77 } });
    let found: Readonly<Record<string, readonly string[]>> = {};
    for (let scan = 0; scan < 6; scan += 1) found = await resolve(index, [77]);
    expect(found).toEqual({ 77: ['10/5', '111/1'] });
  });

  test('become none when the process closed the socket', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }]);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 10, sockets: { 5: 99 } });
    expect(await resolve(index, [77])).toEqual({});
  });
});

test('a process that got the pid of a holder is another process', async () => {
  proc = createFakeProc([{ pid: 10, startTicks: 1, sockets: { 5: 77 } }]);
  const index = createOwnerIndex(proc.root);
  await resolve(index, [77]);
  proc.put({ pid: 10, startTicks: 2, sockets: { 5: 77 } });
  const resolution = await index.resolve(
    wanted([77]),
    createPace(() => 0, 8, 1000),
  );
  expect(
    resolution.kind === 'resolved' &&
      resolution.holders.get(77)?.map(({ stat }) => stat.startToken),
  ).toEqual(['2']);
});

test('every holder is asked who it is where any may be another, newcomers or not', async () => {
  proc = createFakeProc([10, 11].map((pid) => ({ pid, startTicks: 1, sockets: { 5: 77 } })));
  const index = createOwnerIndex(proc.root);
  await resolve(index, [77]);
  proc.put({ pid: 12, startTicks: 1, sockets: { 5: 77 } });
  await resolve(index, [77]);
  for (const pid of [10, 11]) proc.put({ pid, startTicks: 2, sockets: { 5: 77 } });
  proc.put({ pid: 13, startTicks: 1, sockets: { 5: 77 } });
  const resolution = await index.resolve(
    wanted([77]),
    createPace(() => 0, 8, 1000),
  );
  expect(startTokensOf(resolution, 77)).toEqual(['2', '2', '1', '1']);
});

test('a process that vanished between its descriptors and its state holds nothing', async () => {
  proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }]);
  proc.put({ pid: 11, name: 'no end', sockets: { 5: 78 } });
  proc.end(11);
  expect(await resolve(createOwnerIndex(proc.root), [77, 78])).toEqual({ 77: ['10/5'] });
});

test('an inode is reported as unresolved once', async () => {
  proc = createFakeProc([{ pid: 10 }]);
  const index = createOwnerIndex(proc.root);
  const unresolved: (readonly number[])[] = [];
  for (const inodes of [[77], [77], [77, 78], [78], [77]]) {
    const resolution = await index.resolve(
      wanted(inodes),
      createPace(() => 0, 8, 1000),
    );
    unresolved.push(resolution.kind === 'resolved' ? resolution.newlyUnresolved : []);
  }
  expect(unresolved).toEqual([[77], [], [78], [], [77]]);
});

test('half a walk is forgotten, so that half of the holders never pass for all', async () => {
  proc = createFakeProc([
    { pid: 1010, sockets: { 5: 77 } },
    { pid: 1011, sockets: { 4: 76, 5: 77 } },
    ...idle(30),
  ]);
  const index = createOwnerIndex(proc.root);
  await resolve(index, [76]);
  const hurried: Pace = {
    isDue: () => true,
    isDueAt: () => true,
    pause: () => Promise.resolve('overdue'),
  };
  expect(await index.resolve(wanted([76, 77]), hurried)).toEqual({ kind: 'timed-out' });
  expect(await resolve(index, [76, 77])).toEqual({ 76: ['1011/4'], 77: ['1010/5', '1011/5'] });
});

test('a successor with the pid of a holder is looked through for everything it holds', async () => {
  proc = createFakeProc([
    { pid: 10, startTicks: 1, sockets: { 5: 77 } },
    { pid: 11, sockets: { 5: 78 } },
    ...idle(30),
  ]);
  const index = createOwnerIndex(proc.root);
  await resolve(index, [77, 78]);
  proc.put({ pid: 10, startTicks: 2, sockets: { 5: 77, 6: 78 } });
  expect(await resolve(index, [77, 78])).toEqual({ 77: ['10/5'], 78: ['10/6', '11/5'] });
});

describe('where the system tells the last process id', () => {
  test('a new process is found without a list of all, and a thread is none', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 3: 77 } }]);
    proc.setLastPid(10);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 11, parentPid: 10, sockets: { 3: 77, 4: 78 } });
    proc.put({ pid: 12, sockets: { 3: 77 }, isThread: true });
    proc.setLastPid(12);
    expect(await resolve(index, [77, 78])).toEqual({ 77: ['10/3', '11/3'], 78: ['11/4'] });
  });

  test('a process that got the pid of a holder, and its socket, is another one at once', async () => {
    proc = createFakeProc([{ pid: 10, startTicks: 1, sockets: { 3: 77 } }]);
    proc.setLastPid(10);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 10, startTicks: 2, sockets: { 3: 77 } });
    proc.setLastPid(9);
    await resolve(index, [77]);
    proc.setLastPid(10);
    const resolution = await index.resolve(
      wanted([77]),
      createPace(() => 0, 8, 1000),
    );
    expect(startTokensOf(resolution, 77)).toEqual(['2']);
  });

  test('a socket of an old process is found by a guess, and those who share it by a walk', async () => {
    proc = createFakeProc([
      { pid: 10, sockets: { 1: 70 } },
      { pid: 11, sockets: { 1: 71 } },
      ...idle(200),
    ]);
    proc.setLastPid(500);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [70, 71]);
    proc.put({ pid: 10, sockets: { 1: 70, 2: 77 } });
    /** Where no guess looks: it was bound before and listens only now. */
    proc.put({ pid: 11, sockets: { 1: 71, 9: 77 } });
    expect(await resolve(index, [70, 71, 77])).toMatchObject({ 77: ['10/2'] });
    let found: Readonly<Record<string, readonly string[]>> = {};
    for (let scan = 0; scan < 12; scan += 1) found = await resolve(index, [70, 71, 77]);
    expect(found).toMatchObject({ 77: ['10/2', '11/9'] });
  });

  test('a parent that shares what its new child listens on is found in the next scan', async () => {
    proc = createFakeProc([{ pid: 10 }, ...idle(300)]);
    proc.setLastPid(500);
    const index = createOwnerIndex(proc.root);
    await resolve(index, []);
    proc.put({ pid: 10, sockets: { 7: 77 } });
    proc.put({ pid: 501, parentPid: 10, sockets: { 7: 77 } });
    proc.setLastPid(501);
    expect(await resolve(index, [77])).toEqual({ 77: ['501/7'] });
    expect(await resolve(index, [77])).toEqual({ 77: ['10/7', '501/7'] });
  });
});

describe('where the system tells how many descriptors a process has open', () => {
  test('a socket of an old process is found without a look through all others', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 1: 70 } }, ...idle(20)]);
    proc.setLastPid(500);
    const { links, opened } = createCountingLinks();
    const index = createOwnerIndex(proc.root, { links });
    await resolve(index, [70]);
    opened.length = 0;
    /** Where no guess looks. */
    proc.put({ pid: 105, sockets: { 7: 77 } });
    expect(await resolve(index, [70, 77])).toEqual({ 70: ['10/1'], 77: ['105/7'] });
    expect(opened).toEqual([105]);
  });

  test('who was handed a socket that is asked for is found without a look through all others', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 1: 70 } }, ...idle(20)]);
    proc.setLastPid(500);
    const { links, opened } = createCountingLinks();
    const index = createOwnerIndex(proc.root, { links });
    await resolve(index, [70]);
    opened.length = 0;
    proc.put({ pid: 105, sockets: { 7: 70 } });
    expect(await resolve(index, [70], [70])).toEqual({ 70: ['10/1', '105/7'] });
    expect(opened.sort((a, b) => a - b)).toEqual([10, 105]);
  });

  test('who had a socket before it listened is found when it is asked for', async () => {
    proc = createFakeProc([
      { pid: 10, sockets: { 1: 77 } },
      { pid: 11, sockets: { 9: 77 } },
      ...idle(200),
    ]);
    proc.setLastPid(500);
    const index = createOwnerIndex(proc.root, { links: createCountingLinks().links });
    await resolve(index, []);
    expect(await resolve(index, [77], [77])).toEqual({ 77: ['10/1', '11/9'] });
  });
});

describe('an index that looked at everything', () => {
  test('tells of no change while there is none', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 3: 77 } }]);
    proc.setLastPid(10);
    const index = createOwnerIndex(proc.root);
    const sockets = wanted([77, 78]);
    const pace = createPace(() => 0, 8, 1000);
    const first = await index.resolve(sockets, pace);
    const second = await index.resolve(sockets, pace);
    expect(first).toMatchObject({ isChanged: true, changed: new Set([77]) });
    expect(second).toMatchObject({ isChanged: false, changed: new Set(), newlyUnresolved: [] });
  });
});

describe('a passing socket', () => {
  test('is searched for only when it stays, and then not too often', async () => {
    proc = createFakeProc([{ pid: 10 }, ...idle(20)]);
    proc.setLastPid(500);
    let nowMs = 100_000;
    const index = createOwnerIndex(proc.root, { monotonicMs: () => nowMs });
    const look = async (inode: number) => {
      const sockets = wanted([inode], [inode]);
      const resolution = await index.resolve(
        sockets,
        createPace(() => 0, 8, 1000),
      );
      return resolution.kind === 'resolved' && resolution.holders.has(inode);
    };
    await look(70);
    proc.put({ pid: 10, sockets: { 8: 71 } });
    expect([await look(71), await look(71)]).toEqual([false, true]);
    proc.put({ pid: 10, sockets: { 8: 72 } });
    expect([await look(72), await look(72), await look(72)]).toEqual([false, false, false]);
    nowMs += 31_000;
    expect(await look(72)).toBe(true);
  });

  test('that a new process moved before it replaced its program is found', async () => {
    proc = createFakeProc([{ pid: 10, sockets: { 5: 77 } }]);
    proc.setLastPid(10);
    const index = createOwnerIndex(proc.root);
    await resolve(index, [77]);
    proc.put({ pid: 11, name: 'shell' });
    proc.setLastPid(11);
    expect(await resolve(index, [77])).toEqual({ 77: ['10/5'] });
    proc.put({ pid: 11, name: 'server', sockets: { 3: 77 } });
    expect(await resolve(index, [77])).toEqual({ 77: ['10/5', '11/3'] });
  });

  test('of a new process is found at once', async () => {
    proc = createFakeProc([{ pid: 10 }]);
    proc.setLastPid(10);
    const index = createOwnerIndex(proc.root);
    await resolve(index, []);
    proc.put({ pid: 11, sockets: { 5: 71 } });
    proc.setLastPid(11);
    const resolution = await index.resolve(
      wanted([71], [71]),
      createPace(() => 0, 8, 1000),
    );
    expect(resolution.kind === 'resolved' && [...resolution.holders.keys()]).toEqual([71]);
  });
});

type Resolved = Awaited<ReturnType<OwnerIndex['resolve']>>;

/** Counts what is open, as kernels do since 6.2, and notes who was looked through. */
function createCountingLinks() {
  const node = createNodeSocketLinks();
  const opened: number[] = [];
  const links: SocketLinks = {
    ...node,
    countOpen: (procRoot, pid) => readdirSync(`${procRoot}/${pid}/fd`).length,
    open(procRoot, pid) {
      opened.push(pid);
      return node.open(procRoot, pid);
    },
  };
  return { links, opened };
}

function startTokensOf(resolution: Resolved, inode: number): readonly string[] | undefined {
  if (resolution.kind !== 'resolved') return undefined;
  return resolution.holders.get(inode)?.map(({ stat }) => stat.startToken);
}

async function resolve(
  index: OwnerIndex,
  inodes: readonly number[],
  asked: readonly number[] = [],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const resolution = await index.resolve(
    wanted(inodes),
    createPace(() => 0, 8, 1000),
    new Set(asked),
  );
  if (resolution.kind === 'timed-out') throw new Error('timed out');
  return Object.fromEntries(
    [...resolution.holders].map(([inode, holders]) => [
      inode,
      holders.map(({ stat, descriptor }) => `${stat.pid}/${descriptor}`),
    ]),
  );
}

function wanted(inodes: readonly number[], passing: readonly number[] = []): WantedSockets {
  return { inodes: new Set(inodes), passing: new Set(passing) };
}

function idle(count: number) {
  return Array.from({ length: count }, (_, index) => ({ pid: 100 + index }));
}
