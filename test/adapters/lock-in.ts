import { join } from 'node:path';
import { createClock } from '../../electron/adapters/clock.ts';
import { createFileLock, type CreateFileLock } from '../../electron/adapters/file-lock.ts';

/** Locks in this folder, of a process beside which nobody else ever ends. */
export const createLockIn =
  (folder: string): CreateFileLock =>
  (name, guards) =>
    createFileLock({
      file: join(folder, name),
      guards,
      readSelf: () => ({ pid: 1, startToken: '7' }),
      isAlive: () => true,
      clock: createClock(),
    });
