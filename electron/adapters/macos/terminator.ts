import type { Proof, SignalResult, Terminator } from '../../core/host-processes.ts';
import type { Owner } from '../../../shared/listener.ts';
import { isZombie, type PsProcess } from '../posix/parse-ps.ts';
import { isOfIdentity } from '../posix/process-token.ts';
import { createPsReader } from '../posix/read-ps.ts';
import {
  createPidHold,
  isSignallable,
  sendByMeans,
  toKillCommand,
  type KillSignal,
} from '../posix/signals.ts';
import { runToolNow } from '../run-tool-now.ts';
import { LSOF, toAnswer, toProcessCall } from './ask-lsof.ts';
import { isListening } from './parse-lsof.ts';
import { readSelf, type Account } from './self.ts';
import { parseSocketName, toSocketName } from './socket-name.ts';

export interface MacosTerminatorOptions {
  readonly ps?: string;
  readonly lsof?: string;
  readonly self?: Account;
  readonly kill?: (pid: number, signal: KillSignal) => void;
}

type Refusal = Exclude<SignalResult, 'sent'>;
type Look = { readonly kind: 'same'; readonly process: PsProcess } | Refusal;

/** PID_MAX of the kernel is 99999; there is room for more to come. */
const HIGHEST_PID = 2 ** 22;
/** How long everything else may be kept waiting. */
const DEADLINE_MS = 3_000;

/**
 * Ends processes by signals, and only those that still are what they were: the start, the program
 * and the socket are read again, and the signal follows back to back.
 */
export function createMacosTerminator(options: MacosTerminatorOptions = {}): Terminator {
  const { lsof = LSOF, self = readSelf(), kill = sendSignal, ps } = options;
  const psReader = createPsReader(ps);
  const hold = createPidHold(kill);

  function look({ identity }: Owner): Look {
    const table = psReader.readNow([identity.pid]);
    if (table === undefined) return 'changed';
    const process = table.get(identity.pid);
    if (process === undefined || isZombie(process)) return 'gone';
    return isOfIdentity(process, identity) ? { kind: 'same', process } : 'changed';
  }

  function holds(pid: number, sockets: readonly string[]): boolean {
    const protocols = new Set(sockets.flatMap((name) => parseSocketName(name)?.protocol ?? []));
    return [...protocols].some((protocol) => {
      const call = { ...toProcessCall(pid, protocol, lsof), deadlineMs: DEADLINE_MS };
      const answer = toAnswer(runToolNow(call), protocol);
      return (
        answer.kind === 'read' &&
        answer.sockets.some(
          (socket) => isListening(socket) && sockets.includes(toSocketName(socket)),
        )
      );
    });
  }

  function verify(target: Owner, proof: Proof): Look {
    const before = look(target);
    if (typeof before === 'string') return before;
    /** Its sockets are hidden from us, and a signal would be refused. */
    if (self.uid !== 0 && before.process.uid !== self.uid) return 'not-permitted';
    if (proof.kind === 'identity') return before;
    if (!holds(target.identity.pid, proof.sockets)) return 'changed';
    /** Once more, since looking for the socket takes a while. */
    return look(target);
  }

  return {
    signal(target, proof, means) {
      const { pid } = target.identity;
      if (!isSignallable(pid, HIGHEST_PID)) return 'changed';
      const seen = verify(target, proof);
      if (typeof seen === 'string') return seen;
      return sendByMeans(hold(pid).process, means, seen.process.stat.startsWith('T'));
    },
    toCommand: toKillCommand,
    describeWay: () => 'pid',
  };
}

function sendSignal(pid: number, signal: KillSignal): void {
  process.kill(pid, signal);
}
