import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { findElectron, projectFolder } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = 62_350;

const watchedPorts = [
  aWatchedPort({
    port: PORT,
    name: 'web <1>',
    expectedOwner: { kind: 'executable', executable: '/usr/bin/next' },
  }),
];

let desk: Desk;
let squatter: Squatter | undefined;

afterEach(async () => {
  await desk.close();
  await squatter?.stop();
  squatter = undefined;
});

async function squat(): Promise<Squatter> {
  squatter = await startSquatter({ port: PORT, cwd: desk.folder });
  return squatter;
}

describe('a desktop with notifications', () => {
  test('is told of a conflict once, in plain text, and a click shows it', async () => {
    desk = await openDesk();
    await desk.start({ watchedPorts });
    await squat();
    const notification = await desk.waitForNotification(/./);
    expect(notification.title).toBe(`Port ${PORT} of web <1>: conflict`);
    expect(notification.body).toContain('held by node');
    expect(notification.body).toContain('expected /usr/bin/next');

    desk.notifications.click(notification);
    const page = await desk.app.waitForWindow('popover');
    await page.getByText('1 conflict').first().waitFor();
    await sleep(3 * defaultSettings.intervalMs);
    expect(desk.notifications.shown).toHaveLength(1);
  });

  test('can kill from the notification itself', async () => {
    desk = await openDesk();
    await desk.start({ watchedPorts });
    const { pid, hasEnded } = await squat();
    const notification = await desk.waitForNotification(/./);
    const kill = `Kill node (pid ${pid})`;
    expect(notification.buttons).toEqual([
      kill,
      'Ignore for an hour',
      'Ignore until tomorrow morning',
    ]);
    desk.notifications.press(notification, kill);
    const { body } = await eventually(() => desk.notifications.shown[1], 'how it went');
    expect(body).toMatch(/^Port 62350 is free, \d+ ms after the kill\.$/);
    expect(hasEnded()).toBe(true);
  });

  test('is told how a kill from the tray went', async () => {
    desk = await openDesk();
    await desk.start({ watchedPorts, notifyConflicts: false });
    await squat();
    await desk.waitForTooltip('1 conflict');
    await desk.tray.click(`${PORT}, web`, 'Kill node');
    const { title, body } = await desk.waitForNotification(/./);
    expect(title).toBe(`Port ${PORT}`);
    expect(body).toMatch(/^Port 62350 is free, \d+ ms after the kill\.$/);
  });
});

test('a desktop without a tray gets the window instead, and the icon as soon as a tray appears', async () => {
  desk = await openDesk({ hasTray: false });
  await desk.start({ watchedPorts });
  const page = await desk.app.waitForWindow('popover');
  await page.getByText('This desktop shows no tray').waitFor();

  await desk.startTray();
  expect(await desk.tray.readTooltip()).toContain('All ports as expected');
  await page.getByText('This desktop shows no tray').waitFor({ state: 'detached' });
});

test.each([
  ['is empty', ''],
  ['is not set', undefined],
  ['is disabled', 'disabled:'],
  ['is nonsense', 'garbage'],
])('where the address of the session bus %s, the window opens too', async (_what, address) => {
  desk = await openDesk({ hasTray: false });
  await desk.start({ watchedPorts }, { DBUS_SESSION_BUS_ADDRESS: address });
  const page = await desk.app.waitForWindow('popover');
  await page.getByText('This desktop shows no tray').waitFor();
});

/** Starts the app once more on the same settings; returns what it says, and that it ends. */
function startAgain(args: readonly string[] = []): string {
  return execFileSync(
    findElectron(),
    [
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${desk.dataFolder}`,
      projectFolder,
      ...args,
    ],
    { timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] },
  ).toString();
}

test('a second start opens the window of the first and says so', async () => {
  desk = await openDesk();
  const app = await desk.start({ watchedPorts });
  expect(app.electron.windows()).toHaveLength(0);
  expect(startAgain()).toContain('running already; its window was opened');
  await (await app.waitForWindow('popover')).getByText('All ports as expected').waitFor();
});

test('starting at login is an entry of the desktop, made and removed by the setting', async () => {
  desk = await openDesk();
  await desk.start({ watchedPorts, launchAtLogin: true });
  const entry = join(desk.dataFolder, 'autostart/portreeve.desktop');
  await eventually(() => existsSync(entry) || undefined, 'the entry');
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".*electron" ".*" "--at-login"$/m);
  const page = await desk.openSettings();
  await page.getByText('General', { exact: true }).click();
  await page.getByText('Start at login').click();
  await eventually(() => !existsSync(entry) || undefined, 'the entry to go');
});

test('started at login it waits for the panel, and opens no window meanwhile', async () => {
  desk = await openDesk({ hasTray: false });
  const app = await desk.start({ watchedPorts }, {}, ['--at-login']);
  // Twice as long as a person's own start would wait.
  await sleep(6000);
  expect(app.electron.windows()).toHaveLength(0);

  await desk.startTray();
  expect(await desk.tray.readTooltip()).toContain('All ports as expected');
  expect(startAgain(['--at-login'])).toBe('Portreeve is running already.\n');
  await sleep(1000);
  expect(app.electron.windows()).toHaveLength(0);
  await desk.tray.activate();
  await app.waitForWindow('popover');
});
