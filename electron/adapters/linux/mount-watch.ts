import { O_CLOEXEC, type Libc } from './libc.ts';

/** Tells whether something was mounted or unmounted in our own mount namespace. */
export interface MountWatch {
  /** Whether that happened since the last call; true where it cannot be told. */
  hasChanged(): boolean;
}

const MOUNTS = '/proc/self/mountinfo';
/** struct pollfd: descriptor, what is asked for, what happened; see poll(2). */
const POLL_BYTES = 8;
const POLL_EVENTS_OFFSET = 4;
/** The file is readable at any time; a change comes as this, see proc_pid_mounts(5). */
const POLLPRI = 2;

/** Creates the watch, which keeps one file open from its first call on. */
export function createMountWatch(libc: Libc): MountWatch {
  const asked = new Uint8Array(POLL_BYTES);
  let isOpen = false;
  return {
    hasChanged() {
      if (isOpen) return libc.poll(asked, 1, 0) !== 0;
      const fd = libc.open(MOUNTS, O_CLOEXEC);
      if (fd < 0) return true;
      isOpen = true;
      new Int32Array(asked.buffer)[0] = fd;
      new Int16Array(asked.buffer, POLL_EVENTS_OFFSET)[0] = POLLPRI;
      return true;
    },
  };
}
