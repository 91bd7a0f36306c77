import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';
import { runPortreeve, type CommandResult } from './app-under-test.ts';
import { eventually } from './eventually.ts';

/*
 * Real programs that hold real ports in ways of their own, and what the command says of them.
 */

export interface Actor {
  readonly pid: number;
  /** The next line that it or one of its children printed. */
  next(): Promise<string>;
  /** Resolves when it has ended, to the signal or the code that it ended with. */
  readonly ended: Promise<NodeJS.Signals | number | null>;
  hasEnded(): boolean;
}

interface ActorOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts a program in a group of its own, all of which ends with the test. */
export function startActor(
  command: string,
  args: readonly string[],
  { cwd, env }: ActorOptions = {},
): Actor {
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
    env: { ...process.env, ...env },
    ...(cwd !== undefined && { cwd }),
  });
  onTestFinished(() => endGroup(child));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid: child.pid ?? 0,
    next: async () => String((await lines.next()).value),
    ended: new Promise((resolve) => {
      child.once('exit', (code, signal) => resolve(signal ?? code));
    }),
    hasEnded,
  };
}

/** Not the group's leader alone: what it started may have outlived it. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Starts Python with `s` listening on the port, `os`, `signal`, `subprocess` and `tell`. */
export function startListeningPython(port: number, program: string, options = ''): Actor {
  const listen = `
import os, signal, socket, subprocess, sys, time
signal.alarm(60)
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); ${options}
s.bind(('127.0.0.1', ${port})); s.listen()
def tell(*words): print(*words, flush=True)
`;
  return startActor('python3', ['-c', `${listen}${program}`]);
}

/** A server in Node's language that says who it is once it listens; it ends by itself after a minute. */
export function toNodeServer(...ports: readonly number[]): string {
  return `const net = require('node:net'), ports = ${JSON.stringify(ports)};
const listen = () => { const port = ports.shift();
  if (port === undefined) console.log(process.pid);
  else net.createServer((socket) => socket.resume().on('error', () => {})).listen(port, '127.0.0.1', listen); };
listen(); setTimeout(process.exit, 60_000);`;
}

/** Runs the command to its end, and lets whoever reads the tests' output read what a person would. */
export async function killAsPerson(
  folder: string,
  target: string | number,
  ...args: readonly string[]
): Promise<CommandResult> {
  const startedMs = performance.now();
  const words = ['kill', String(target), ...args];
  const result = await runPortreeve([...words, '--user-data-dir', folder]);
  const tookMs = Math.round(performance.now() - startedMs);
  const { code, stdout, stderr } = result;
  process.stdout.write(
    `\n$ portreeve ${words.join(' ')}\n${stdout}${stderr}[ended with ${code} after ${tookMs} ms]\n`,
  );
  return result;
}

/** Waits until nobody has this pid any more. */
export async function waitForEnd(pid: number): Promise<void> {
  await eventually(() => (isThere(pid) ? undefined : true), `process ${pid} to end`);
}

/** Whether a process has this pid, dead or alive. */
export function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
