import type { SignalResult } from '../../core/host-processes.ts';
import type { KillMeans } from '../../../shared/kill.ts';
import type { Owner } from '../../../shared/listener.ts';
import { isForbidden, isVanished } from '../errno.ts';

export type KillSignal = 'SIGTERM' | 'SIGKILL' | 'SIGCONT';

/** A process that is about to be signalled. It must be let go. */
export interface HeldProcess {
  send(signal: KillSignal): Exclude<SignalResult, 'changed'>;
  letGo(): void;
}

export type Hold =
  | { readonly kind: 'held'; readonly process: HeldProcess }
  | { readonly kind: 'refused'; readonly result: 'gone' | 'changed' };

/** Takes hold of whatever process has this pid now. */
export type HoldProcess = (pid: number) => Hold;

/**
 * Holds a process by nothing but its pid: one that ends after it was looked at, and whose pid is
 * given out again before the signal, leaves the signal to a stranger.
 */
export function createPidHold(
  kill: (pid: number, signal: KillSignal) => void,
): (pid: number) => Extract<Hold, { kind: 'held' }> {
  return (pid) => ({
    kind: 'held',
    process: {
      send(signal) {
        try {
          kill(pid, signal);
          return 'sent';
        } catch (error) {
          if (isVanished(error)) return 'gone';
          if (isForbidden(error)) return 'not-permitted';
          throw error;
        }
      },
      letGo: () => undefined,
    },
  });
}

/** Zero and negative numbers would signal whole groups, ours among them. */
export function isSignallable(pid: number, highestPid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 1 && pid <= highestPid && pid !== process.pid;
}

/** A stopped process does not get to its SIGTERM before it goes on. */
export function sendByMeans(
  process: HeldProcess,
  means: KillMeans,
  isStopped: boolean,
): SignalResult {
  if (means === 'force') return process.send('SIGKILL');
  const result = process.send('SIGTERM');
  if (result === 'sent' && isStopped) process.send('SIGCONT');
  return result;
}

/** The line a person with rights can run to end this process. */
export function toKillCommand({ identity }: Owner, means: KillMeans): string {
  return means === 'force' ? `sudo kill -KILL ${identity.pid}` : `sudo kill ${identity.pid}`;
}
