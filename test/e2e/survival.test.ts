import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { toMenuText } from '../support/tray-host.ts';

const PORT = 62_360;
const WITHIN_MS = 30_000;
const HOUR_MS = 3_600_000;
/** Longer than any pace of watching. */
const LONG_POLL_MS = 6000;

let desk: Desk;
let squatter: Squatter | undefined;

beforeEach(async () => {
  desk = await openDesk({ hasNotifications: false });
  await desk.start({
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'executable', executable: '/usr/bin/next' },
      }),
    ],
  });
});

afterEach(async () => {
  await desk.close();
  await squatter?.stop();
  squatter = undefined;
});

async function openPopover(): Promise<Page> {
  const page = await desk.openPopover();
  await page.getByText('All ports as expected').first().waitFor();
  return page;
}

/** Ends the process behind the page of this view as a crash would, and waits until it is gone. */
async function crash(page: Page, view: string): Promise<void> {
  await desk.app.electron.evaluate(({ BrowserWindow }, wanted) => {
    for (const { webContents } of BrowserWindow.getAllWindows()) {
      if (webContents.getURL().includes(`view=${wanted}`)) webContents.forcefullyCrashRenderer();
    }
  }, view);
  await eventually(() => page.isClosed() || undefined, 'the window to go');
}

const readLog = (): string => readFileSync(join(desk.dataFolder, 'logs/portreeve.log'), 'utf8');

/** The events of the log that somebody should know of; this desktop shows no notifications. */
const readTroubles = (): readonly string[] =>
  readLog()
    .split('\n')
    .filter((line) => /"level":"(?:warn|error)"/.test(line))
    .map((line) => (JSON.parse(line) as { readonly event: string }).event);

const countWindows = (): Promise<number> =>
  desk.app.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);

/** The pids of Chromium's processes of this type. */
const findPids = (type: 'GPU' | 'Tab'): Promise<readonly number[]> =>
  desk.app.electron.evaluate(
    ({ app: electron }, wanted) =>
      electron.getAppMetrics().flatMap((metric) => (metric.type === wanted ? [metric.pid] : [])),
    type,
  );

async function squat(): Promise<void> {
  squatter = await startSquatter({ port: PORT, cwd: desk.folder });
}

describe('a page that crashes', () => {
  test('comes back by itself with the truth, and the tray never leaves', async () => {
    const page = await openPopover();
    await crash(page, 'popover');
    const again = await desk.app.waitForWindow('popover');
    await again.getByText('All ports as expected').first().waitFor();
    await squat();
    await again.getByText('1 conflict').first().waitFor({ timeout: WITHIN_MS });
    expect(await desk.tray.readTooltip()).toContain('1 conflict');
    expect(desk.tray.registrations()).toBe(1);
    expect(readLog()).toMatch(/"name":"popover","reason":"crashed","event":"window-crashed"/);
  });

  test('and crashes again comes back only when it is wanted', async () => {
    await crash(await openPopover(), 'popover');
    await crash(await desk.app.waitForWindow('popover'), 'popover');
    await eventually(
      () => readTroubles().join() === 'window-crashed,window-crashed' || undefined,
      'the second crash in the log',
    );
    await sleep(1000);
    expect(await countWindows()).toBe(0);
    await openPopover();
    expect(desk.tray.registrations()).toBe(1);
  });

  test('leaves the other windows alone', async () => {
    const settings = await desk.openSettings();
    await crash(await openPopover(), 'popover');
    const again = await desk.app.waitForWindow('popover');
    await again.getByText('All ports as expected').first().waitFor();
    await settings.getByText('General', { exact: true }).click();
    expect(await countWindows()).toBe(2);
  });
});

test('no graphics driver is in the main process, and what it starts does not hear why', async () => {
  await openPopover();
  const { pid, told } = await desk.app.electron.evaluate(() => ({
    pid: process.pid,
    told: process.env['GDK_GL'] ?? 'nothing',
  }));
  expect(told).toBe('nothing');
  expect(readFileSync(`/proc/${pid}/maps`, 'utf8')).not.toMatch(/\/lib(?:GLX|GLX_mesa|LLVM)[-.]/);
});

test('the process that draws may end again and again', async () => {
  const page = await openPopover();
  for (let round = 0; round < 5; round += 1) {
    const pid = await eventually(async () => (await findPids('GPU'))[0], 'a process that draws');
    process.kill(pid, 'SIGKILL');
    await eventually(
      async () => ((await findPids('GPU')).includes(pid) ? undefined : true),
      'its end',
    );
  }
  await squat();
  await page.getByText('1 conflict').first().waitFor({ timeout: WITHIN_MS });
  await page.screenshot();
  await desk.waitForTooltip('1 conflict');
  expect(desk.tray.registrations()).toBe(1);
});

describe('a desktop', () => {
  test('whose panel crashes and starts again has the icon and its menu again', async () => {
    desk.tray.leave();
    await desk.startTray();
    await desk.waitForTooltip('All ports as expected');
    await squat();
    await desk.waitForTooltip('1 conflict');
    expect(toMenuText(await desk.tray.readMenu())).toContain(`${PORT}, web: held by node`);
    expect(await countWindows()).toBe(0);
    await desk.tray.activate();
    await desk.app.waitForWindow('popover');
  });

  test('whose panel stays away shows the window instead', { timeout: 60_000 }, async () => {
    await desk.waitForTooltip('All ports as expected');
    desk.tray.leave();
    await sleep(5000);
    expect(await countWindows()).toBe(0);
    const page = await desk.app.waitForWindow('popover');
    await page.getByText('This desktop shows no tray').waitFor();
  });
});

describe('time', () => {
  test('in which the machine slept is not watched, and all is looked at once after it', async () => {
    await desk.waitForTooltip('All ports as expected');
    await desk.app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('suspend'));
    await squat();
    await sleep(LONG_POLL_MS);
    expect(await desk.tray.readTooltip()).toContain('All ports as expected');
    await desk.app.electron.evaluate(({ powerMonitor }) => powerMonitor.emit('resume'));
    await desk.waitForTooltip('1 conflict');
  });

  test(
    'in which the app stood still is caught up with by one look',
    { timeout: 60_000 },
    async () => {
      await desk.waitForTooltip('All ports as expected');
      const pid = desk.app.electron.process().pid ?? 0;
      process.kill(pid, 'SIGSTOP');
      try {
        await squat();
        await sleep(LONG_POLL_MS);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
      await desk.waitForTooltip('1 conflict', WITHIN_MS);
      expect(readTroubles().filter((event) => event !== 'notification-failed')).toEqual([]);
    },
  );

  test.each([
    ['back', -2 * HOUR_MS],
    ['forth', 2 * HOUR_MS],
  ])('that jumps %s by two hours holds up no look and no kill', async (_way, stepMs) => {
    await desk.waitForTooltip('All ports as expected');
    await desk.app.electron.evaluate((_electron, step) => {
      const now = Date.now.bind(Date);
      Date.now = () => now() + step;
    }, stepMs);
    await squat();
    await desk.waitForTooltip('1 conflict');
    await desk.tray.click(`${PORT}, web`, 'Kill node');
    await eventually(() => squatter?.hasEnded() === true || undefined, 'the squatter to end');
    await desk.waitForTooltip('All ports as expected');
    expect(readTroubles()).toEqual(['notification-failed']);
  });
});
