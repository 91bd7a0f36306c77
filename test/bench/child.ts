import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

/** Another program of the bench, talked to by messages; each ends when the channel closes. */
export interface BenchChild {
  /** Sends a message and waits for the one that comes back. */
  ask(message: unknown): Promise<unknown>;
  /** Resolves when it has ended. */
  stop(): Promise<void>;
}

type EntryName = 'contestant' | 'load' | 'connections' | 'late-opener' | 'churn';

interface Failure {
  readonly kind: 'failed';
  readonly reason: string;
}

interface ChildOptions {
  readonly cwd?: string;
  /** The executable of an Electron, to run there as the packaged command does. */
  readonly electron?: string | undefined;
}

export function startChild(
  entry: EntryName,
  args: readonly string[] = [],
  { cwd, electron }: ChildOptions = {},
): BenchChild {
  const path = join(import.meta.dirname, `${entry}.js`);
  const child = fork(path, args, {
    serialization: 'advanced',
    ...(cwd !== undefined && { cwd }),
    ...(electron !== undefined && {
      execPath: electron,
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    }),
  });
  const ended = new Promise<string>((resolve) => {
    child.once('exit', (code, signal) => {
      resolve(`${entry} ended with ${signal ?? code}`);
    });
  });
  return {
    async ask(message) {
      const answer = await Promise.race([ended, nextMessage(child, message)]);
      if (typeof answer === 'string') throw new Error(answer);
      if (isFailure(answer)) throw new Error(`${entry}: ${answer.reason}`);
      return answer;
    },
    async stop() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}

function nextMessage(child: ChildProcess, message: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    child.once('message', resolve);
    // A child that is gone already is told by its exit.
    child.send(message as object, () => undefined);
  });
}

function isFailure(answer: unknown): answer is Failure {
  return (answer as Partial<Failure>).kind === 'failed';
}
