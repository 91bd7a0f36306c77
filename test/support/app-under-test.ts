import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright';
import type { Settings } from '../../shared/settings.ts';
import { readElectronRuntime } from './electron-runtime.ts';
import { eventually } from './eventually.ts';
import type { TestBus } from './session-bus.ts';

export const projectFolder = new URL('../..', import.meta.url).pathname;

export const findElectron = (): string => readElectronRuntime(projectFolder).path;

/** A folder of the test's own under the system's temporary folder, removed by the test. */
export function makeFolder(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'portreeve-'));
  return {
    path,
    remove() {
      rmSync(path, { recursive: true, force: true });
    },
  };
}

export function writeSettings(folder: string, settings: Settings): void {
  writeFileSync(join(folder, 'settings.json'), JSON.stringify(settings));
}

export interface RunningApp {
  readonly electron: ElectronApplication;
  /** What it printed so far. */
  readonly output: () => string;
  /** The page of a window that is open or about to open. */
  waitForWindow(view: 'popover' | 'settings' | 'history' | 'welcome'): Promise<Page>;
  close(): Promise<void>;
}

/** Starts the built app on a bus and with settings of the test's own. */
export async function startApp(options: {
  readonly userDataFolder: string;
  readonly bus?: TestBus;
  readonly args?: readonly string[];
  /** `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}): Promise<RunningApp> {
  const electron = await _electron.launch({
    executablePath: findElectron(),
    args: [
      '--disable-gpu',
      `--user-data-dir=${options.userDataFolder}`,
      projectFolder,
      ...(options.args ?? []),
    ],
    // Not in a project: the driver's own ports would be listed as the project's.
    cwd: '/',
    env: withoutUndefined({
      ...inheritedEnv(),
      DBUS_SESSION_BUS_ADDRESS: options.bus?.address ?? '',
      LANG: 'en_US.UTF-8',
      LANGUAGE: 'en',
      XDG_CONFIG_HOME: options.userDataFolder,
      ...options.env,
    }),
  });
  let printed = '';
  electron.process().stdout?.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  return {
    electron,
    output: () => printed,
    async waitForWindow(view) {
      const isWanted = (page: Page): boolean => page.url().includes(`view=${view}`);
      const known = electron.windows().find(isWanted);
      const page = known ?? (await electron.waitForEvent('window', { predicate: isWanted }));
      // Shorter than a test's own limit, so that a failure says what was waited for.
      page.setDefaultTimeout(8000);
      await page.waitForSelector('#root > :not(template)');
      return page;
    },
    close: () => electron.close(),
  };
}

/**
 * Starts the built app as a person would, without a driver, waits for its first line, and ends it
 * with the signal that a closing session sends. Resolves to all that it printed.
 */
export async function startAndEnd(userDataFolder: string): Promise<string> {
  const child = spawn(
    findElectron(),
    [
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${userDataFolder}`,
      projectFolder,
    ],
    { env: { ...inheritedEnv(), LANG: 'en_US.UTF-8', LANGUAGE: 'en' } },
  );
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => {
    printed += chunk.toString();
  });
  const ended = once(child, 'exit');
  const closed = once(child, 'close');
  try {
    await eventually(() => printed.includes('\n') || undefined, 'the first line', 20_000);
  } finally {
    child.kill('SIGTERM');
  }
  await ended;
  // The rest may still be on the way. What Chromium started writes there too and may outlive it.
  await Promise.race([closed, sleep(5000, undefined, { ref: false })]);
  return printed;
}

function inheritedEnv(): Record<string, string> {
  const { ELECTRON_RUN_AS_NODE: _runAsNode, ...env } = process.env;
  return withoutUndefined(env);
}

function withoutUndefined(
  env: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the built `portreeve` command to its end. */
export function runPortreeve(
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
  cwd?: string,
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(projectFolder, 'dist/cli.js'), ...args],
      {
        env: withoutUndefined({
          ...process.env,
          // Whoever runs the tests may have asked for colours.
          FORCE_COLOR: undefined,
          LANG: 'C.UTF-8',
          LC_ALL: 'C.UTF-8',
          ...env,
        }),
        maxBuffer: 64 << 20,
        ...(cwd !== undefined && { cwd }),
      },
      (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      },
    );
  });
}
