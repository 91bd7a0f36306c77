import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type BenchChild } from './child.ts';
import type { Newcomer } from './newcomer.ts';
import { tryOpen, type OpenListener } from './open-listener.ts';
import type { Workload } from './workloads.ts';

export interface RunningLoad {
  /** One more listener. */
  open(newcomer: Newcomer): Promise<void>;
  /** Closes the last one that `open` opened. */
  close(): Promise<void>;
  /** Resolves when all processes have ended. */
  end(): Promise<void>;
}

const FIRST_PORT = 45_000;
/** A process may not have any number of files open. */
const SOCKETS_PER_PROCESS = 5000;

/** Makes processes that sleep over open files and listeners, and a project folder to work in. */
export async function makeLoad(workload: Workload): Promise<RunningLoad> {
  const folder = makeProjectFolder();
  const file = openSync(join(folder, 'package.json'), 'r');
  const sleepers: ChildProcess[] = [];
  const others: BenchChild[] = [];
  let port = FIRST_PORT;
  let newcomer: { close(): Promise<void> } | undefined;

  async function openNext(number: number): Promise<OpenListener> {
    for (; port < 65_536; port += 1) {
      const listener = await tryOpen(number, port);
      if (listener === undefined) continue;
      port += 1;
      return listener;
    }
    throw new Error('no ports are left');
  }

  /** A process that holds these listeners between its other files. */
  async function startSleeper(listeners: readonly OpenListener[]): Promise<ChildProcess> {
    const files = Array.from({ length: workload.openFiles - 3 }, () => file);
    files.splice(files.length >> 1, 0, ...listeners.map(({ descriptor }) => descriptor));
    // Ends when its input does: with this process.
    const child = spawn('cat', [], { cwd: folder, stdio: ['pipe', 'ignore', 'ignore', ...files] });
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    await Promise.all(listeners.map((listener) => listener.close()));
    return child;
  }

  async function startSleepers(from: number, to: number): Promise<void> {
    for (let index = from; index < to; index += 1) {
      const listeners: OpenListener[] = [];
      for (let number = index; number < workload.listeners; number += workload.processes) {
        listeners.push(await openNext(number));
      }
      sleepers.push(await startSleeper(listeners));
    }
  }

  const middle = workload.processes >> 1;
  await startSleepers(0, middle);
  const lateOpener = startChild('late-opener', [], { cwd: folder });
  others.push(lateOpener);
  await lateOpener.ask({ kind: 'hello' });
  await startSleepers(middle, workload.processes);
  const holders = Math.ceil(workload.established / SOCKETS_PER_PROCESS);
  for (let index = 0; index < holders; index += 1) {
    const holder = startChild('connections', [], { cwd: folder });
    others.push(holder);
    await holder.ask({ count: workload.established / holders / 2 });
  }

  return {
    async open(kind) {
      if (kind === 'old-process') {
        await lateOpener.ask({ kind: 'open' });
        newcomer = { close: async () => void (await lateOpener.ask({ kind: 'close' })) };
        return;
      }
      const sleeper = await startSleeper([await openNext(0)]);
      newcomer = { close: () => endSleeper(sleeper) };
    },
    close: async () => newcomer?.close(),
    async end() {
      await Promise.all([...sleepers.map(endSleeper), ...others.map((other) => other.stop())]);
    },
  };
}

function endSleeper(sleeper: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    sleeper.once('exit', () => {
      resolve();
    });
    sleeper.stdin?.end();
  });
}

function makeProjectFolder(): string {
  const root = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
  process.once('exit', () => {
    rmSync(root, { recursive: true, force: true });
  });
  mkdirSync(join(root, 'shop'));
  writeFileSync(join(root, 'shop/package.json'), '{}');
  return join(root, 'shop');
}
