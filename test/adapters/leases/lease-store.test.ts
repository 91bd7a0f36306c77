import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLockIn } from '../../support/file-locks.ts';
import { createClock } from '../../../electron/adapters/clock.ts';
import { createLeaseStore } from '../../../electron/adapters/leases/lease-store.ts';
import { writeBook } from '../../../electron/adapters/leases/write-book.ts';
import type { Lease } from '../../../shared/lease.ts';
import { makeFolder } from '../../support/app-under-test.ts';

let folder: ReturnType<typeof makeFolder>;
let file: string;

beforeEach(() => {
  folder = makeFolder();
  file = join(folder.path, 'leases.json');
});
afterEach(() => folder.remove());

const createStore = () =>
  createLeaseStore({
    folder: folder.path,
    createLock: createLockIn(folder.path),
    clock: createClock(),
  });

const aLease = (port: number, facts: Partial<Lease> = {}): Lease => ({
  id: `lease-${port}`,
  name: 'web',
  port,
  protocols: ['tcp'],
  grantedAt: '2026-11-21T09:00:00.000Z',
  term: { kind: 'time', ttlMs: 60_000 },
  renewedAtMs: 5,
  ...facts,
});

const add = (lease: Lease) =>
  createStore().change((book) =>
    Promise.resolve({ book: { ...book, leases: [...book.leases, lease] }, result: lease.port }),
  );

const listPorts = async () => (await createStore().read()).leases.map(({ port }) => port);

test('changes of several stores at once are all kept', async () => {
  const changed = await Promise.all(Array.from({ length: 40 }, (_, n) => add(aLease(3000 + n))));
  expect(changed.every(({ kind }) => kind === 'changed')).toBe(true);
  expect(new Set(await listPorts())).toEqual(
    new Set(Array.from({ length: 40 }, (_, n) => 3000 + n)),
  );
  expect(readdirSync(folder.path)).toEqual(['leases.json']);
});

test('what was being written when its author was killed is removed with the next change', async () => {
  for (const start of ['leases.json', 'leases.json.bak']) {
    writeFileSync(join(folder.path, `${start}.0123456789ab.tmp`), '{"vers');
  }
  await add(aLease(3000));
  expect(readdirSync(folder.path)).toEqual(['leases.json']);
});

test('a reservation that only the backup lacks is made', async () => {
  mkdirSync(join(folder.path, 'leases.json.bak'));
  const { result } = { ...(await add(aLease(3000, { term: { kind: 'reservation' } }))) } as {
    readonly result?: number;
  };
  expect([result, await listPorts()]).toEqual([3000, [3000]]);
});

test('no book has the time of another, however fast they follow each other', async () => {
  const times = new Set<bigint>();
  for (let count = 0; count < 200; count += 1) {
    await writeBook(file, '{}', { isLasting: false });
    times.add(statSync(file, { bigint: true }).mtimeNs);
  }
  expect(times.size).toBe(200);
  // The clock was put back since: what counts is the time of the file, as the disk has rounded it.
  for (let count = 0; count < 200; count += 1) {
    const inAnHour = Date.now() / 1000 + 3600;
    utimesSync(file, inAnHour, inAnHour);
    const { mtimeNs } = statSync(file, { bigint: true });
    await writeBook(file, '{}', { isLasting: false });
    expect(statSync(file, { bigint: true }).mtimeNs > mtimeNs).toBe(true);
  }
});

test('a change that goes wrong changes nothing, and those beside it are kept', async () => {
  const store = createStore();
  const bad = store.change(() => Promise.reject(new Error('a bug')));
  const good = store.change((book) =>
    Promise.resolve({ book: { ...book, leases: [aLease(3000)] }, result: 'good' }),
  );
  await expect(bad).rejects.toThrow('a bug');
  expect(await good).toEqual({ kind: 'changed', result: 'good' });
  expect(await listPorts()).toEqual([3000]);
});

test('a book of a newer version is neither read nor written over', async () => {
  writeFileSync(file, '{"version":2,"leases":{}}');
  expect(await add(aLease(3000))).toEqual({ kind: 'book-not-saved', reason: 'unknown' });
  expect(readFileSync(file, 'utf8')).toBe('{"version":2,"leases":{}}');
});

test('a book that cannot be read promises what nobody knows, so nothing is granted', async ({
  skip,
}) => {
  if (process.geteuid?.() === 0) skip('root reads everything');
  await add(aLease(3000));
  chmodSync(file, 0o000);
  expect(await add(aLease(3001))).toMatchObject({ kind: 'book-not-saved' });
});

test('reservations outlive a book that a power cut destroyed', async () => {
  await add(aLease(3000, { term: { kind: 'reservation' } }));
  await add(aLease(3001));
  writeFileSync(file, '');
  expect(await listPorts()).toEqual([3000]);
});

test('only this account can read who was promised what', async () => {
  await add(aLease(3000));
  expect(readFileSync(file, 'utf8')).toContain('3000');
  chmodSync(folder.path, 0o700);
  const { mode } = await import('node:fs').then(({ statSync }) => statSync(file));
  expect(mode & 0o777).toBe(0o600);
});
