import { join } from 'node:path';
import { createClock } from '../../electron/adapters/clock.ts';
import {
  createFileLock,
  type CreateFileLock,
  type FileLock,
} from '../../electron/adapters/file-lock.ts';

/** The lock of a process beside which nobody ever ends. */
export function createLockOf(file: string, guards: readonly string[] = []): FileLock {
  return createFileLock({
    file,
    guards,
    readSelf: () => ({ pid: 1, startToken: '7' }),
    isAlive: () => true,
    clock: createClock(),
  });
}

/** Such locks in a folder. */
export const createLockIn =
  (folder: string): CreateFileLock =>
  (name, guards) =>
    createLockOf(join(folder, name), guards);
