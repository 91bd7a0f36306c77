import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Locator, Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { startTrayHost, type TestTrayHost } from '../support/tray-host.ts';

/* The popover as a window of the real app: kept, sized, pinned, and told why by the real system. */

let folder: ReturnType<typeof makeFolder>;
let bus: TestBus;
let tray: TestTrayHost;
let app: RunningApp;
let squatter: Squatter;
let port: number;

beforeEach(async () => {
  folder = makeFolder();
  mkdirSync(join(folder.path, 'data'));
  mkdirSync(join(folder.path, 'blog'));
  writeSettings(join(folder.path, 'data'), { ...defaultSettings, theme: 'light' });
  bus = await startSessionBus();
  tray = await startTrayHost(bus);
  port = await getPort();
  squatter = await startSquatter({
    port,
    cwd: join(folder.path, 'blog'),
    ignoresTerm: false,
  });
  app = await startApp({ userDataFolder: join(folder.path, 'data'), bus });
  await tray.waitForIcon();
});

afterEach(async () => {
  await app.close();
  await squatter.stop();
  await bus.stop();
  folder.remove();
});

async function open(): Promise<Page> {
  await tray.activate();
  return app.waitForWindow('popover');
}

const readSettings = (): Settings =>
  JSON.parse(readFileSync(join(folder.path, 'data/settings.json'), 'utf8')) as Settings;

/** How the app's only window stands, and what the page is that it shows. */
const readWindow = () =>
  app.electron.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    return window && { isVisible: window.isVisible(), page: window.webContents.id };
  });

const isVisible = (wanted: boolean) =>
  eventually(
    async () => (await readWindow())?.isVisible === wanted || undefined,
    `a popover that is ${wanted ? 'seen' : 'hidden'}`,
  );

/** Searched for, because so many others may listen that it is out of sight. */
async function findRow(page: Page): Promise<Locator> {
  await page.getByRole('search').getByRole('textbox').fill(`port:${port}`);
  return page
    .getByRole('row')
    .filter({ hasText: String(port) })
    .first();
}

async function selectListener(page: Page): Promise<void> {
  await (await findRow(page)).waitFor();
  await page.getByRole('search').getByRole('textbox').press('ArrowDown');
}

test('closed and opened again it is the same page, brought up to date before it is seen', async () => {
  const page = await open();
  await (await findRow(page)).waitFor();
  const before = await readWindow();
  // Once for the search, once for the window.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await isVisible(false);
  await squatter.stop();
  await eventually(
    async () => !(await tray.readTooltip()).includes(String(port)) || undefined,
    'the tray to see it go',
  );
  await tray.activate();
  await isVisible(true);
  expect((await readWindow())?.page).toBe(before?.page);
  await (await findRow(page)).waitFor({ state: 'detached' });
});

test('the real system tells why a port is as it is', async () => {
  const page = await open();
  await selectListener(page);
  await page.keyboard.press('y');
  const pane = page.locator('.detail');
  await pane.getByText('Where it comes from').waitFor();
  const text = await pane.innerText();
  expect(text).toContain(`pid ${squatter.pid}`);
  expect(text).toContain(`pid ${process.pid}`);
  expect(text).toContain('If you kill it');
});

test('main opens what it knows of a listener: its page, its folder, and nothing a page names', async () => {
  const page = await open();
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
    shell.openPath = (path) => Promise.resolve(String(opened.push(path)));
  });
  await selectListener(page);
  await page.keyboard.press('o');
  await page.keyboard.press('y');
  await page.locator('.detail').getByRole('button', { name: 'More acts' }).click();
  await page.getByRole('menuitem', { name: 'Open its folder' }).click();
  const opened = await eventually(async () => {
    const all = await app.electron.evaluate(() => Reflect.get(globalThis, 'opened') as string[]);
    return all.length === 2 ? all : undefined;
  }, 'the page and the folder');
  expect(opened).toEqual([`http://localhost:${port}/`, join(folder.path, 'blog')]);
});

test('its size, its pin and how it lists are there again after a restart', async () => {
  const page = await open();
  await page.getByRole('button', { name: 'Keep this window open' }).click();
  await page.getByRole('button', { name: 'Sort and group' }).click();
  await page.getByRole('menuitemradio', { name: 'No groups' }).click();
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setSize(620, 560);
  });
  await eventually(() => {
    const { popoverSize, isPinned, listing } = readSettings();
    const isAll = popoverSize?.width === 620 && isPinned && listing.groupBy === 'none';
    return isAll || undefined;
  }, 'the settings on the disk');

  await app.close();
  const known = tray.registrations();
  app = await startApp({ userDataFolder: join(folder.path, 'data'), bus });
  await tray.waitForIcon(known);
  const again = await open();
  await again.getByRole('button', { name: 'Close', exact: true }).waitFor();
  await expect.poll(() => again.evaluate(() => [innerWidth, innerHeight])).toEqual([620, 560]);
  expect(await again.locator('.group-row').count()).toBe(0);
  await again.keyboard.press('Escape');
  await again.getByRole('button', { name: 'Close', exact: true }).click();
  await isVisible(false);
});
