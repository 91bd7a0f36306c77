import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { TestBus } from '../../support/session-bus.ts';
import type { TestTrayHost } from '../../support/tray-host.ts';

export interface RunOptions {
  readonly electron: string;
  readonly projectFolder: string;
  /** The folder of the program to run. */
  readonly program: string;
  readonly userDataFolder: string;
  readonly bus: TestBus;
  readonly tray: TestTrayHost;
}

export interface RunningElectron {
  readonly pid: number;
  /** From the start of the process to the icon's registration. */
  readonly registeredMs: number;
  /** From the start of the process to the first paint of a page opened from now on. */
  waitForPaint(window: string): Promise<number>;
  closeWindows(): void;
  stop(): Promise<void>;
}

const PATIENCE_MS = 20_000;
const PREFIX = 'bench: ';

const sleep = (ms: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, ms);
  });

/** Starts a program as a person would, and waits for its tray icon. */
export async function runElectron(options: RunOptions): Promise<RunningElectron> {
  const { tray, bus } = options;
  const known = tray.registrations();
  const startedAtMs = Date.now();
  const child = spawn(options.electron, toArguments(options), {
    env: {
      ...process.env,
      DBUS_SESSION_BUS_ADDRESS: bus.address,
      LANG: 'en_US.UTF-8',
      LANGUAGE: 'en',
      XDG_CONFIG_HOME: options.userDataFolder,
    },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      resolve();
    });
  });
  const killIt = (): void => void child.kill('SIGKILL');
  process.once('exit', killIt);
  const paints: number[] = [];
  const printed: string[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (!line.startsWith(PREFIX)) {
      printed.push(line);
      return;
    }
    const { paintedAtMs } = JSON.parse(line.slice(PREFIX.length)) as { paintedAtMs: number };
    paints.push(paintedAtMs - startedAtMs);
  });

  async function until(isSo: () => boolean, what: string): Promise<void> {
    const endsAtMs = Date.now() + PATIENCE_MS;
    while (!isSo()) {
      if (Date.now() > endsAtMs) {
        throw new Error(`waited in vain for ${what} of ${options.program}\n${printed.join('\n')}`);
      }
      await sleep(1);
    }
  }

  await until(() => tray.registrations() > known, 'the tray icon');
  const registeredMs = Date.now() - startedAtMs;
  return {
    pid: child.pid ?? 0,
    registeredMs,
    async waitForPaint(window) {
      const before = paints.length;
      await until(() => paints.length > before, `the first paint of the ${window}`);
      return paints[before] ?? Number.NaN;
    },
    closeWindows: () => void child.kill('SIGUSR2'),
    async stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
      await ended;
      clearTimeout(timer);
      process.off('exit', killIt);
    },
  };
}

function toArguments({ projectFolder, program, userDataFolder }: RunOptions): readonly string[] {
  return [
    '-r',
    join(projectFolder, 'test/bench/app/probe.cjs'),
    // As root Chromium starts only so.
    ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
    '--disable-gpu',
    `--user-data-dir=${userDataFolder}`,
    program,
  ];
}
