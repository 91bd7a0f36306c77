import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** A program of a project, written and started by a test. */
export interface Program {
  readonly pid: number;
  hasEnded(): boolean;
  /** All that it printed so far. */
  output(): string;
  /** Ends it, whatever it does about signals. */
  stop(): Promise<void>;
}

/** Writes the program's file into the folder and runs it there; resolves when it prints `ready`. */
export async function startProgram(options: {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
  /** Before the file: the interpreter and its options. */
  readonly interpreter?: readonly string[];
  readonly args?: readonly string[];
}): Promise<Program> {
  const { folder, file, text, interpreter = [process.execPath], args = [] } = options;
  writeFileSync(join(folder, file), text);
  const [command = '', ...rest] = [...interpreter, file, ...args];
  const child = spawn(command, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  await eventually(() => {
    if (hasEnded()) throw new Error(`${file} ended at once`);
    return printed.includes('ready') || undefined;
  }, `${file} to be ready`);
  return {
    pid: toPid(child),
    hasEnded,
    output: () => printed,
    async stop() {
      if (!hasEnded()) child.kill('SIGKILL');
      await eventually(() => hasEnded() || undefined, `${file} to end`);
    },
  };
}

function toPid({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('the program did not start');
  return pid;
}

/** Whether a process of this number lives; one that waits for its parent does not. */
export function isRunning(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !/^\) [ZX]/.test(stat.slice(stat.lastIndexOf(')')));
  } catch {
    // It is gone.
    return false;
  }
}

/** Of the processes below this one that can be seen now, all numbers. */
export function listBelow(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1');
    const pids = children.split(' ').filter(Boolean).map(Number);
    return pids.flatMap((child) => [child, ...listBelow(child)]);
  } catch {
    // It is gone.
    return [];
  }
}
