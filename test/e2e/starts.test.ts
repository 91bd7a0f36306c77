import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readErrorCode } from '../../electron/adapters/errno.ts';
import { defaultSettings } from '../../shared/settings.ts';
import {
  findElectron,
  makeFolder,
  projectFolder,
  startAndEnd,
  startApp,
  writeSettings,
  type RunningApp,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from '../support/tray-host.ts';

const PORT = 62_380;
const WITHIN_MS = 30_000;
const ONE_MEGABYTE = Buffer.alloc(1 << 20);

let folder: ReturnType<typeof makeFolder>;
let data: string;
let bus: TestBus;
let tray: TestTrayHost;
let app: RunningApp | undefined;

beforeEach(async () => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  mkdirSync(data);
  writeSettings(data, { ...defaultSettings, watchedPorts: [aWatchedPort({ port: PORT })] });
  bus = await startSessionBus();
  tray = await startTrayHost(bus);
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await bus.stop();
  folder.remove();
});

async function start(): Promise<RunningApp> {
  const known = tray.registrations();
  app = await startApp({ userDataFolder: data, bus });
  await tray.waitForIcon(known);
  await waitForMenu(`${PORT}, web: free`);
  return app;
}

const waitForMenu = (part: string): Promise<string> =>
  eventually(
    async () => {
      const text = toMenuText(await tray.readMenu());
      return text.includes(part) ? text : undefined;
    },
    `"${part}" in the menu`,
    WITHIN_MS,
  );

const waitForPauseOnDisk = (): Promise<true> =>
  eventually(
    () => /"isPaused": true/.test(readFileSync(join(data, 'settings.json'), 'utf8')) || undefined,
    'the pause on the disk',
    WITHIN_MS,
  );

/** Ends the app as a power cut would. */
async function crash(running: RunningApp): Promise<void> {
  const child = running.electron.process();
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
  app = undefined;
}

describe('the lock of an app that is gone', () => {
  test('holds up no start after a crash', async () => {
    await crash(await start());
    await start();
    expect(tray.registrations()).toBe(2);
  });

  test.each([
    ['of a pid that nobody has', `${hostname()}-4194303`],
    ['of a pid that another program has now', `${hostname()}-${process.pid}`],
    ['of a machine that had another name', `elsewhere-${process.pid}`],
    ['that holds nonsense', 'nonsense'],
  ])('%s is taken over', async (_whose, lock) => {
    symlinkSync(lock, join(data, 'SingletonLock'));
    symlinkSync('1234567890', join(data, 'SingletonCookie'));
    symlinkSync(join(folder.path, 'gone', 'SingletonSocket'), join(data, 'SingletonSocket'));
    expect(await startAndEnd(data)).toMatch(/^Portreeve is watching/);
  });
});

test('of two starts at once one runs, and the other says so', async () => {
  const starts = [spawnApp(), spawnApp()];
  try {
    const lines = await Promise.all(starts.map(({ firstLine }) => firstLine));
    expect(lines.filter((line) => line.startsWith('Portreeve is watching'))).toHaveLength(1);
    expect(lines.filter((line) => line.includes('running already'))).toHaveLength(1);
  } finally {
    for (const { child } of starts) child.kill('SIGTERM');
    await Promise.all(starts.map(({ ended }) => ended));
  }
});

