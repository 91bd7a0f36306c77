import type { FileHandle } from 'node:fs/promises';
import { parseTime } from './history-lines.ts';
import { visitOpenedBackward } from './read-lines.ts';

/** As much as a busy day comes to; who goes by a wrong clock for longer has a history like it. */
const LOOKED_AT_BYTES = 256 * 1024;

/**
 * Where, in what stands before a place in the file, a line is that was written after a time; undefined
 * where there is none near. Lines follow each other in time, unless the clock was wrong in between.
 */
export async function findYounger(
  handle: FileHandle,
  end: number,
  sinceMs: number,
): Promise<number | undefined> {
  let found: number | undefined;
  await visitOpenedBackward(handle, end, (bytes, start) => {
    if ((parseTime(bytes) ?? -Infinity) > sinceMs) found = start;
    return found !== undefined || end - start > LOOKED_AT_BYTES ? 'stop' : 'go-on';
  });
  return found;
}
