import type { Libc } from './libc.ts';

/** struct pollfd: descriptor, what is asked for, what happened; see poll(2). */
const POLL_BYTES = 8;
const EVENTS_INDEX = 2;
const HAPPENED_INDEX = 3;

/**
 * Creates the question what has happened to a descriptor: the bits of `events` and of errors;
 * undefined where that cannot be told.
 */
export function createPoll(
  libc: Pick<Libc, 'poll'>,
  fd: number,
  events: number,
): () => number | undefined {
  const shorts = new Int16Array(POLL_BYTES / 2);
  const bytes = new Uint8Array(shorts.buffer);
  new Int32Array(shorts.buffer)[0] = fd;
  shorts[EVENTS_INDEX] = events;
  return () => {
    const count = libc.poll(bytes, 1, 0);
    return count < 0 ? undefined : count === 0 ? 0 : shorts[HAPPENED_INDEX];
  };
}
