import { spawn, type ChildProcess } from 'node:child_process';
import { connect } from 'node:net';
import { eventually } from './eventually.ts';

/** A real process that listens on a real port. */
export interface Squatter {
  readonly pid: number;
  hasEnded(): boolean;
  /** Ends it, whatever it does about signals. */
  stop(): Promise<void>;
}

export interface SquatterOptions {
  readonly port: number;
  readonly host?: string;
  readonly cwd?: string;
  readonly ignoresTerm?: boolean;
}

/** Starts the process and waits until it listens. */
export async function startSquatter(options: SquatterOptions): Promise<Squatter> {
  const { port, host = '127.0.0.1', cwd, ignoresTerm = false } = options;
  const program = [
    ignoresTerm ? "process.on('SIGTERM', () => undefined);" : '',
    "require('node:net').createServer((socket) => socket.resume())",
    `.listen(${port}, '${host}', () => console.log('listening'));`,
  ].join('');
  const child = spawn(process.execPath, ['-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(cwd !== undefined && { cwd }),
  });
  await waitForOutput(child);
  const { pid } = child;
  if (pid === undefined) throw new Error('the squatter did not start');
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    pid,
    hasEnded,
    async stop() {
      if (!hasEnded()) child.kill('SIGKILL');
      await eventually(() => hasEnded() || undefined, 'the squatter to end');
    },
  };
}

function waitForOutput(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error('the squatter ended at once'));
    });
    child.stdout?.once('data', () => {
      resolve();
    });
  });
}

/** Whether somebody accepts connections on this port. */
export function isReachable(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
