import { afterEach, describe, expect, test } from 'vitest';
import { createOwnerIndex, type OwnerIndex } from '../../../electron/adapters/linux/owner-index.ts';
import { createPace, type Pace } from '../../../electron/adapters/linux/pace.ts';
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
    proc.put({ pid: 111, sockets: { 4: 77 } });
    let found: Readonly<Record<string, readonly string[]>> = {};
    for (let scan = 0; scan < 6; scan += 1) found = await resolve(index, [77]);
    expect(found).toEqual({ 77: ['10/5', '111/4'] });
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
    new Set(['77']),
    createPace(() => 0, 8, 1000),
  );
  expect(
    resolution.kind === 'resolved' &&
      resolution.holders.get('77')?.map(({ stat }) => stat.startToken),
  ).toEqual(['2']);
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
  const unresolved: (readonly string[])[] = [];
  for (const inodes of [['77'], ['77'], ['77', '78'], ['78'], ['77']]) {
    const resolution = await index.resolve(
      new Set(inodes),
      createPace(() => 0, 8, 1000),
    );
    unresolved.push(resolution.kind === 'resolved' ? resolution.newlyUnresolved : []);
  }
  expect(unresolved).toEqual([['77'], [], ['78'], [], ['77']]);
});

test('half a walk is forgotten, so that half of the holders never pass for all', async () => {
  proc = createFakeProc([
    { pid: 1010, sockets: { 5: 77 } },
    { pid: 1011, sockets: { 4: 76, 5: 77 } },
    ...idle(30),
  ]);
  const index = createOwnerIndex(proc.root);
  await resolve(index, [76]);
  /** Newest first, and time is up after the visit to 1011. */
  let looks = 0;
  const hurried: Pace = {
    isDue: () => (looks += 1) > 2,
    pause: () => Promise.resolve('overdue'),
  };
  expect(await index.resolve(new Set(['76', '77']), hurried)).toEqual({ kind: 'timed-out' });
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

async function resolve(
  index: OwnerIndex,
  inodes: readonly number[],
): Promise<Readonly<Record<string, readonly string[]>>> {
  const resolution = await index.resolve(
    new Set(inodes.map(String)),
    createPace(() => 0, 8, 1000),
  );
  if (resolution.kind === 'timed-out') throw new Error('timed out');
  return Object.fromEntries(
    [...resolution.holders].map(([inode, holders]) => [
      inode,
      holders.map(({ stat, descriptor }) => `${stat.pid}/${descriptor}`),
    ]),
  );
}

function idle(count: number) {
  return Array.from({ length: count }, (_, index) => ({ pid: 100 + index }));
}
