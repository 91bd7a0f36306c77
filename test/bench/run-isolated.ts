import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { isolate } from './network.ts';

type Answer =
  | { readonly kind: 'measured'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly reason: string };

/** Has a program of the bench answer a request, in a network of its own where that can be had. */
export function runIsolated(
  entry: 'workload' | 'app' | 'kill' | 'free' | 'plan' | 'history' | 'ui',
  request: object,
): Promise<unknown> {
  const path = join(import.meta.dirname, `${entry}.js`);
  const [command, ...args] =
    isolate === undefined ? [process.execPath, path] : [...isolate, process.execPath, path];
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    let answer: Answer = { kind: 'failed', reason: 'ended before its time' };
    child.once('error', reject);
    child.once('message', (message) => {
      answer = message as Answer;
      child.disconnect();
    });
    child.once('exit', () => {
      if (answer.kind === 'measured') resolve(answer.value);
      else reject(new Error(`${entry}: ${answer.reason}`));
    });
    child.send(request);
  });
}
