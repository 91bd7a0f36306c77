import { constants } from 'node:fs';
import { open, stat, type FileHandle } from 'node:fs/promises';
import { readErrorCode } from '../errno.ts';
import { readExactly } from './read-lines.ts';

const NEWLINE = 0x0a;
/** How often a file may be replaced under us while we append. */
const ATTEMPTS_MAX = 5;
// Reading as well, to see whether the last line is whole.
const APPEND_FLAGS =
  constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;

/**
 * Appends whole lines in one write; false when they did not all fit. Where another process has put
 * a shorter file in place meanwhile, they are appended to that one as well: it may have been made
 * before ours were there. Who reads takes an entry that stands twice for one.
 */
export async function appendLines(file: string, lines: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const handle = await open(file, APPEND_FLAGS, 0o600);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return false;
      const last = stats.size === 0 ? undefined : (await readExactly(handle, stats.size - 1, 1))[0];
      const isTorn = last !== undefined && last !== NEWLINE;
      const bytes = Buffer.from((isTorn ? '\n' : '') + lines, 'utf8');
      const { bytesWritten } = await handle.write(bytes);
      await handle.datasync();
      if (bytesWritten !== bytes.length) return false;
      if (await isStillThere(handle, file)) return true;
    } finally {
      await handle.close();
    }
  }
  return false;
}

/** Whether the name still leads to the file that is open. */
async function isStillThere(handle: FileHandle, file: string): Promise<boolean> {
  try {
    const [opened, named] = await Promise.all([
      handle.stat({ bigint: true }),
      stat(file, { bigint: true }),
    ]);
    return opened.ino === named.ino && opened.dev === named.dev;
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return false;
    throw error;
  }
}
