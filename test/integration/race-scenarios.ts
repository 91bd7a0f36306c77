import { loadLibc, type Libc, type LoadLibc } from '../../electron/adapters/linux/native/libc.ts';
import { readProcStat } from '../../electron/adapters/linux/proc/process-stat.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import {
  createLinuxTerminator,
  type LinuxTerminator,
} from '../../electron/adapters/linux/kill/terminator.ts';
import type { Proof } from '../../electron/core/host-processes.ts';
import type { Owner } from '../../shared/listener.ts';
import { openNursery, UNHARMED, type Birth, type Nature, type Nursling } from './nursery.ts';

/*
 * Races for a pid, in a namespace of pids where nobody else is given any: see kill-races.test.ts.
 * In each, a process is seen by the scanner, ends at a chosen moment of its kill, and another one
 * that listens on the same port gets its pid.
 */

type Moment =
  | 'never'
  | 'before the call'
  | 'between descriptor and look'
  | 'between look and signal'
  | 'between SIGTERM and SIGKILL'
  | 'between SIGTERM and SIGCONT';

interface Race {
  readonly moment: Moment;
  readonly proof: Proof['kind'];
  readonly successor?: Nature;
  /** Whether both are born in one tick of the clock, so that their start tokens are equal. */
  readonly isSameTick?: boolean;
}

interface Tally {
  races: number;
  reuses: number;
  equalStartTokens: number;
  rightlySignalled: number;
  wronglySignalled: number;
  /** What the terminator said after the pid had changed hands. */
  readonly answers: Record<string, number>;
}

const EARLY: readonly Race[] = [
  { moment: 'before the call', proof: 'holds-socket' },
  { moment: 'before the call', proof: 'identity' },
  { moment: 'before the call', proof: 'holds-socket', isSameTick: true },
  { moment: 'before the call', proof: 'identity', successor: 'sleep', isSameTick: true },
  { moment: 'between SIGTERM and SIGKILL', proof: 'holds-socket' },
  { moment: 'between SIGTERM and SIGKILL', proof: 'identity' },
];
const LATE: readonly Race[] = [
  { moment: 'between look and signal', proof: 'holds-socket' },
  { moment: 'between look and signal', proof: 'identity' },
  { moment: 'between look and signal', proof: 'holds-socket', isSameTick: true },
  { moment: 'between look and signal', proof: 'identity', isSameTick: true },
];
const WITH_PIDFD: readonly Race[] = [
  ...EARLY,
  ...LATE,
  { moment: 'between descriptor and look', proof: 'holds-socket' },
  { moment: 'between descriptor and look', proof: 'identity' },
  { moment: 'between SIGTERM and SIGCONT', proof: 'identity' },
];
const UNDISTURBED: readonly Race[] = [
  { moment: 'never', proof: 'holds-socket' },
  { moment: 'never', proof: 'identity' },
];

const FIRST_PORT = 63_100;
const nursery = openNursery();
const scanner = createLinuxScanner();
/** What happens at the next call of the system, once. */
let beforeSignal: (() => void) | undefined;
let afterOpen: (() => void) | undefined;

function take(hook: (() => void) | undefined): void {
  beforeSignal = undefined;
  afterOpen = undefined;
  hook?.();
}

const loadWatchedLibc: LoadLibc = async () => {
  const loading = await loadLibc();
  return loading.kind === 'absent' ? loading : { kind: 'loaded', libc: watch(loading.libc) };
};

function watch(libc: Libc): Libc {
  return {
    ...libc,
    pidfdOpen(pid) {
      const fd = libc.pidfdOpen(pid);
      if (afterOpen !== undefined) take(afterOpen);
      return fd;
    },
    pidfdSendSignal(fd, signal) {
      if (signal !== 0 && beforeSignal !== undefined) take(beforeSignal);
      return libc.pidfdSendSignal(fd, signal);
    },
  };
}

async function createTerminator(way: string): Promise<LinuxTerminator> {
  const terminator = createLinuxTerminator({
    loadLibc:
      way === 'pidfd' ? loadWatchedLibc : () => Promise.resolve({ kind: 'absent', why: 'asked' }),
    kill(pid, signal) {
      if (beforeSignal !== undefined) take(beforeSignal);
      process.kill(pid, signal);
    },
  });
  while (terminator.describeWay().includes('not loaded')) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
  if (!terminator.describeWay().startsWith(way)) throw new Error(terminator.describeWay());
  return terminator;
}

