import type { Page } from 'playwright';
import { afterEach, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { startNotificationDaemon } from '../support/notification-daemon.ts';
import { findBarriers, readOverflow, takePicture } from '../support/page-looks.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORTS = [62_360, 62_361] as const;
const HOUR_MS = 3_600_000;
/** What is not told is waited for twice. */
const SLOW = { timeout: 60_000 };

let desk: Desk;
let squatters: Squatter[] = [];

afterEach(async () => {
  await desk.close();
  for (const squatter of squatters) await squatter.stop();
  squatters = [];
});

async function start(changes: Partial<Settings> = {}): Promise<void> {
  await desk.start({
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
}

async function squatAll(): Promise<void> {
  for (const port of PORTS) squatters.push(await startSquatter({ port, cwd: desk.folder }));
  await desk.waitForTooltip('2 conflicts');
}

async function openNotifications(): Promise<Page> {
  const page = await desk.openSettings();
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

async function waitForOne(): Promise<void> {
  await desk.waitForNotification(/./);
  await someTime();
  expect(desk.notifications.shown.map(({ title, body }) => ({ title, body }))).toEqual([
    {
      title: 'While it was quiet: 2 conflicts',
      body: `${PORTS[0]} (web 0) and ${PORTS[1]} (web 1).`,
    },
  ]);
}

test(
  'quiet hours hold conflicts back, and tell them together when they are over',
  SLOW,
  async () => {
    desk = await openDesk();
    await start({ quietHours: aroundNow() });
    await squatAll();
    await someTime();
    expect(desk.notifications.shown).toEqual([]);

    const page = await openNotifications();
    await page.getByText('It is quiet now.').waitFor();
    await page.getByRole('button', { name: 'Send a test notification' }).click();
    await page.getByText('These are quiet hours, so nothing was shown.').waitFor();
    expect(desk.notifications.shown).toEqual([]);

    await page.getByRole('switch', { name: /^Quiet hours/ }).click({ force: true });
    await waitForOne();
  },
);

test('a desktop that is not to be disturbed is left alone until it may be', SLOW, async () => {
  desk = await openDesk();
  desk.notifications.isInhibited = true;
  await start();
  await squatAll();
  await someTime();
  expect(desk.notifications.shown).toEqual([]);
  const page = await openNotifications();
  await page.getByRole('button', { name: 'Send a test notification' }).click();
  await page.getByText('Your desktop is set to “do not disturb”').waitFor();

  desk.notifications.isInhibited = false;
  await waitForOne();
});

test('the test notification arrives, or it is said that nobody shows any', async () => {
  desk = await openDesk({ hasNotifications: false });
  await start();
  const page = await openNotifications();
  const send = page.getByRole('button', { name: 'Send a test notification' });
  await send.click();
  await page.getByText('This desktop has nothing that shows notifications.').waitFor();
  const daemon = await startNotificationDaemon(desk.bus);
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
    desk = await openDesk();
    const mutes: Settings['mutes'] = [{ watchedPortId: 'web-0', until: 'further-notice' }];
    await start({ theme, quietHours: aroundNow(), mutes });
    const page = await openNotifications();
    await page.getByRole('button', { name: 'Ignore a port' }).click();
    await page.getByRole('menuitem', { name: /62361/ }).click();
    await page.getByText('until you say otherwise').nth(1).waitFor();
    await page.getByRole('button', { name: 'Stop ignoring' }).last().click();
    await desk.waitForSettings(({ mutes: left }) => left.length === 1);
    if (language === 'zh-CN') {
      await page.getByRole('tab', { name: 'General' }).click();
      await page.getByRole('button', { name: /Language/ }).click();
      await page.getByRole('option', { name: '简体中文' }).click();
      await page.getByRole('tab', { name: '通知' }).click();
    }
    await page.setViewportSize({ width, height: 700 });
    expect(await findBarriers(page)).toEqual([]);
    expect(await readOverflow(page)).toBe(0);
    await takePicture(page, `notifications-${theme}-${language}-${width}`);
  },
);
