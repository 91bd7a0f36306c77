import { O_CLOEXEC, type Libc } from '../native/libc.ts';
import { createPoll } from '../native/poll-one.ts';

/** Tells whether something was mounted or unmounted in our own mount namespace. */
export interface MountWatch {
  /** Whether that happened since the last call; true where it cannot be told. */
  hasChanged(): boolean;
}

const MOUNTS = '/proc/self/mountinfo';
/** The file is readable at any time; a change comes as this, see proc_pid_mounts(5). */
const POLLPRI = 2;

/** Creates the watch, which keeps one file open from its first call on. */
export function createMountWatch(libc: Libc): MountWatch {
  let poll: (() => number | undefined) | undefined;
  return {
    hasChanged() {
      if (poll !== undefined) return poll() !== 0;
      const fd = libc.open(MOUNTS, O_CLOEXEC);
      if (fd >= 0) poll = createPoll(libc, fd, POLLPRI);
      return true;
    },
  };
}