async function findOwner(port: number): Promise<{ owner: Owner; sockets: readonly string[] }> {
  const scan = await scanner.scanAfresh();
  if (scan.kind === 'failed') throw new Error(scan.detail);
  const listener = scan.listeners.find((each) => each.port === port);
  const [owner] = listener?.owners ?? [];
  if (listener === undefined || owner === undefined) throw new Error(`nobody holds ${port}`);
  return { owner, sockets: listener.sockets };
}

async function race(
  terminator: LinuxTerminator,
  { moment, proof: kind, successor = 'plain', isSameTick = false }: Race,
  port: number,
  tally: Tally,
): Promise<void> {
  const nature: Nature = moment === 'between SIGTERM and SIGKILL' ? 'deaf' : 'plain';
  const victim = nursery.start(port, nature, isSameTick ? 'fresh' : 'now');
  const { owner, sockets } = await findOwner(port);
  if (owner.identity.pid !== victim.pid) throw new Error('the scan saw somebody else');
  const proof: Proof = kind === 'identity' ? { kind } : { kind, sockets };
  /** Of two that differ in nothing but the start token, the other one is born later. */
  const birth: Birth = isSameTick ? 'now' : 'later';
  let next: Nursling | undefined;
  const swap = (): void => {
    next = nursery.swap(victim.pid, port, successor, birth);
  };

  tally.races += 1;
  let answer: string;
  switch (moment) {
    case 'never':
      if (terminator.signal(owner, proof, 'graceful') !== 'sent') throw new Error('was not sent');
      if (nursery.awaitEnd(victim.pid) === 'SIGTERM') tally.rightlySignalled += 1;
      return;
    case 'before the call':
      swap();
      answer = terminator.signal(owner, proof, 'force');
      break;
    case 'between descriptor and look':
      afterOpen = swap;
      answer = terminator.signal(owner, proof, 'force');
      break;
    case 'between look and signal':
      beforeSignal = swap;
      answer = terminator.signal(owner, proof, tally.races % 2 === 0 ? 'force' : 'graceful');
      break;
    case 'between SIGTERM and SIGKILL':
      if (terminator.signal(owner, proof, 'graceful') !== 'sent') throw new Error('was not sent');
      tally.rightlySignalled += 1;
      swap();
      answer = terminator.signal(owner, proof, 'force');
      break;
    case 'between SIGTERM and SIGCONT':
      nursery.stop(victim.pid);
      /** Before the first signal, the second one is prepared. */
      beforeSignal = () => {
        beforeSignal = swap;
      };
      answer = `${terminator.signal(owner, proof, 'graceful')} to the right one`;
      tally.rightlySignalled += 1;
      break;
  }
  if (next === undefined) throw new Error(`nothing happened ${moment}`);
  tally.answers[answer] = (tally.answers[answer] ?? 0) + 1;
  if (next.pid === victim.pid) tally.reuses += 1;
  const look = readProcStat('/proc', next.pid);
  if (look.kind === 'read' && look.value.startToken === owner.identity.startToken) {
    tally.equalStartTokens += 1;
  }
  if (nursery.endAlive(next.pid) === UNHARMED) return;
  tally.wronglySignalled += 1;
  process.stderr.write(`${JSON.stringify({ moment, kind, successor, isSameTick, answer })}\n`);
}

async function run(way: string, races: readonly Race[], count: number): Promise<Tally> {
  const terminator = await createTerminator(way);
  const tally: Tally = {
    races: 0,
    reuses: 0,
    equalStartTokens: 0,
    rightlySignalled: 0,
    wronglySignalled: 0,
    answers: {},
  };
  for (let round = 0; round < count; round += 1) {
    const each = races[round % races.length];
    if (each !== undefined) await race(terminator, each, FIRST_PORT + (round % 400), tally);
  }
  return tally;
}

const scenarios: Readonly<Record<string, readonly [way: string, races: readonly Race[]]>> = {
  'with a descriptor': ['pidfd', WITH_PIDFD],
  'with a descriptor, undisturbed': ['pidfd', UNDISTURBED],
  'by pid, before the call': ['pid', EARLY],
  'by pid, at the last moment': ['pid', LATE],
};

const [, , scenario = '', count = '1'] = process.argv;
const [way, races] = scenarios[scenario] ?? [];
if (way === undefined || races === undefined) throw new Error(`no scenario ${scenario}`);
process.stdout.write(`${JSON.stringify(await run(way, races, Number(count)))}\n`);
nursery.close();
