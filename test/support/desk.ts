import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
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
import { startSessionBus, type TestBus } from './session-bus.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from './tray-host.ts';

/** What a desktop may do without, and what it may share with another. */
interface DeskParts {
  readonly hasTray?: boolean;
  readonly hasNotifications?: boolean;
  /** The data folder of another desktop: the next session of the same person. */
  readonly dataFolder?: string;
}

/** A desktop with a tray, with notifications, and with a home that has projects. */
export interface Desk {
  /** A folder of the test's own; the home folder lies in it. */
  readonly folder: string;
  readonly home: string;
  readonly dataFolder: string;
  readonly bus: TestBus;
  /** The tray that was started last. */
  readonly tray: TestTrayHost;
  readonly notifications: TestNotificationDaemon;
  /** The app that was started last. */
  readonly app: RunningApp;
  makeProject(name: string): string;
  /** Starts the app with the default settings and these. */
  start(settings: Partial<Settings>, env?: Env, args?: readonly string[]): Promise<RunningApp>;
  /** Starts the app with what is in its data folder; ends it first where it runs. */
  startFromDisk(env?: Env, args?: readonly string[]): Promise<RunningApp>;
  /** Starts a tray on a desktop that has none, and waits for the icon of the running app. */
  startTray(): Promise<void>;
  /** Opens the popover by a click on the icon. */
  openPopover(): Promise<Page>;
  /** Opens the settings by the line of the menu that is called so. */
  openSettings(label?: string): Promise<Page>;
  /** The settings as they are on the disk. */
  readSettings(): Settings;
  waitForSettings(fits: (settings: Settings) => boolean): Promise<void>;
  waitForMenu(part: string, withinMs?: number): Promise<string>;
  waitForTooltip(part: string, withinMs?: number): Promise<string>;
  /** The first notification whose text fits, whether it is there already or comes yet. */
  waitForNotification(text: RegExp): Promise<TestNotification>;
  close(): Promise<void>;
}

/** `undefined` takes a variable away. */
type Env = Readonly<Record<string, string | undefined>>;

/** How long a scan, its confirmation and the desktop's own time may take on a busy machine. */
const PATIENCE_MS = 15_000;

/** Sets up the desktop; nothing of it is shared with another test. */
export async function openDesk(parts: DeskParts = {}): Promise<Desk> {
  const { hasTray = true, hasNotifications = true } = parts;
  const folder = makeFolder();
  const dataFolder = parts.dataFolder ?? join(folder.path, 'data');
  const settingsFile = join(dataFolder, 'settings.json');
  // As the app finds it again in what it reads of processes.
  const home = join(realpathSync(folder.path), 'home');
  mkdirSync(dataFolder, { recursive: true });
  mkdirSync(home);
  const bus = await startSessionBus();
  const notifications = hasNotifications ? await startNotificationDaemon(bus) : undefined;
  let tray = hasTray ? await startTrayHost(bus) : undefined;
  let app: RunningApp | undefined;
  /** Pictures are for people who do not run it as root. */
  let hasNoticeInPicture = false;

  const desk: Desk = {
    folder: folder.path,
    home,
    dataFolder,
    bus,
    get tray() {
      return existing(tray, 'tray');
    },
    get notifications() {
      return existing(notifications, 'notifications');
    },
    get app() {
      return existing(app, 'app');
    },
    makeProject(name) {
      const path = join(home, name);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, 'package.json'), '{}');
      return path;
    },
    start(settings, env, args) {
      writeSettings(dataFolder, { ...defaultSettings, theme: 'light', ...settings });
      return desk.startFromDisk(env, args);
    },
    async startFromDisk(env = {}, args = []) {
      await app?.close();
      const known = tray?.registrations();
      const looks = writeFontConfig(folder.path);
      app = await startApp({
        userDataFolder: dataFolder,
        bus,
        env: { HOME: home, ...looks, ...env },
        args,
      });
      hasNoticeInPicture = takesPictures && process.geteuid?.() === 0;
      await tray?.waitForIcon(known);
      return app;
    },
    async startTray() {
      tray = await startTrayHost(bus);
      await tray.waitForIcon();
    },
    async openPopover() {
      await desk.tray.activate();
      const page = await desk.app.waitForWindow('popover');
      const notice = page.locator('.notice').getByRole('button').last();
      if (hasNoticeInPicture) await notice.click();
      hasNoticeInPicture = false;
      return page;
    },
    async openSettings(label = 'Settings') {
      await desk.waitForMenu(label);
      await desk.tray.click(label);
      return desk.app.waitForWindow('settings');
    },
    readSettings: () => JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings,
    async waitForSettings(fits) {
      await eventually(
        () => (existsSync(settingsFile) && fits(desk.readSettings())) || undefined,
        'the settings on the disk',
      );
    },
    waitForMenu: (part, withinMs) =>
      waitForText(async () => toMenuText(await desk.tray.readMenu()), part, 'menu', withinMs),
    waitForTooltip: (part, withinMs) =>
      waitForText(() => desk.tray.readTooltip(), part, 'tooltip', withinMs),
    waitForNotification: (text) =>
      eventually(
        () => desk.notifications.shown.find(({ title, body }) => text.test(`${title}\n${body}`)),
        `a notification like ${String(text)}`,
        PATIENCE_MS,
      ),
    async close() {
      await app?.close();
      await bus.stop();
      folder.remove();
    },
  };
  return desk;
}

/** Fails where a test asks for what its desktop does not have. */
function existing<Part>(part: Part | undefined, name: string): Part {
  if (part === undefined) throw new Error(`this desktop has no ${name}`);
  return part;
}

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
