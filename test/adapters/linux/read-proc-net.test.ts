import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createPace } from '../../../electron/adapters/linux/proc/pace.ts';
import type { ProcNetRow } from '../../../electron/adapters/linux/sockets/parse-proc-net.ts';
import {
  createTableReader,
  PROC_NET_TABLES,
  type ProcNetName,
} from '../../../electron/adapters/linux/sockets/read-proc-net.ts';
import {
  createFakeProc,
  formatRow,
  HEADING,
  type FakeProc,
  type FakeRow,
  type TableName,
} from './fake-proc.ts';

let proc: FakeProc;
beforeEach(() => {
  proc = createFakeProc();
});
afterEach(() => proc.remove());

describe('the listening part of a TCP table', () => {
  test('ends at the first row in another state', async () => {
    proc.setTable('tcp', [...rows(2), { ...row(50), state: '01' }, row(60)]);
    expect(await readListening('tcp')).toEqual({ inodes: [1, 2], isWhole: true });
  });

  test('is read whole over many chunks, whether it grew, shrank or stayed', async () => {
    const reader = createTableReader(proc.root, 'LE');
    for (const count of [0, 1, 30, 30, 1500, 1500, 1501, 3, 700, 0, 2]) {
      for (const tail of [[], [{ ...row(9000), state: '01' }, row(9001)]]) {
        proc.setTable('tcp', [...rows(count), ...tail]);
        expect(await readListening('tcp', reader)).toEqual({
          inodes: rows(count).map(({ inode }) => inode),
          isWhole: true,
        });
      }
    }
  });
});

test('all bound sockets of a UDP table are read, between the connected ones', async () => {
  proc.setTable('udp', [row(1), { ...row(2), state: '01' }, row(3)]);
  expect(await readListening('udp')).toEqual({ inodes: [1, 3], isWhole: true });
});

test('every row is handed over when clients are counted, and others get to run', async () => {
  const all = rows(3000).map((each) => ({ ...each, state: '01' }));
  proc.setTable('tcp', all);
  let nowMs = 0;
  let ticks = 0;
  const ticker = setInterval(() => (ticks += 1), 0);
  const inodes: number[] = [];
  const reading = await createTableReader(proc.root, 'LE').readAll(
    find('tcp'),
    ({ inode }) => inodes.push(inode),
    createPace(() => (nowMs += 3), 5, 10_000),
  );
  clearInterval(ticker);
  expect(reading).toEqual({ kind: 'read', isWhole: true });
  expect(inodes).toEqual(all.map(({ inode }) => inode));
  expect(ticks).toBeGreaterThan(0);
});

test('counting is given up at its deadline', async () => {
  proc.setTable('tcp', rows(3000));
  let nowMs = 0;
  const reading = await createTableReader(proc.root, 'LE').readAll(
    find('tcp'),
    () => undefined,
    createPace(() => (nowMs += 3), 5, 10),
  );
  expect(reading).toEqual({ kind: 'timed-out' });
});

describe('a damaged table', () => {
  test.each([
    ['without a heading', formatRow('tcp', row(1)), [1]],
    ['that is empty', '', []],
    ['with a last line that was cut', `${HEADING}${formatRow('tcp', row(1))}`.slice(0, -70), []],
    [
      'with a line of 100,000 letters',
      `${HEADING}${'x'.repeat(100_000)}\n${formatRow('tcp', row(1))}`,
      [1],
    ],
    ['of NUL bytes', '\0'.repeat(70_000), []],
  ])('%s is not whole', async (_, text, inodes) => {
    proc.writeTable('tcp', text);
    expect(await readListening('tcp')).toEqual({ inodes, isWhole: false });
  });

  test('that is not there fails with the system’s word', async () => {
    proc.removeTable('udp6');
    const reader = createTableReader(proc.root, 'LE');
    const pace = createPace(() => 0, 8, 1000);
    expect(await reader.readListening(find('udp6'), () => undefined, pace)).toEqual({
      kind: 'failed',
      errno: 'ENOENT',
    });
  });
});

async function readListening(name: TableName, reader = createTableReader(proc.root, 'LE')) {
  const inodes: number[] = [];
  const onRow = ({ inode }: ProcNetRow): void => void inodes.push(inode);
  const reading = await reader.readListening(
    find(name),
    onRow,
    createPace(() => 0, 8, 1000),
  );
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return { inodes, isWhole: reading.isWhole };
}

function find(name: TableName): ProcNetName {
  const table = PROC_NET_TABLES.find((each) => each.name === name);
  if (table === undefined) throw new Error(name);
  return table;
}

function row(inode: number): FakeRow {
  return { address: '127.0.0.1', port: 10_000 + inode, inode };
}

function rows(count: number): readonly FakeRow[] {
  return Array.from({ length: count }, (_, index) => row(index + 1));
}
