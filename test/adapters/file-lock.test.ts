import { readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createClock } from '../../electron/adapters/clock.ts';
import { createFileLock } from '../../electron/adapters/file-lock.ts';
import { makeFolder } from '../support/app-under-test.ts';
import { fillUp, mountSmallDisk } from './surroundings.ts';

let folder: ReturnType<typeof makeFolder>;
let file: string;

beforeEach(() => {
  folder = makeFolder();
  file = join(folder.path, 'book.lock');
});
afterEach(() => folder.remove());

const LIVING = new Set([1, 2]);
const lockOf = (pid: number, withinMs = 5000, guards: readonly string[] = []) =>
  createFileLock({
    file,
    readSelf: () => ({ pid, startToken: '7' }),
    isAlive: (identity: { readonly pid: number }) => LIVING.has(identity.pid),
    clock: createClock(),
    withinMs,
    guards,
  });

type Release = () => Promise<void>;

/** Resolves to what lets go of the lock; undefined where it was not to be had in time. */
function take(...args: Parameters<typeof lockOf>): Promise<Release | undefined> {
  return new Promise((resolve, reject) => {
    const hold = (letGo: () => void): void => {
      resolve(async () => {
        letGo();
        await run;
      });
    };
    const run = lockOf(...args).run(() => new Promise<void>(hold));
    void run.then((locked) => {
      if (locked.kind === 'busy') resolve(undefined);
      if (locked.kind === 'refused') reject(locked.error);
    });
  });
}

const listFiles = () => readdirSync(folder.path);

test('a lock is had by one at a time, and leaves nothing behind', async () => {
  const release = await take(1);
  expect(await take(2, 50)).toBeUndefined();
  await release?.();
  const again = await take(2);
  expect(again).toBeDefined();
  await again?.();
  expect(listFiles()).toEqual([]);
});

test('the lock of a process that is gone is taken over by one of many', async () => {
  writeFileSync(file, '{"pid":9,"startToken":"7","nonce":"0123456789abcdef"}');
  let inside = 0;
  let most = 0;
  const enter = async (pid: number): Promise<void> => {
    const release = await take(pid);
    inside += 1;
    most = Math.max(most, inside);
    await new Promise((resolve) => setTimeout(resolve, 2));
    inside -= 1;
    await release?.();
  };
  await Promise.all(Array.from({ length: 30 }, (_, index) => enter((index % 2) + 1)));
  expect(most).toBe(1);
  expect(listFiles()).toEqual([]);
});

test('a taking over that was itself cut off is taken over', async () => {
  writeFileSync(file, '{"pid":9,"startToken":"7","nonce":"0123456789abcdef"}');
  writeFileSync(
    `${file}.0123456789abcdef`,
    '{"pid":8,"startToken":"7","nonce":"fedcba9876543210"}',
  );
  const release = await take(1);
  expect(release).toBeDefined();
  await release?.();
  expect(listFiles()).toEqual([]);
});

test('a lock is given up in time, too, where who takes over that of a dead process stands still', async () => {
  writeFileSync(file, '{"pid":9,"startToken":"7","nonce":"0123456789abcdef"}');
  writeFileSync(
    `${file}.0123456789abcdef`,
    '{"pid":2,"startToken":"7","nonce":"fedcba9876543210"}',
  );
  expect(await take(1, 50)).toBeUndefined();
});

test('a full disk leaves no draft behind', async ({ skip }) => {
  const disk = mountSmallDisk(64, skip);
  fillUp(disk);
  const before = readdirSync(disk);
  file = join(disk, 'book.lock');
  await expect(take(1)).rejects.toThrow('ENOSPC');
  expect(readdirSync(disk)).toEqual(before);
});

test('drafts of the files that it guards are removed by the first who has the lock', async () => {
  const guarded = join(folder.path, 'book.json');
  const other = 'other.json.0123456789ab.tmp';
  for (const name of ['book.json.0123456789ab.tmp', other]) {
    writeFileSync(join(folder.path, name), '{');
  }
  await (
    await take(1, 5000, [guarded])
  )?.();
  expect(listFiles()).toEqual([other]);
});

test('a lock without a word in it is one of nobody', async () => {
  writeFileSync(file, '');
  const release = await take(1);
  expect(release).toBeDefined();
  await release?.();
});

test('a draft tells its author by its name before a word is in it', async () => {
  const release = await take(1);
  const waiting = take(2);
  expect(listFiles().toSorted()).toEqual([
    'book.lock',
    expect.stringMatching(/^book\.lock\.2-7-[0-9a-f]{16}$/),
  ]);
  await release?.();
  await (
    await waiting
  )?.();
});

test('what killed processes left beside the lock is removed, that of living ones stays', async () => {
  const living = `${file}.1-0123456789abcdef`;
  writeFileSync(living, '{"pid":1,"startToken":"7","nonce":"0123456789abcdef"}');
  writeFileSync(
    `${file}.9-0123456789abcdef`,
    '{"pid":9,"startToken":"7","nonce":"0123456789abcdef"}',
  );
  await (
    await take(1)
  )?.();
  expect(listFiles()).toEqual(['book.lock.1-0123456789abcdef']);
});

test('a file without a word in it is left over once the author that its name tells is gone', async () => {
  const writing = 'book.lock.1-7-0123456789abcdef';
  const killed = [
    'book.lock.9-7-0123456789abcdef',
    'book.lock.0123456789abcdef.9-7-0123456789abcdef',
  ];
  for (const name of [writing, ...killed]) writeFileSync(join(folder.path, name), '');
  await (
    await take(1)
  )?.();
  expect(listFiles()).toEqual([writing]);
});

test('a file that tells in no way whose it is stays for as long as somebody may be writing it', async () => {
  const young = ['book.lock.1-0123456789abcdef', 'book.lock.1--0123456789abcdef'];
  const old = ['book.lock.1-fedcba9876543210', 'book.lock.1--fedcba9876543210'];
  for (const name of [...young, ...old]) writeFileSync(join(folder.path, name), '');
  const minuteAgo = new Date(Date.now() - 60_000);
  for (const name of old) utimesSync(join(folder.path, name), minuteAgo, minuteAgo);
  await (
    await take(1)
  )?.();
  expect(listFiles().toSorted()).toEqual(young.toSorted());
});
