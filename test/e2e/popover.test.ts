import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import getPort from 'get-port';
import type { Locator, Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

/* The popover as a window of the real app: kept, sized, pinned, and told why by the real system. */

let desk: Desk;
let blog: string;
let squatter: Squatter;
let port: number;

beforeEach(async () => {
  desk = await openDesk();
  blog = join(desk.folder, 'blog');
  mkdirSync(blog);
  port = await getPort();
  squatter = await startSquatter({ port, cwd: blog });
  await desk.start({});
});

afterEach(async () => {
  await desk.close();
  await squatter.stop();
});

/** How the app's only window stands, and what the page is that it shows. */
const readWindow = () =>
  desk.app.electron.evaluate(({ BrowserWindow }) => {
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
  const page = await desk.openPopover();
  await (await findRow(page)).waitFor();
  const before = await readWindow();
  // Once for the search, once for the window.
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await isVisible(false);
  await squatter.stop();
  await eventually(
    async () => !(await desk.tray.readTooltip()).includes(String(port)) || undefined,
    'the tray to see it go',
  );
  await desk.tray.activate();
  await isVisible(true);
  expect((await readWindow())?.page).toBe(before?.page);
  await (await findRow(page)).waitFor({ state: 'detached' });
});

test('the real system tells why a port is as it is', async () => {
  const page = await desk.openPopover();
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
  const page = await desk.openPopover();
  await desk.app.electron.evaluate(({ shell }) => {
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
    const all = await desk.app.electron.evaluate(
      () => Reflect.get(globalThis, 'opened') as string[],
    );
    return all.length === 2 ? all : undefined;
  }, 'the page and the folder');
  expect(opened).toEqual([`http://localhost:${port}/`, blog]);
});

test('its size, its pin and how it lists are there again after a restart', async () => {
  const page = await desk.openPopover();
  await page.getByRole('button', { name: 'Keep this window open' }).click();
  await page.getByRole('button', { name: 'Sort and group' }).click();
  await page.getByRole('menuitemradio', { name: 'No groups' }).click();
  await desk.app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setSize(620, 560);
  });
  await desk.waitForSettings(
    ({ popoverSize, isPinned, listing }) =>
      popoverSize?.width === 620 && isPinned && listing.groupBy === 'none',
  );

  await desk.startFromDisk();
  const again = await desk.openPopover();
  await again.getByRole('button', { name: 'Close', exact: true }).waitFor();
  await expect.poll(() => again.evaluate(() => [innerWidth, innerHeight])).toEqual([620, 560]);
  expect(await again.locator('.group-row').count()).toBe(0);
  await again.keyboard.press('Escape');
  await again.getByRole('button', { name: 'Close', exact: true }).click();
  await isVisible(false);
});
