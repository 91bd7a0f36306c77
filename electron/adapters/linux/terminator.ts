import type { SignalResult, Terminator } from '../../core/host.ts';
import type { Owner } from '../../../shared/listener.ts';
import { isForbidden, isVanished } from './errno.ts';
import { readSocketInode } from './socket-links.ts';
import type { ProcStat } from './parse-proc-stat.ts';
import { readLink, readNames, toPath } from './proc-file.ts';
import { isDead, readProcStat } from './process-stat.ts';

interface LinuxTerminatorOptions {
  readonly procRoot?: string;
  readonly kill?: (pid: number, signal: NodeJS.Signals) => void;
}

type Refusal = Exclude<SignalResult, 'sent'>;
type Finding<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'refused'; readonly result: Refusal };

/** Ends processes by signals, and only those that still are what they were. */
export function createLinuxTerminator(options: LinuxTerminatorOptions = {}): Terminator {
  const { procRoot = '/proc', kill = sendSignal } = options;

  /** The descriptor under which the process has one of the sockets open. */
  function findDescriptor(pid: number, sockets: readonly string[]): Finding<string> {
    const names = readNames(`${procRoot}/${pid}/fd`);
    if (names.kind === 'vanished') return refuse('gone');
    if (names.kind === 'forbidden') return refuse('not-permitted');
    const name = names.value.findLast((descriptor) => holds(pid, descriptor, sockets));
    return name === undefined ? refuse('changed') : { kind: 'found', value: name };
  }

  function holds(pid: number, descriptor: string, sockets: readonly string[]): boolean {
    const inode = readSocketInode(`${procRoot}/${pid}/fd/${descriptor}`);
    return inode !== undefined && sockets.includes(inode);
  }

  function findSameProcess(target: Owner): Finding<ProcStat> {
    const { pid, startToken } = target.identity;
    const look = readProcStat(procRoot, pid);
    if (look.kind === 'vanished') return refuse('gone');
    if (look.kind === 'forbidden') return refuse('not-permitted');
    if (look.value.startToken !== startToken) return refuse('changed');
    if (isDead(look.value)) return refuse('gone');
    const executable = readLink(`${procRoot}/${pid}/exe`);
    if (executable.kind === 'forbidden') return refuse('not-permitted');
    if (target.executable !== undefined && toPath(executable) !== target.executable) {
      return refuse('changed');
    }
    return { kind: 'found', value: look.value };
  }

  return {
    signal(target, sockets, means) {
      const { pid } = target.identity;
      if (!isSignallable(pid)) return 'changed';
      /** First, because a stranger with the same pid has descriptors of its own. */
      const before = findSameProcess(target);
      if (before.kind === 'refused') return before.result;
      const descriptor = findDescriptor(pid, sockets);
      if (descriptor.kind === 'refused') return descriptor.result;
      /** Once more, since looking through many descriptors takes a while. */
      const same = findSameProcess(target);
      if (same.kind === 'refused') return same.result;
      if (!holds(pid, descriptor.value, sockets)) return 'changed';
      try {
        kill(pid, means === 'force' ? 'SIGKILL' : 'SIGTERM');
      } catch (error) {
        return toResult(error);
      }
      /** A stopped process does not get to its SIGTERM before it goes on. */
      if (means === 'graceful' && same.value.state === 'T') continueProcess(pid);
      return 'sent';
    },

    toCommand: (target, means) =>
      means === 'force'
        ? `sudo kill -KILL ${target.identity.pid}`
        : `sudo kill ${target.identity.pid}`,
  };

  function continueProcess(pid: number): void {
    try {
      kill(pid, 'SIGCONT');
    } catch (error) {
      if (!isVanished(error) && !isForbidden(error)) throw error;
    }
  }
}

/** Zero and negative numbers would signal whole groups, ours among them. */
function isSignallable(pid: number): boolean {
  return Number.isSafeInteger(pid) && pid > 1 && pid !== process.pid;
}

function sendSignal(pid: number, signal: NodeJS.Signals): void {
  process.kill(pid, signal);
}

function refuse(result: Refusal): { readonly kind: 'refused'; readonly result: Refusal } {
  return { kind: 'refused', result };
}

function toResult(error: unknown): Refusal {
  if (isVanished(error)) return 'gone';
  if (isForbidden(error)) return 'not-permitted';
  throw error;
}
