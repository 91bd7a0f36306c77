import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from './app-under-test.ts';
import { eventually } from './eventually.ts';
import {
  startNotificationDaemon,
  type TestNotification,
  type TestNotificationDaemon,
} from './notification-daemon.ts';
import { takesPictures, writeFontConfig } from './page-looks.ts';
import { startSessionBus } from './session-bus.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from './tray-host.ts';

/** A desktop with a tray, with notifications, and with a home that has projects. */
export interface Desk {
  /** A folder of the test's own; the home folder lies in it. */
  readonly folder: string;
  readonly dataFolder: string;
  readonly tray: TestTrayHost;
  readonly notifications: TestNotificationDaemon;
  makeProject(name: string): string;
  /** Starts the app with the default settings and these. */
  start(settings: Partial<Settings>, env?: Readonly<Record<string, string>>): Promise<RunningApp>;
  /** Opens the popover by a click on the icon. */
  openPopover(): Promise<Page>;
  readPopover(): Promise<Page>;
  openSettings(): Promise<Page>;
  waitForMenu(part: string, withinMs?: number): Promise<string>;
  waitForTooltip(part: string): Promise<string>;
  /** The first notification whose text fits, whether it is there already or comes yet. */
  waitForNotification(text: RegExp): Promise<TestNotification>;
  close(): Promise<void>;
}

/** How long a scan, its confirmation and the desktop's own time may take on a busy machine. */
const PATIENCE_MS = 15_000;

/** Sets up the desktop; nothing of it is shared with another test. */
export async function openDesk(): Promise<Desk> {
  const folder = makeFolder();
  const dataFolder = join(folder.path, 'data');
  const home = join(folder.path, 'home');
  mkdirSync(dataFolder);
  mkdirSync(home);
  const bus = await startSessionBus();
  const tray = await startTrayHost(bus);
  const notifications = await startNotificationDaemon(bus);
  let app: RunningApp | undefined;

  const find = (): RunningApp => {
    if (app === undefined) throw new Error('the app was not started');
    return app;
  };
  const waitForText = (
    read: () => Promise<string>,
    part: string,
    where: string,
    withinMs = PATIENCE_MS,
  ): Promise<string> =>
    eventually(
      async () => {
        const text = await read();
        return text.includes(part) ? text : undefined;
      },
      `"${part}" in the ${where}`,
      withinMs,
    );

  return {
    folder: folder.path,
    dataFolder,
    tray,
    notifications,
    makeProject(name) {
      const path = join(home, name);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'package.json'), '{}');
      return path;
    },
    async start(settings, env = {}) {
      writeSettings(dataFolder, { ...defaultSettings, theme: 'light', ...settings });
      const known = tray.registrations();
      const looks = writeFontConfig(folder.path);
      app = await startApp({
        userDataFolder: dataFolder,
        bus,
        env: { HOME: home, ...looks, ...env },
      });
      await tray.waitForIcon(known);
      return app;
    },
    async openPopover() {
      await tray.activate();
      const page = await find().waitForWindow('popover');
      // Pictures are for people who do not run it as root.
      const notice = page.locator('.notice').getByRole('button').last();
      if (takesPictures && process.geteuid?.() === 0) await notice.click();
      return page;
    },
    readPopover: () => find().waitForWindow('popover'),
    async openSettings() {
      await tray.click('Settings');
      return find().waitForWindow('settings');
    },
    waitForMenu: (part, withinMs) =>
      waitForText(async () => toMenuText(await tray.readMenu()), part, 'menu', withinMs),
    waitForTooltip: (part) => waitForText(tray.readTooltip, part, 'tooltip'),
    waitForNotification: (text) =>
      eventually(
        () => notifications.shown.find(({ title, body }) => text.test(`${title}\n${body}`)),
        `a notification like ${String(text)}`,
        PATIENCE_MS,
      ),
    async close() {
      await app?.close();
      await bus.stop();
      folder.remove();
    },
  };
}
