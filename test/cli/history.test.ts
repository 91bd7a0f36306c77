import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { formatEntry } from '../../electron/adapters/history/history-lines.ts';
import { aMarker, anOccupancy } from '../adapters/history/entries.ts';
import { makeFolder, runPortreeve } from '../support/app-under-test.ts';

let folder: ReturnType<typeof makeFolder>;
beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

const run = (...args: readonly string[]) =>
  runPortreeve(['history', ...args, '--user-data-dir', folder.path]);

/** By the clock on the wall of this machine. */
const yesterday = (hours: number): Date => {
  const now = new Date();
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1, hours);
};
const iso = (hours: number): string => yesterday(hours).toISOString();

function keepYesterday(): string {
  const file = join(folder.path, 'history.jsonl');
  const vite = { from: iso(16), standing: 'squatter' } as const;
  writeFileSync(
    file,
    [
      aMarker('watching-began', iso(8)),
      anOccupancy('occupancy-began', 'next', {
        at: iso(9),
        holder: { title: 'Next.js', name: 'node', pid: 1, startToken: 'none', user: 'ann' },
      }),
      anOccupancy('occupancy-ended', 'next', {
        at: iso(15),
        from: iso(9),
        holder: { title: 'Next.js', name: 'node', pid: 1, startToken: 'none', user: 'ann' },
      }),
      anOccupancy('occupancy-began', 'vite', { at: iso(16), ...vite }),
      anOccupancy('occupancy-ended', 'vite', { at: iso(18), ...vite }),
    ]
      .map(formatEntry)
      .join(''),
  );
  return file;
}

test('tells who had 3000 yesterday at five', async () => {
  keepYesterday();
  const { code, stdout, stderr } = await run('3000', '--at', 'yesterday 17:00');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toMatch(/^At .*17:00:00$/);
  expect(lines[2]).toMatch(/^PORT +PROTO +FROM +TO +STANDING +PROGRAM +PID +FOLDER$/);
  expect(lines.slice(3)).toHaveLength(1);
  expect(lines[3]).toMatch(/^3000 +tcp .*16:00:00 .*18:00:00 +squatter +vite +4242/);
});

test('says that nobody had it, with a code of its own', async () => {
  keepYesterday();
  const { code, stdout } = await run('3000', '--at', 'yesterday 15:30');
  expect(code).toBe(1);
  expect(stdout).toMatch(/^Nobody held port 3000 at .*15:30:00, as far as is on record\.\n$/);
});

test('says that nobody watched, which is not that nobody had it', async () => {
  const file = keepYesterday();
  appendFileSync(file, formatEntry(aMarker('watching-ended', iso(19))));
  const { code, stdout } = await run('3000', '--at', 'yesterday 20:00');
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^Who held port 3000 at .*20:00:00 is not on record: Portreeve was not watching then\. It last watched until .*19:00:00\.\n$/,
  );
  const told = async (time: string) =>
    JSON.parse((await run('3000', '--at', `yesterday ${time}`, '--json')).stdout) as unknown;
  expect(await told('20:00')).toMatchObject({ watched: false, lastWatchedUntil: iso(19) });
  expect(await told('15:30')).toMatchObject({ watched: true, lastWatchedUntil: null });
  expect((await run('--at', 'yesterday 7:00')).stdout).toMatch(
    /is not on record: Portreeve was not watching then, and not before\.\n$/,
  );
});

test('of the future nothing is on record', async () => {
  expect(await run('3000', '--at', '2099-01-01')).toEqual({
    code: 2,
    stdout: '',
    stderr: 'portreeve: --at 2099-01-01 is in the future, of which nothing is on record.\n',
  });
});

test('is a document and a table for other programs', async () => {
  keepYesterday();
  const { stdout } = await run('3000', '--since', '3d', '--json');
  const { intervals } = JSON.parse(stdout) as { intervals: { holder: { title: string } }[] };
  expect(intervals.map(({ holder }) => holder.title)).toEqual(['Next.js', 'vite']);
  const csv = await run('--since', '3d', '--csv');
  expect(csv.stdout.split('\r\n')).toHaveLength(3);
  expect(csv.stdout).toContain('held,3000,tcp,');
});

test('passes over a torn line and says so', async () => {
  const file = keepYesterday();
  appendFileSync(file, '{"v":2,"at":"torn\n');
  const { code, stderr } = await run('--since', '3d');
  expect(code).toBe(0);
  expect(stderr).toBe(
    'portreeve: 1 line of the history could not be understood and was passed over.\n',
  );
});

test('knows no end of what was held when the app broke off', async () => {
  const file = keepYesterday();
  const gone = { title: 'vite', name: 'node', pid: 4_194_000, startToken: '1', user: 'ann' };
  appendFileSync(
    file,
    formatEntry(anOccupancy('occupancy-began', 'gone', { at: iso(19), holder: gone })),
  );
  const { stdout } = await run('3000', '--since', '3d');
  expect(stdout).toContain('end not recorded');
});

test.each([
  [['3000x'], 2],
  [['--at', 'someday'], 2],
  [['--at', '1h', '--since', '2h'], 2],
  [['--json', '--csv'], 2],
])('refuses what it does not understand: %j', async (args, expected) => {
  const { code, stdout } = await run(...args);
  expect({ code, stdout }).toEqual({ code: expected, stdout: '' });
});