/** Starts the app as a person would. */
function spawnApp() {
  const child: ChildProcess = spawn(
    findElectron(),
    [
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${data}`,
      projectFolder,
    ],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: bus.address, LANG: 'en_US.UTF-8' },
    },
  );
  let printed = '';
  const firstLine = new Promise<string>((resolve) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      if (printed.includes('\n')) resolve(printed);
    });
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  return { child, firstLine, ended };
}

// Chromium ends itself then, and nobody can tell it not to.
test('the end of the session bus ends the app, and the next start has everything', async () => {
  const running = await start();
  await tray.click('Pause watching');
  await waitForPauseOnDisk();
  const ended = new Promise((resolve) => running.electron.process().once('exit', resolve));
  await bus.stop();
  await ended;
  app = undefined;

  bus = await startSessionBus();
  tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: data, bus });
  await tray.waitForIcon();
  await waitForMenu('Resume watching');
});

/** Writes a file until the disk takes no more, at most 128 MB. */
function fill(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (let megabyte = 0; megabyte < 128; megabyte += 1) writeSync(descriptor, ONE_MEGABYTE);
  } catch (error) {
    if (readErrorCode(error) !== 'ENOSPC') throw error;
  } finally {
    closeSync(descriptor);
  }
}

describe('a disk', () => {
  test('that is full stops nothing, is told of, and takes the next change again', async ({
    skip,
  }) => {
    if (process.geteuid?.() !== 0) skip('only root can mount');
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', data]).status !== 0) {
      skip('mounting is refused here');
    }
    try {
      writeSettings(data, { ...defaultSettings, watchedPorts: [aWatchedPort({ port: PORT })] });
      const settings = join(data, 'settings.json');
      const before = readFileSync(settings, 'utf8');
      await start();
      const filler = join(data, 'filler');
      fill(filler);
      await tray.click('Pause watching');
      await waitForMenu('Resume watching');
      await tray.activate();
      const page = await app?.waitForWindow('popover');
      await page?.getByText('could not be saved').first().waitFor();
      expect(readFileSync(settings, 'utf8')).toBe(before);

      rmSync(filler);
      await tray.click('Resume watching');
      await waitForMenu('Pause watching');
      await tray.click('Pause watching');
      await waitForPauseOnDisk();
      await page?.getByText('could not be saved').first().waitFor({ state: 'detached' });
      await app?.close();
      app = undefined;
    } finally {
      spawnSync('umount', ['-l', data]);
    }
  });

  test('that may not be written is named, and the app ends', ({ skip }) => {
    if (process.geteuid?.() !== 0) skip('only root can mount');
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', data]);
    if (mounted.status !== 0) skip('mounting is refused here');
    try {
      const { status, stdout } = spawnSync(
        findElectron(),
        ['--no-sandbox', '--disable-gpu', `--user-data-dir=${data}`, projectFolder],
        { timeout: WITHIN_MS, encoding: 'utf8' },
      );
      expect(stdout).toMatch(/^Portreeve cannot keep anything in .+, so it does not start: /);
      expect(status).toBe(1);
    } finally {
      spawnSync('umount', [data]);
    }
  });
});

describe('settings', () => {
  test('of the version before are taken over, and written in today’s shape', async () => {
    const { configTargets: _none, ...old } = aWatchedPort({ port: PORT });
    const envFile = join(folder.path, '.env');
    writeFileSync(envFile, `PORT=${PORT}\n`);
    const target = { kind: 'dotenv', file: envFile, key: 'PORT' };
    const file = join(data, 'settings.json');
    writeFileSync(
      file,
      JSON.stringify({ version: 1, watchedPorts: [{ ...old, configTarget: target }] }),
    );
    await start();
    await tray.click('Pause watching');
    await waitForPauseOnDisk();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      version: 2,
      watchedPorts: [{ port: PORT, configTargets: [target] }],
    });
  });

  test('of a version to come stay as they are, whatever is done meanwhile', async () => {
    const file = join(data, 'settings.json');
    const newer = JSON.stringify({ version: 99, watchedPorts: { shape: 'of tomorrow' } });
    writeFileSync(file, newer);
    app = await startApp({ userDataFolder: data, bus });
    await tray.waitForIcon();
    await waitForMenu('Pause watching');
    await tray.click('Pause watching');
    await waitForMenu('Resume watching');
    await tray.activate();
    const page = await app.waitForWindow('popover');
    await page.getByText('newer').first().waitFor();
    await app.close();
    app = undefined;
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });
});
