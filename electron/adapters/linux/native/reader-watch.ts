import { loadLibc } from './libc.ts';
import { createPoll } from './poll-one.ts';

const ASKED_EVERY_MS = 500;
/** Told unasked where nobody has the other end of a pipe or a socket any more; see poll(2). */
const POLLERR = 0x8;
const POLLHUP = 0x10;

/**
 * Hears once when nobody reads any more what is written there. A writer would notice only with the
 * next line, for which `watch | head -1` may wait for days. Keeps no process alive.
 */
export async function watchReader(fd: number, onGone: () => void): Promise<void> {
  const loading = await loadLibc();
  if (loading.kind === 'absent') return;
  const poll = createPoll(loading.libc, fd, 0);
  const timer = setInterval(() => {
    if (((poll() ?? 0) & (POLLERR | POLLHUP)) === 0) return;
    clearInterval(timer);
    onGone();
  }, ASKED_EVERY_MS);
  timer.unref();
}
