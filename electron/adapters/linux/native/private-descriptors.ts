import { readdirSync } from 'node:fs';
import { loadLibc, type Libc } from './libc.ts';

const F_GETFD = 1;
const F_SETFD = 2;
const FD_CLOEXEC = 1;

/**
 * Runs `start` while none of our own files and sockets is left to whoever is started in it, except
 * for what it is given. Chromium opens many that a program would inherit: it would keep our
 * connections open after we are gone. Without the C library nothing can be done about that.
 */
export async function withPrivateDescriptors<Result>(start: () => Result): Promise<Result> {
  const loading = await loadLibc();
  if (loading.kind === 'absent') return start();
  const { libc } = loading;
  const inherited = listInherited(libc);
  for (const fd of inherited) libc.fcntl(fd, F_SETFD, FD_CLOEXEC);
  try {
    return start();
  } finally {
    // Chromium counts on what it set itself.
    for (const fd of inherited) libc.fcntl(fd, F_SETFD, 0);
  }
}

/** The descriptors beyond the standard ones that survive the start of a program. */
function listInherited(libc: Libc): readonly number[] {
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((fd) => fd > 2 && libc.fcntl(fd, F_GETFD, 0) === 0);
}
