import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import { readErrorCode } from '../errno.ts';

const NEWLINE = 0x0a;
const CHUNK_BYTES = 1024 * 1024;
/** No entry is as long; what is, is no line of ours and is given up. */
const LINE_BYTES_MAX = 4 * CHUNK_BYTES;
// So opened, a pipe does not wait for its other end. Windows lacks the flag; it counts as zero there.
export const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** The bytes of one line, without its end, and where it begins in the file. */
export type LineVisitor = (bytes: Buffer, start: number) => 'go-on' | 'stop';

/**
 * Visits the lines of a file from the last to the first, reading no further than the visitor
 * wants. No file, or something that is no file, has no lines. Rejects as the system does.
 */
export async function visitLinesBackward(file: string, visit: LineVisitor): Promise<void> {
  await withFile(file, (handle, size) => visitOpenedBackward(handle, size, visit));
}

/** Opens a file for as long as the task takes; there is none where there is no file. */
export async function withFile(
  file: string,
  task: (handle: FileHandle, size: number) => Promise<void>,
): Promise<void> {
  const handle = await openIfThere(file);
  if (handle === undefined) return;
  try {
    const stats = await handle.stat();
    if (stats.isFile()) await task(handle, stats.size);
  } finally {
    await handle.close();
  }
}

/** Visits the lines of the first `size` bytes of an open file, from the last to the first. */
export async function visitOpenedBackward(
  handle: FileHandle,
  size: number,
  visit: LineVisitor,
): Promise<void> {
  let end = size;
  let rest: Buffer = Buffer.alloc(0);
  while (end > 0) {
    const start = Math.max(0, end - CHUNK_BYTES);
    const chunk = await readExactly(handle, start, end - start);
    const bytes = rest.length === 0 ? chunk : Buffer.concat([chunk, rest]);
    const left = visitChunk(bytes, start, visit);
    if (left === undefined) return;
    rest = left.length > LINE_BYTES_MAX ? Buffer.alloc(0) : left;
    end = start;
  }
}

/** Visits whole lines; answers with the front that may go on before, or undefined to stop. */
function visitChunk(bytes: Buffer, start: number, visit: LineVisitor): Buffer | undefined {
  let lineEnd = bytes.length;
  while (lineEnd > 0) {
    const newline = bytes.lastIndexOf(NEWLINE, lineEnd - 1);
    if (newline === -1) break;
    const first = newline + 1;
    if (first < lineEnd && visit(bytes.subarray(first, lineEnd), start + first) === 'stop') {
      return undefined;
    }
    lineEnd = newline;
  }
  const front = bytes.subarray(0, lineEnd);
  if (start > 0) return front;
  if (front.length > 0) visit(front, 0);
  return undefined;
}

/** The file's last bytes from the start of a line on; empty when there is no such file. */
export async function readTail(file: string, bytesMax: number): Promise<string> {
  const handle = await openIfThere(file);
  if (handle === undefined) return '';
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return '';
    const start = Math.max(0, stats.size - bytesMax);
    const tail = await readExactly(handle, start, stats.size - start);
    return (start === 0 ? tail : tail.subarray(tail.indexOf(NEWLINE) + 1)).toString('utf8');
  } finally {
    await handle.close();
  }
}

/** The bytes of a range of the file; fewer where it ends before. */
export async function readExactly(
  handle: FileHandle,
  start: number,
  length: number,
): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(buffer, filled, length - filled, start + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return buffer.subarray(0, filled);
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file, READ_FLAGS);
  } catch (error) {
    if (readErrorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
