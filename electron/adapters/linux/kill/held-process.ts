import { constants } from 'node:os';
import type { HoldProcess } from '../../posix/signals.ts';
import type { Libc } from '../native/libc.ts';

const { ESRCH, EPERM, EINVAL, ENOENT } = constants.errno;

/**
 * Holds a process by a descriptor of its own (pidfd_open(2)): a signal reaches this process or
 * nobody, whoever has its pid by then. `otherwise` is asked where there is no descriptor to be had.
 */
export function createPidfdHold(libc: Libc, otherwise: HoldProcess): HoldProcess {
  return (pid) => {
    const fd = libc.pidfdOpen(pid);
    if (fd < 0) {
      const errno = libc.errno();
      if (errno === ESRCH) return { kind: 'refused', result: 'gone' };
      /** The pid is that of a thread by now. */
      if (errno === EINVAL || errno === ENOENT) return { kind: 'refused', result: 'changed' };
      return otherwise(pid);
    }
    return {
      kind: 'held',
      process: {
        send(signal) {
          if (libc.pidfdSendSignal(fd, constants.signals[signal]) === 0) return 'sent';
          const errno = libc.errno();
          if (errno === ESRCH) return 'gone';
          if (errno === EPERM) return 'not-permitted';
          throw new Error(`pidfd_send_signal: error ${errno}`);
        },
        letGo: () => void libc.close(fd),
      },
    };
  };
}

/**
 * Why processes cannot be held by a descriptor here, or undefined when they can: the kernel may be
 * too old, and a filter of system calls may forbid it. Tried on our own process with signal 0,
 * which reaches nobody.
 */
export function findPidfdObstacle(libc: Libc, ownPid: number): string | undefined {
  const fd = libc.pidfdOpen(ownPid);
  if (fd < 0) return `pidfd_open: error ${libc.errno()}`;
  const isSent = libc.pidfdSendSignal(fd, 0) === 0;
  const errno = isSent ? 0 : libc.errno();
  libc.close(fd);
  return isSent ? undefined : `pidfd_send_signal: error ${errno}`;
}
