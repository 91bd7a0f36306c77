import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  closeSync,
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
  projectFolder,
  startAndEnd,
  writeSettings,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';

const PORT = 62_380;
const WITHIN_MS = 30_000;
const ONE_MEGABYTE = Buffer.alloc(1 << 20);

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
  keepSettings();
});

afterEach(() => desk.close());

function keepSettings(): void {
  writeSettings(desk.dataFolder, {
    ...defaultSettings,
    watchedPorts: [aWatchedPort({ port: PORT })],
  });
}

async function start(): Promise<void> {
  await desk.startFromDisk();
  await desk.waitForMenu(`${PORT}, web: free`);
}

async function pause(): Promise<void> {
  await desk.tray.click('Pause watching');
  await desk.waitForSettings(({ isPaused }) => isPaused);
}

const waitForEnd = (): Promise<unknown> =>
  new Promise((resolve) => desk.app.electron.process().once('exit', resolve));

/** Ends the app as a power cut would. */
async function crash(): Promise<void> {
  const ended = waitForEnd();
  desk.app.electron.process().kill('SIGKILL');
  await ended;
}

describe('the lock of an app that is gone', () => {
  test('holds up no start after a crash', async () => {
    await start();
    await crash();
    await start();
    expect(desk.tray.registrations()).toBe(2);
  });

  test.each([
    ['of a pid that nobody has', `${hostname()}-4194303`],
    ['of a pid that another program has now', `${hostname()}-${process.pid}`],
    ['of a machine that had another name', `elsewhere-${process.pid}`],
    ['that holds nonsense', 'nonsense'],
  ])('%s is taken over', async (_whose, lock) => {
    const { folder, dataFolder } = desk;
    symlinkSync(lock, join(dataFolder, 'SingletonLock'));
    symlinkSync('1234567890', join(dataFolder, 'SingletonCookie'));
    symlinkSync(join(folder, 'gone', 'SingletonSocket'), join(dataFolder, 'SingletonSocket'));
    expect(await startAndEnd(dataFolder)).toMatch(/^Portreeve is watching/);
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
      `--user-data-dir=${desk.dataFolder}`,
      projectFolder,
    ],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, DBUS_SESSION_BUS_ADDRESS: desk.bus.address, LANG: 'en_US.UTF-8' },
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
  await start();
  await pause();
  const ended = waitForEnd();
  await desk.bus.stop();
  await ended;

  const next = await openDesk({ dataFolder: desk.dataFolder });
  try {
    await next.startFromDisk();
    await next.waitForMenu('Resume watching');
  } finally {
    await next.close();
  }
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
    const { dataFolder } = desk;
    if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', dataFolder]).status !== 0) {
      skip('mounting is refused here');
    }
    try {
      keepSettings();
      const settings = join(dataFolder, 'settings.json');
      const before = readFileSync(settings, 'utf8');
      await start();
      const filler = join(dataFolder, 'filler');
      fill(filler);
      await desk.tray.click('Pause watching');
      await desk.waitForMenu('Resume watching');
      const page = await desk.openPopover();
      await page.getByText('could not be saved').first().waitFor();
      expect(readFileSync(settings, 'utf8')).toBe(before);

      rmSync(filler);
      await desk.tray.click('Resume watching');
      await desk.waitForMenu('Pause watching');
      await pause();
      await page.getByText('could not be saved').first().waitFor({ state: 'detached' });
      await desk.app.close();
    } finally {
      spawnSync('umount', ['-l', dataFolder]);
    }
  });

  test('that may not be written is named, and the app ends', ({ skip }) => {
    if (process.geteuid?.() !== 0) skip('only root can mount');
    const { dataFolder } = desk;
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'tmpfs', dataFolder]);
    if (mounted.status !== 0) skip('mounting is refused here');
    try {
      const { status, stdout } = spawnSync(
        findElectron(),
        ['--no-sandbox', '--disable-gpu', `--user-data-dir=${dataFolder}`, projectFolder],
        { timeout: WITHIN_MS, encoding: 'utf8' },
      );
      expect(stdout).toMatch(/^Portreeve cannot keep anything in .+, so it does not start: /);
      expect(status).toBe(1);
    } finally {
      spawnSync('umount', [dataFolder]);
    }
  });
});

describe('settings', () => {
  test('of the version before are taken over, and written in today’s shape', async () => {
    const { configTargets: _none, ...old } = aWatchedPort({ port: PORT });
    const envFile = join(desk.folder, '.env');
    writeFileSync(envFile, `PORT=${PORT}\n`);
    const target = { kind: 'dotenv', file: envFile, key: 'PORT' };
    const file = join(desk.dataFolder, 'settings.json');
    writeFileSync(
      file,
      JSON.stringify({ version: 1, watchedPorts: [{ ...old, configTarget: target }] }),
    );
    await start();
    await pause();
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      version: 2,
      watchedPorts: [{ port: PORT, configTargets: [target] }],
    });
  });

  test('of a version to come stay as they are, whatever is done meanwhile', async () => {
    const file = join(desk.dataFolder, 'settings.json');
    const newer = JSON.stringify({ version: 99, watchedPorts: { shape: 'of tomorrow' } });
    writeFileSync(file, newer);
    await desk.startFromDisk();
    await desk.waitForMenu('Pause watching');
    await desk.tray.click('Pause watching');
    await desk.waitForMenu('Resume watching');
    const page = await desk.openPopover();
    await page.getByText('newer').first().waitFor();
    await desk.app.close();
    expect(readFileSync(file, 'utf8')).toBe(newer);
  });
});
