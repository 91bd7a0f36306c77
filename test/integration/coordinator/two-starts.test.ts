import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createCoordinatorSocket } from '../../../electron/adapters/coordinator/coordinator-socket.ts';
import { toSocketPlaces } from '../../../electron/adapters/coordinator/socket-places.ts';
import { makeFolder } from '../../support/app-under-test.ts';
import { createLockOf } from '../../support/file-locks.ts';

const STARTS = 4;

let folder: ReturnType<typeof makeFolder>;

beforeEach(() => {
  folder = makeFolder();
});
afterEach(() => folder.remove());

function createOne() {
  const env = { XDG_RUNTIME_DIR: folder.path };
  return createCoordinatorSocket({
    places: toSocketPlaces({ platform: 'linux', env }, '/data'),
    loadPeerReader: () => Promise.resolve(() => undefined),
    createLock: createLockOf,
    onBug: (error) => {
      throw error;
    },
  });
}

const greet = () => () => Promise.resolve();

/** Leaves a socket as an app leaves it that is killed. */
function leaveSocket(path: string): void {
  const script = `require('net').createServer().listen(process.argv[1], () => process.kill(process.pid, 'SIGKILL'))`;
  expect(spawnSync(process.execPath, ['-e', script, path]).signal).toBe('SIGKILL');
}

test('of several that start at once after a crash one serves, and is reached', async () => {
  const first = await createOne().serve(greet);
  if (first.kind !== 'serving') throw new Error(first.kind);
  await first.stop();
  for (let round = 0; round < 10; round += 1) {
    leaveSocket(first.path);
    const all = await Promise.all(Array.from({ length: STARTS }, () => createOne().serve(greet)));
    expect(all.map(({ kind }) => kind).toSorted()).toEqual([
      ...Array<string>(STARTS - 1).fill('occupied'),
      'serving',
    ]);
    const connection = await createOne().connect();
    expect(connection).toBeDefined();
    connection?.close();
    for (const serving of all) if (serving.kind === 'serving') await serving.stop();
  }
  expect(readdirSync(dirname(first.path))).toEqual([]);
});
