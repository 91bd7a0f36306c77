import type { Proof, SignalResult, Terminator } from '../../../core/host-processes.ts';
import type { Owner } from '../../../../shared/listener.ts';
import {
  createPidHold,
  isSignallable,
  sendByMeans,
  toKillCommand,
  type HoldProcess,
  type KillSignal,
} from '../../posix/signals.ts';
import { createPidfdHold, findPidfdObstacle } from './held-process.ts';
import { loadLibc as loadLibcWithKoffi, type LoadLibc } from '../native/libc.ts';
import type { ProcStat } from '../proc/parse-proc-stat.ts';
import { readLink, toPath } from '../proc/proc-file.ts';
import { isDead, readProcStat } from '../proc/process-stat.ts';
import { createNativeProcReader } from '../proc/proc-reader.ts';
import { createNativeSocketLinks } from '../owners/native-socket-links.ts';
import { createNodeSocketLinks, type SocketLinks } from '../owners/socket-links.ts';

export interface LinuxTerminatorOptions {
  readonly procRoot?: string;
  readonly kill?: (pid: number, signal: KillSignal) => void;
  /** How the C library is reached, for descriptors of processes. */
  readonly loadLibc?: LoadLibc;
}

export interface LinuxTerminator extends Terminator {
  /** `pidfd`, or `pid: ` and why. */
  describeWay(): string;
}

type Refusal = Exclude<SignalResult, 'sent'>;
type Finding<T> =
  | { readonly kind: 'found'; readonly value: T }
  | { readonly kind: 'refused'; readonly result: Refusal };

/** No kernel gives out a higher one (PID_MAX_LIMIT). */
const HIGHEST_PID = 2 ** 22;

/**
 * Ends processes by signals, and only those that still are what they were. A process is held by a
 * descriptor before it is looked at, so that the signal cannot reach anybody else; where that
 * cannot be had, or is not loaded yet, the signal follows the look back to back.
 */
export function createLinuxTerminator(options: LinuxTerminatorOptions = {}): LinuxTerminator {
  const { procRoot = '/proc', kill = sendSignal, loadLibc = loadLibcWithKoffi } = options;
  const holdByPid = createPidHold(kill);
  let hold: HoldProcess = holdByPid;
  let links: SocketLinks = createNodeSocketLinks();
  let way = 'pid: not loaded yet';

  async function prepare(): Promise<void> {
    const loading = await loadLibc();
    const obstacle =
      loading.kind === 'absent' ? loading.why : findPidfdObstacle(loading.libc, process.pid);
    if (loading.kind === 'loaded') {
      links = createNativeSocketLinks(loading.libc, createNativeProcReader(loading.libc));
      if (obstacle === undefined) hold = createPidfdHold(loading.libc, holdByPid);
    }
    way = obstacle === undefined ? 'pidfd' : `pid: ${obstacle}`;
  }

  /** The pids of another folder are not those of the system. */
  if (procRoot === '/proc') void prepare();
  else way = 'pid: another folder stands in for /proc';

  /** The path of a descriptor under which the process has one of the sockets open. */
  function findDescriptor(pid: number, sockets: readonly string[]): Finding<string> {
    const look = links.open(procRoot, pid);
    if (look.kind === 'vanished') return refuse('gone');
    if (look.kind === 'forbidden') return refuse('not-permitted');
    const folder = look.value;
    try {
      while (!folder.isAtEnd()) {
        const { descriptor, inode } = folder.findNext(Number.POSITIVE_INFINITY) ?? {};
        if (isAmong(inode, sockets)) {
          return { kind: 'found', value: `${procRoot}/${pid}/fd/${descriptor}` };
        }
      }
      return refuse('changed');
    } finally {
      folder.close();
    }
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

  function verify(target: Owner, proof: Proof): Finding<ProcStat> {
    /** First, because a stranger with the same pid has descriptors of its own. */
    const before = findSameProcess(target);
    if (before.kind === 'refused' || proof.kind === 'identity') return before;
    const descriptor = findDescriptor(target.identity.pid, proof.sockets);
    if (descriptor.kind === 'refused') return descriptor;
    /** Once more, since looking through many descriptors takes a while. */
    const same = findSameProcess(target);
    if (same.kind === 'refused') return same;
    return isAmong(links.readInode(descriptor.value), proof.sockets) ? same : refuse('changed');
  }

  return {
    signal(target, proof, means) {
      const { pid } = target.identity;
      if (!isSignallable(pid, HIGHEST_PID)) return 'changed';
      const held = hold(pid);
      if (held.kind === 'refused') return held.result;
      try {
        const same = verify(target, proof);
        if (same.kind === 'refused') return same.result;
        return sendByMeans(held.process, means, same.value.state === 'T');
      } finally {
        held.process.letGo();
      }
    },

    toCommand: toKillCommand,

    describeWay: () => way,
  };
}

function isAmong(inode: number | undefined, sockets: readonly string[]): boolean {
  return inode !== undefined && sockets.includes(String(inode));
}

function sendSignal(pid: number, signal: KillSignal): void {
  process.kill(pid, signal);
}

function refuse(result: Refusal): { readonly kind: 'refused'; readonly result: Refusal } {
  return { kind: 'refused', result };
}
