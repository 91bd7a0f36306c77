import { constants, type Stats } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import { readErrorCode } from './errno.ts';

export type FileReading =
  | {
      readonly kind: 'read';
      readonly bytes: Buffer;
      readonly stats: Stats;
      /** Symbolic links resolved. */
      readonly realPath: string;
    }
  | { readonly kind: 'missing' | 'not-regular' | 'too-large' }
  | { readonly kind: 'unreadable'; readonly error: unknown };

// A pipe would wait for its other end, and a link may have been put in place of the file. Windows
// has neither flag, and an undefined one counts as zero.
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;
const BUFFER_MIN = 4096;

/** Reads a whole regular file of at most `maxBytes`, through symbolic links; never hangs. */
export async function readRegularFile(path: string, maxBytes: number): Promise<FileReading> {
  try {
    const realPath = await realpath(path);
    // Opening a pipe or a device can already have an effect, so the look comes first.
    if (!(await lstat(realPath)).isFile()) return { kind: 'not-regular' };
    const handle = await open(realPath, READ_FLAGS);
    try {
      const stats = await handle.stat();
      if (!stats.isFile()) return { kind: 'not-regular' };
      if (stats.size > maxBytes) return { kind: 'too-large' };
      const bytes = await readAtMost(handle, stats.size, maxBytes + 1);
      if (bytes.length > maxBytes) return { kind: 'too-large' };
      return { kind: 'read', bytes, stats, realPath };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const code = readErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    if (code === undefined) throw error;
    return { kind: 'unreadable', error };
  }
}

/** The text of UTF-8 bytes, a byte order mark kept, or undefined when they are not UTF-8 text. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.includes(0)) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (readErrorCode(error) === 'ERR_ENCODING_INVALID_ENCODED_DATA') return undefined;
    throw error;
  }
}

/** A file can grow meanwhile, and those of the system say that they are empty. */
async function readAtMost(
  handle: FileHandle,
  expectedBytes: number,
  maxBytes: number,
): Promise<Buffer> {
  // One more than expected, so that the end is seen without a larger buffer.
  let buffer = Buffer.allocUnsafe(Math.min(Math.max(expectedBytes + 1, BUFFER_MIN), maxBytes));
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    if (bytesRead === 0 || length === maxBytes) return buffer.subarray(0, length);
    if (length === buffer.length) {
      buffer = Buffer.concat([buffer], Math.min(2 * buffer.length, maxBytes));
    }
  }
}
