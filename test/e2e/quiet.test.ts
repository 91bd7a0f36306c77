import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import {
  startNotificationDaemon,
  type TestNotificationDaemon,
} from '../support/notification-daemon.ts';
import { findBarriers, takePicture, writeFontConfig } from '../support/page-looks.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { startTrayHost, type TestTrayHost } from '../support/tray-host.ts';

const PORTS = [62_360, 62_361] as const;
const HOUR_MS = 3_600_000;

let folder: ReturnType<typeof makeFolder>;
let data: string;
let bus: TestBus;
let tray: TestTrayHost;
let app: RunningApp | undefined;
let squatters: Squatter[] = [];

beforeEach(async () => {
  folder = makeFolder();
  data = join(folder.path, 'data');
  mkdirSync(data);
  bus = await startSessionBus();
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  for (const squatter of squatters) await squatter.stop();
  squatters = [];
  await bus.stop();
  folder.remove();
});

async function start(changes: Partial<Settings> = {}): Promise<void> {
  writeSettings(data, {
    ...defaultSettings,
    watchedPorts: PORTS.map((port, at) =>
      aWatchedPort({
        id: `web-${at}`,
        port,
        name: `web ${at}`,
        expectedOwner: { kind: 'executable', executable: '/usr/bin/next' },
      }),
    ),
    ...changes,
  });
  tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: data, bus, env: writeFontConfig(folder.path) });
  await tray.waitForIcon();
}

async function squatAll(): Promise<void> {
  for (const port of PORTS) squatters.push(await startSquatter({ port, cwd: folder.path }));
  await eventually(
    async () => (await tray.readTooltip()).includes('2 conflicts') || undefined,
    'both conflicts in the tray',
  );
}

async function openNotifications(): Promise<Page> {
  if (app === undefined) throw new Error('the app is not running');
  await tray.click('Settings');
  const page = await app.waitForWindow('settings');
  await page.getByRole('tab', { name: 'Notifications' }).click();
  return page;
}

/** An hour before and after now, by the clocks on the spot. */
function aroundNow(): Settings['quietHours'] {
  const toTime = (ms: number): string => new Date(ms).toTimeString().slice(0, 5);
  return { isOn: true, from: toTime(Date.now() - HOUR_MS), to: toTime(Date.now() + HOUR_MS) };
}

/** Longer than the pause between two looks, so that what was not told by then is held back. */
const someTime = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 6000);
  });

async function waitForOne(daemon: TestNotificationDaemon): Promise<void> {
  await eventually(() => daemon.shown[0], 'what was missed', 15_000);
  await someTime();
  expect(daemon.shown.map(({ title, body }) => ({ title, body }))).toEqual([
    {
      title: 'While it was quiet: 2 conflicts',
      body: `${PORTS[0]} (web 0) and ${PORTS[1]} (web 1).`,
    },
  ]);
}

test('quiet hours hold conflicts back, and tell them together when they are over', async () => {
  const daemon = await startNotificationDaemon(bus);
  await start({ quietHours: aroundNow() });
  await squatAll();
  await someTime();
  expect(daemon.shown).toEqual([]);

  const page = await openNotifications();
  await page.getByText('It is quiet now.').waitFor();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await page.getByText('These are quiet hours, so nothing was shown.').waitFor();
  expect(daemon.shown).toEqual([]);

  await page.getByRole('switch', { name: /^Quiet hours/ }).click({ force: true });
  await waitForOne(daemon);
});

test('a desktop that is not to be disturbed is left alone until it may be', async () => {
  const daemon = await startNotificationDaemon(bus);
  daemon.isInhibited = true;
  await start();
  await squatAll();
  await someTime();
  expect(daemon.shown).toEqual([]);
  const page = await openNotifications();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await page.getByText('Your desktop is set to “do not disturb”').waitFor();

  daemon.isInhibited = false;
  await waitForOne(daemon);
});

test('the test notification arrives, or it is said that nobody shows any', async () => {
  await start();
  const page = await openNotifications();
  const send = page.getByRole('button', { name: 'Send a test notification' });
  await send.click();
  await page.getByText('This desktop has nothing that shows notifications.').waitFor();
  const daemon = await startNotificationDaemon(bus);
  await send.click();
  await page.getByText('Sent. If you do not see it').waitFor();
  expect(daemon.shown.map(({ title }) => title)).toEqual(['Portreeve can reach you']);
});

test.each([
  ['light', 'en', 1000],
  ['dark', 'en', 760],
  ['light', 'zh-CN', 320],
  ['dark', 'zh-CN', 500],
] as const)(
  'the page has no barriers in %s, %s and %i pixels of width',
  async (theme, language, width) => {
    await startNotificationDaemon(bus);
    const mutes: Settings['mutes'] = [{ watchedPortId: 'web-0', until: 'further-notice' }];
    await start({ theme, quietHours: aroundNow(), mutes });
    const page = await openNotifications();
    await page.getByRole('button', { name: 'Ignore a port' }).click();
    await page.getByRole('menuitem', { name: /62361/ }).click();
    await page.getByText('until you say otherwise').nth(1).waitFor();
    await page.getByRole('button', { name: 'Stop ignoring' }).last().click();
    await eventually(
      () =>
        (JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')) as Settings).mutes.length ===
          1 || undefined,
      'the port to be told of again',
    );
    if (language === 'zh-CN') {
      await page.getByRole('tab', { name: 'General' }).click();
      await page.getByRole('button', { name: /Language/ }).click();
      await page.getByRole('option', { name: '简体中文' }).click();
      await page.getByRole('tab', { name: '通知' }).click();
    }
    await page.setViewportSize({ width, height: 700 });
    expect(await findBarriers(page)).toEqual([]);
    const overflow = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overflow).toBe(0);
    await takePicture(page, `notifications-${theme}-${language}-${width}`);
  },
);
