import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a process of the nursery is: it hears a graceful end, it does not, or it is another program. */
export type Nature = 'plain' | 'deaf' | 'sleep';
/** When it is born: at once, with a fresh tick of the clock, or in a later tick than before. */
export type Birth = 'now' | 'fresh' | 'later';

export interface Nursling {
  readonly pid: number;
  /** Of the socket on which it listens. */
  readonly inode: string;
}

/**
 * Starts, ends and replaces processes while its caller waits, which Node cannot: it sees that a
 * child has ended only after whatever it is doing. Every process listens on a port of all
 * addresses from its birth on.
 */
export interface Nursery {
  start(port: number, nature: Nature, birth: Birth): Nursling;
  /** Ends the process and starts another one with its pid. */
  swap(pid: number, port: number, nature: Nature, birth: Birth): Nursling;
  stop(pid: number): void;
  /** Ends a process by a signal that nobody else uses; answers with the signal that ended it. */
  endAlive(pid: number): string;
  /** Waits for a process that was signalled; answers with the signal that ended it. */
  awaitEnd(pid: number): string;
  close(): void;
}

/** What `endAlive` answers with where nobody signalled the process before. */
export const UNHARMED = 'SIGUSR2';

const PROGRAM = `
import ctypes, os, signal, socket, sys, time
commands = open(sys.argv[1]); answers = open(sys.argv[2], 'w', buffering=1)
prctl = ctypes.CDLL(None).prctl

TICK = 10_000_000
def now(): return time.clock_gettime_ns(time.CLOCK_BOOTTIME)
def await_next_tick(): time.sleep((TICK - now() % TICK) / 1e9)
born = 0

def give_birth(port, nature, birth, pid_before):
    global born
    s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    s.bind(('0.0.0.0', int(port))); s.listen(); s.set_inheritable(True)
    gone, here = os.pipe()
    if nature == 'deaf': signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if birth == 'fresh': await_next_tick()
    while birth == 'later' and now() // TICK == born: await_next_tick()
    if pid_before:
        with open('/proc/sys/kernel/ns_last_pid', 'w') as last: last.write(str(pid_before - 1))
    pid = os.fork()
    if pid == 0:
        prctl(1, 9)
        os.close(commands.fileno()); os.close(answers.fileno()); os.close(gone)
        if nature == 'sleep': os.execv('/bin/sleep', ['sleep', '600'])
        os.close(here)
        while True: signal.pause()
    born = now() // TICK
    os.close(here); os.read(gone, 1); os.close(gone)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    inode = os.fstat(s.fileno()).st_ino
    s.close()
    return f'{pid} {inode}'

def name_of(status):
    return signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else 'exit'

def wait(pid):
    until = time.monotonic() + 5
    while time.monotonic() < until:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found: return name_of(status)
    return 'alive'

for line in commands:
    verb, *words = line.split()
    if verb == 'start':
        answer = give_birth(*words, 0)
    else:
        pid = int(words[0])
        if verb == 'swap':
            os.kill(pid, signal.SIGKILL); os.waitpid(pid, 0)
            answer = give_birth(*words[1:], pid)
        if verb == 'stop':
            os.kill(pid, signal.SIGSTOP); os.waitpid(pid, os.WUNTRACED); answer = 'stopped'
        if verb == 'endAlive':
            os.kill(pid, signal.SIGUSR2); answer = name_of(os.waitpid(pid, 0)[1])
        if verb == 'awaitEnd':
            answer = wait(pid)
    print(answer, file=answers)
`;

/** Opens a nursery. It and all its processes end with `close` or with the caller. */
export function openNursery(): Nursery {
  const folder = mkdtempSync(join(tmpdir(), 'nursery-'));
  const [commands, answers] = [join(folder, 'commands'), join(folder, 'answers')];
  if (spawnSync('mkfifo', [commands, answers]).status !== 0) throw new Error('no pipe was made');
  const child = spawn('python3', ['-c', PROGRAM, commands, answers], { stdio: 'inherit' });
  const writer = openSync(commands, 'w');
  const reader = openSync(answers, 'r');
  rmSync(folder, { recursive: true });
  const bytes = Buffer.alloc(256);

  function ask(...words: readonly (string | number)[]): string {
    writeSync(writer, `${words.join(' ')}\n`);
    const length = readSync(reader, bytes);
    if (length === 0) throw new Error(`the nursery ended at: ${words.join(' ')}`);
    return bytes.toString('latin1', 0, length).trimEnd();
  }

  function askForOne(...words: readonly (string | number)[]): Nursling {
    const [pid = '', inode = ''] = ask(...words).split(' ');
    return { pid: Number(pid), inode };
  }

  return {
    start: (port, nature, birth) => askForOne('start', port, nature, birth),
    swap: (pid, port, nature, birth) => askForOne('swap', pid, port, nature, birth),
    stop: (pid) => void ask('stop', pid),
    endAlive: (pid) => ask('endAlive', pid),
    awaitEnd: (pid) => ask('awaitEnd', pid),
    close: () => void child.kill('SIGKILL'),
  };
}
