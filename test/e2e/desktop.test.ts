import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import {
  findElectron,
  makeFolder,
  projectFolder,
  startApp,
  writeSettings,
  type RunningApp,
} from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { startNotificationDaemon } from '../support/notification-daemon.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { startTrayHost } from '../support/tray-host.ts';

const PORT = 62_350;

let folder: ReturnType<typeof makeFolder>;
let data: string;
let bus: TestBus;
let app: RunningApp | undefined;
let squatter: Squatter | undefined;

beforeEach(async () => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  mkdirSync(data);
  bus = await startSessionBus();
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await squatter?.stop();
  squatter = undefined;
  await bus.stop();
  folder.remove();
});

function keep(changes: Partial<Settings> = {}): void {
  writeSettings(data, {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        name: 'web <1>',
        expectedOwner: { kind: 'executable', executable: '/usr/bin/next' },
      }),
    ],
    ...changes,
  });
}

describe('a desktop with notifications', () => {
  test('is told of a conflict once, in plain text, and a click shows it', async () => {
    keep();
    const daemon = await startNotificationDaemon(bus);
    const tray = await startTrayHost(bus);
    app = await startApp({ userDataFolder: data, bus });
    await tray.waitForIcon();
    squatter = await startSquatter({ port: PORT, cwd: folder.path });
    const notification = await eventually(() => daemon.shown[0], 'a notification');
    expect(notification.title).toBe(`Port ${PORT} of web <1>: conflict`);
    expect(notification.body).toContain('held by node');
    expect(notification.body).toContain('expected /usr/bin/next');

    daemon.click(notification);
    const page = await app.waitForWindow('popover');
    await page.getByText('1 conflict').first().waitFor();
    await sleep(3 * defaultSettings.intervalMs);
    expect(daemon.shown).toHaveLength(1);
  });

  test('can kill from the notification itself', async () => {
    keep();
    const daemon = await startNotificationDaemon(bus);
    const tray = await startTrayHost(bus);
    app = await startApp({ userDataFolder: data, bus });
    await tray.waitForIcon();
    squatter = await startSquatter({ port: PORT, cwd: folder.path });
    const notification = await eventually(() => daemon.shown[0], 'a notification');
    const kill = `Kill node (pid ${squatter.pid})`;
    expect(notification.buttons).toEqual([
      kill,
      'Ignore for an hour',
      'Ignore until tomorrow morning',
    ]);
    daemon.press(notification, kill);
    const { body } = await eventually(() => daemon.shown[1], 'how it went');
    expect(body).toMatch(/^Port 62350 is free, \d+ ms after the kill\.$/);
    expect(squatter.hasEnded()).toBe(true);
  });

  test('is told how a kill from the tray went', async () => {
    keep({ notifyConflicts: false });
    const daemon = await startNotificationDaemon(bus);
    const tray = await startTrayHost(bus);
    app = await startApp({ userDataFolder: data, bus });
    await tray.waitForIcon();
    squatter = await startSquatter({ port: PORT, cwd: folder.path });
    await eventually(
      async () => (await tray.readTooltip()).includes('1 conflict') || undefined,
      'the conflict',
    );
    await tray.click(`${PORT}, web`, 'Kill node');
    const { title, body } = await eventually(() => daemon.shown[0], 'a notification');
    expect(title).toBe(`Port ${PORT}`);
    expect(body).toMatch(/^Port 62350 is free, \d+ ms after the kill\.$/);
  });
});

describe('a desktop without a tray', () => {
  test('gets the window instead, and the icon as soon as a tray appears', async () => {
    keep();
    app = await startApp({ userDataFolder: data, bus });
    const page = await app.waitForWindow('popover');
    await page.getByText('This desktop shows no tray').waitFor();

    const tray = await startTrayHost(bus);
    await tray.waitForIcon();
    expect(await tray.readTooltip()).toContain('All ports as expected');
    await page.getByText('This desktop shows no tray').waitFor({ state: 'detached' });
  });

  test('gets it without any session bus too', async () => {
    keep();
    app = await startApp({ userDataFolder: data });
    const page = await app.waitForWindow('popover');
    await page.getByText('This desktop shows no tray').waitFor();
  });
});

test.each([
  ['is not set', undefined],
  ['is disabled', 'disabled:'],
  ['is nonsense', 'garbage'],
])('where the address of the session bus %s, the window opens too', async (_what, address) => {
  keep();
  app = await startApp({
    userDataFolder: data,
    env: { DBUS_SESSION_BUS_ADDRESS: address },
  });
  const page = await app.waitForWindow('popover');
  await page.getByText('This desktop shows no tray').waitFor();
});

/** Starts the app once more on the same settings; returns what it says, and that it ends. */
function startAgain(args: readonly string[] = []): string {
  return execFileSync(
    findElectron(),
    [
      ...(process.geteuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      `--user-data-dir=${data}`,
      projectFolder,
      ...args,
    ],
    { timeout: 20_000, stdio: ['ignore', 'pipe', 'ignore'] },
  ).toString();
}

test('a second start opens the window of the first and says so', async () => {
  keep();
  const tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: data, bus });
  await tray.waitForIcon();
  expect(app.electron.windows()).toHaveLength(0);
  expect(startAgain()).toContain('running already; its window was opened');
  await (await app.waitForWindow('popover')).getByText('All ports as expected').waitFor();
});

test('starting at login is an entry of the desktop, made and removed by the setting', async () => {
  keep({ launchAtLogin: true });
  const tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: data, bus });
  await tray.waitForIcon();
  const entry = join(data, 'autostart/portreeve.desktop');
  await eventually(() => existsSync(entry) || undefined, 'the entry');
  expect(readFileSync(entry, 'utf8')).toMatch(/^Exec=".*electron" ".*" "--at-login"$/m);
  await tray.click('Settings');
  const page = await app.waitForWindow('settings');
  await page.getByText('General', { exact: true }).click();
  await page.getByText('Start at login').click();
  await eventually(() => !existsSync(entry) || undefined, 'the entry to go');
});

test('started at login it waits for the panel, and opens no window meanwhile', async () => {
  keep();
  app = await startApp({ userDataFolder: data, bus, args: ['--at-login'] });
  // Twice as long as a person's own start would wait.
  await sleep(6000);
  expect(app.electron.windows()).toHaveLength(0);

  const tray = await startTrayHost(bus);
  await tray.waitForIcon();
  expect(await tray.readTooltip()).toContain('All ports as expected');
  expect(startAgain(['--at-login'])).toBe('Portreeve is running already.\n');
  await sleep(1000);
  expect(app.electron.windows()).toHaveLength(0);
  await tray.activate();
  await app.waitForWindow('popover');
});
