import { spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface ProgramCall {
  readonly command: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called once the system has really started it. */
  readonly onStart: () => void;
}

export type ProgramEnd =
  | { readonly kind: 'ended'; readonly code: number }
  | { readonly kind: 'not-started'; readonly reason: 'not-found' | 'not-permitted' | 'unknown' };

const FORWARDED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGINT', 'SIGQUIT'] as const;
/** A terminal sends these to the program by itself. */
const OF_TERMINAL: ReadonlySet<string> = new Set(['SIGINT', 'SIGQUIT']);
/** What shells add to the number of the signal that ended a program. */
const SIGNAL_BASE = 128;

/** Runs a program in our place: its streams are ours, and so are the signals that are sent to us. */
export function runProgram({ command, env, onStart }: ProgramCall): Promise<ProgramEnd> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: 'inherit', env });
  const hasTerminal = process.stdin.isTTY;
  const forward = (signal: NodeJS.Signals): void => {
    if (!(hasTerminal && OF_TERMINAL.has(signal))) child.kill(signal);
  };
  for (const signal of FORWARDED) process.on(signal, forward);
  return new Promise<ProgramEnd>((resolve) => {
    child.once('spawn', onStart);
    child.once('error', (error: NodeJS.ErrnoException) => {
      resolve({ kind: 'not-started', reason: toReason(error.code) });
    });
    child.once('exit', (code, signal) => {
      const number = signal === null ? 0 : constants.signals[signal];
      resolve({ kind: 'ended', code: code ?? SIGNAL_BASE + number });
    });
  }).finally(() => {
    for (const signal of FORWARDED) process.off(signal, forward);
  });
}

function toReason(code: string | undefined): 'not-found' | 'not-permitted' | 'unknown' {
  if (code === 'ENOENT') return 'not-found';
  return code === 'EACCES' || code === 'EPERM' ? 'not-permitted' : 'unknown';
}
