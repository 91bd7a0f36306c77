import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { writeDay } from '../support/day-of-history.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = 61_340;
const MINUTE_MS = 60_000;

let desk: Desk;
let squatter: Squatter | undefined;

beforeEach(async () => {
  desk = await openDesk();
});

afterEach(async () => {
  await desk.close();
  await squatter?.stop();
});

async function start(changes: Partial<Settings> = {}): Promise<void> {
  writeDay(desk.dataFolder);
  await desk.start(
    {
      watchedPorts: [
        aWatchedPort({ name: 'shop web' }),
        aWatchedPort({ id: 'api', name: 'api', port: 8080 }),
      ],
      ...changes,
    },
    { HOME: '/home/ann' },
  );
}

async function openHistory(label = 'History'): Promise<Page> {
  // The first menu is in the system's language.
  await desk.waitForMenu(label);
  await desk.tray.click(label);
  const page = await desk.app.waitForWindow('history');
  await page.setViewportSize({ width: 1040, height: 720 });
  return page;
}

test('shows who held which port, in the timeline and in words, and what is held now', async () => {
  await start();
  squatter = await startSquatter({ port: PORT, cwd: desk.folder });
  const page = await openHistory();
  const table = page.getByRole('grid', { name: 'Entries, the newest first' });
  await table
    .getByRole('row')
    .filter({ hasText: /^3000vite/ })
    .waitFor();
  expect(await page.getByRole('img', { name: /^Timeline of \d+ ports/ }).count()).toBe(1);
  // What began after the window was opened comes by itself.
  await table
    .getByRole('row')
    .filter({ hasText: String(PORT) })
    .waitFor();

  const search = page.getByRole('textbox', { name: 'Search history' });
  await search.fill('blog');
  await eventually(
    async () => (await table.getByRole('row').count()) === 2 || undefined,
    'one row',
  );
  await search.fill('3000');
  await table.getByRole('row').filter({ hasText: 'Killed node: port free' }).waitFor();
  await eventually(
    async () => (await table.getByRole('row').count()) === 5 || undefined,
    'rows of 3000',
  );
  await takePicture(page, 'history-port');

  // By keyboard alone: into the table, down, and the details follow.
  await table.getByRole('row').nth(1).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const details = page.getByRole('region', { name: 'Details' });
  await details.getByText('Killed node: port free').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await details.getByText('~/blog').waitFor();
  await details.getByText('node, 4000').waitFor();
  expect(await findBarriers(page)).toEqual([]);
});

test('a click on a bar tells what it is, and a drag looks closer', async () => {
  await start();
  const page = await openHistory();
  await page.getByRole('textbox', { name: 'Search history' }).fill('5432');
  const table = page.getByRole('grid');
  await eventually(
    async () => (await table.getByRole('row').count()) === 2 || undefined,
    'one row',
  );
  const plot = page.locator('.lane-plot .u-over');
  const box = await plot.boundingBox();
  if (box === null) throw new Error('there is no timeline');
  // The bar lies in the last ten of the twenty-four hours.
  await page.mouse.click(box.x + box.width * 0.8, box.y + 18);
  await page.getByRole('region', { name: 'Details' }).getByText('PostgreSQL 15 main').waitFor();
  await page.mouse.move(box.x + box.width * 0.7, box.y + 18);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 18, { steps: 5 });
  await page.mouse.up();
  await eventually(
    async () => !(await page.getByRole('radio', { name: 'Day' }).isChecked()) || undefined,
    'a closer look',
  );
  await page.getByRole('radio', { name: 'Month' }).click({ force: true });
  expect(await page.getByRole('radio', { name: 'Month' }).isChecked()).toBe(true);
});

test('tells who had a port at a moment', async () => {
  await start();
  const page = await openHistory();
  const moment = new Date(Date.now() - 300 * MINUTE_MS);
  const two = (n: number): string => String(n).padStart(2, '0');
  const text = `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}T${two(moment.getHours())}:${two(moment.getMinutes())}`;
  await page.getByRole('textbox', { name: 'Search history' }).fill('3000');
  await page.getByLabel('Who had it at').fill(text);
  const rows = page.getByRole('grid').getByRole('row');
  await eventually(async () => (await rows.count()) === 2 || undefined, 'one holder');
  expect(await rows.nth(1).textContent()).toContain('vite');
});

test('the row of a watched port shows its last day', async () => {
  await start();
  const popover = await desk.openPopover();
  const strip = popover.getByRole('row', { name: /3000/ }).getByRole('img', { name: /^Last 24/ });
  await strip.waitFor();
  expect(await strip.getAttribute('aria-label')).toBe(
    'Last 24 hours: expected owner 4 h, squatter 3 h, Portreeve not watching 14 h',
  );
});

test('a port that nobody listens on leads to who had it', async () => {
  await start();
  const popover = await desk.openPopover();
  await popover.getByRole('search').getByRole('textbox').fill('port:9000');
  await popover.getByRole('button', { name: 'Who had port 9000?' }).click();
  const page = await desk.app.waitForWindow('history');
  const rows = page.getByRole('grid').getByRole('row');
  await eventually(async () => (await rows.count()) === 2 || undefined, 'one holder');
  expect(await page.getByRole('textbox', { name: 'Search history' }).inputValue()).toBe('9000');
});

test('saves what is seen as CSV and JSON where the person says', async () => {
  await start();
  const page = await openHistory();
  await page.getByText('vite').first().waitFor();
  for (const format of ['csv', 'json']) {
    const file = join(desk.folder, `saved.${format}`);
    await desk.app.electron.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await page.getByRole('button', { name: `Save as ${format.toUpperCase()}` }).click();
    await page.getByText(`Saved as ${file}.`).waitFor();
    const text = readFileSync(file, 'utf8');
    expect(text).toContain(format === 'csv' ? 'held,3000,tcp,' : '"title": "vite"');
  }
});

test('records across a restart, and ends what was held with the app', async () => {
  await start({ watchedPorts: [] });
  squatter = await startSquatter({ port: PORT, cwd: desk.folder });
  const file = join(desk.dataFolder, 'history.jsonl');
  await eventually(
    () => readFileSync(file, 'utf8').includes(`"port":${PORT}`) || undefined,
    'the record',
  );
  await desk.app.close();
  const last = readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '';
  expect(JSON.parse(last)).toMatchObject({ v: 2, kind: 'watching-ended' });
});

test.each([
  ['light', 'en', 'History'],
  ['dark', 'en', 'History'],
  ['light', 'zh-CN', '历史记录'],
  ['dark', 'zh-CN', '历史记录'],
] as const)('is without barriers: %s, %s', async (theme, language, label) => {
  await start({ theme, language });
  const page = await openHistory(label);
  await page.getByText('PostgreSQL 15 main').first().waitFor();
  await page.getByRole('row').filter({ hasText: 'vite' }).first().click();
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, `history-${theme}-${language}`);
  await page.setViewportSize({ width: 640, height: 480 });
  await takePicture(page, `history-narrow-${theme}-${language}`);
  expect(await findBarriers(page)).toEqual([]);
});
