import type { FileHandle } from 'node:fs/promises';
import { HEAD_LENGTH, parseTime } from './history-lines.ts';
import { readExactly, visitOpenedBackward } from './read-lines.ts';

const DAY_MS = 24 * 60 * 60_000;
/** An old line may stay so much longer, so that not every append rewrites the file. */
const AGE_SLACK_MS = DAY_MS;
/**
 * No more passes from one line to the next. What is beyond is a machine that was off, or a clock
 * that jumped: nobody can tell the one from the other, and a clock can be put right again when the
 * lines are gone.
 */
const GAP_MAX_MS = DAY_MS;

/**
 * Where the lines begin that are young enough; 0 where all are, or nearly so. A line is as old as
 * the time of which the lines after it tell, each beside the next: a clock that is a year ahead
 * ages them by a day, and so does one that was back in 1970 for a while.
 */
export async function findYoungStart(
  handle: FileHandle,
  size: number,
  ageMaxMs: number,
): Promise<number> {
  const firstMs = parseTime(await readExactly(handle, 0, HEAD_LENGTH)) ?? -Infinity;
  const overMs = ageMaxMs + AGE_SLACK_MS;
  let ageMs = 0;
  let youngerMs: number | undefined;
  let youngStart = size;
  await visitOpenedBackward(handle, size, (bytes, start) => {
    const atMs = parseTime(bytes);
    if (atMs !== undefined) {
      // Between its ends nearly every file has too little time to be looked through.
      if (youngerMs === undefined && atMs - firstMs <= overMs) return 'stop';
      ageMs += Math.min(Math.max((youngerMs ?? atMs) - atMs, 0), GAP_MAX_MS);
      youngerMs = atMs;
    }
    if (ageMs <= ageMaxMs) youngStart = start;
    return ageMs > overMs ? 'stop' : 'go-on';
  });
  return ageMs > overMs ? youngStart : 0;
}
