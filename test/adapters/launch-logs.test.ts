import { readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { openLaunchLog } from '../../electron/adapters/launch-logs.ts';
import { makeFolder } from './surroundings.ts';

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 6);

test('a log is for its owner alone and is named after the program', async () => {
  const folder = join(makeFolder(), 'logs', 'started');
  const { path, handle } = await openLaunchLog(folder, '/opt/my shop/sérver', NOW);
  await handle.close();
  expect(basename(path)).toBe('20260102T030405006Z-0001-s_rver.log');
  expect([statSync(path).mode & 0o777, statSync(folder).mode & 0o777]).toEqual([0o600, 0o700]);
});

test('of many logs those stay that were written to last, and no other file goes', async () => {
  const folder = makeFolder();
  writeFileSync(join(folder, 'notes.log'), 'mine');
  const paths: string[] = [];
  for (let round = 0; round < 25; round += 1) {
    const { path, handle } = await openLaunchLog(folder, '/usr/bin/node', NOW);
    await handle.close();
    paths.push(basename(path));
    /** The first is still being written to. */
    utimesSync(path, round === 0 ? 900 : 100 + round, round === 0 ? 900 : 100 + round);
  }
  const newest = [...paths.slice(0, 1), ...paths.slice(-19), 'notes.log'];
  expect(readdirSync(folder).sort()).toEqual(newest.sort());
});
