import { readFileSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import type { OwnerRule, WatchedPort } from '../../shared/watched-port.ts';
import { aWatchedPort } from '../support/builders.ts';
import { writeDay } from '../support/day-of-history.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { isReachable, startSquatter, type Squatter } from '../support/squatter.ts';

const PORT = 62_340;
const FALLBACK = 62_341;
const ENV_TEXT = `# shop\nDB_PORT=${PORT}\nPORT=${PORT}\n`;
/** What is chosen is on the disk within this time, also on a busy machine. */
const SOON = { timeout: 10_000 };

let desk: Desk;
let shop: string;
let blog: string;
let envFile: string;
const squatters: Squatter[] = [];

beforeEach(async () => {
  desk = await openDesk();
  shop = desk.makeProject('shop');
  blog = desk.makeProject('blog');
  envFile = join(shop, '.env');
  writeFileSync(envFile, ENV_TEXT);
});

afterEach(async () => {
  await desk.close();
  await Promise.all(squatters.splice(0).map((squatter) => squatter.stop()));
});

const ownedBy = (project: string): OwnerRule => ({ kind: 'project', folder: project });

const web = (): WatchedPort =>
  aWatchedPort({
    port: PORT,
    expectedOwner: ownedBy(shop),
    fallbackPorts: [{ from: FALLBACK, to: FALLBACK + 5 }],
    configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
  });

async function start(changes: Partial<Settings> = {}): Promise<void> {
  await desk.start({ watchedPorts: [web()], ...changes });
}

async function squat(port: number, cwd: string, ignoresTerm = false): Promise<Squatter> {
  const squatter = await startSquatter({ port, cwd, ignoresTerm });
  squatters.push(squatter);
  return squatter;
}

describe('the popover', () => {
  test('tells a conflict, kills the squatter on a click, and proves that the port is free', async () => {
    await start();
    const page = await desk.openPopover();
    await page.getByText('All ports as expected').first().waitFor();
    const squatter = await squat(PORT, blog);
    await page.getByText('1 conflict').first().waitFor();
    const card = page.getByRole('group', { name: /62340/ }).or(page.locator('article')).first();
    await card.waitFor();
    expect(await card.innerText()).toContain('Held by node');
    expect(await card.innerText()).toContain('~/blog');

    await page.getByRole('button', { name: 'Kill node' }).first().click();
    await page
      .getByText(/Port 62340 is free, \d+ ms after the kill\./)
      .first()
      .waitFor();
    await page.getByText('All ports as expected').first().waitFor();
    expect(squatter.hasEnded()).toBe(true);
    expect(await isReachable(PORT)).toBe(false);
  });

  test('moves the service after showing the very line that changes, and takes it back', async () => {
    await start();
    await squat(PORT, blog);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: `Move to ${FALLBACK}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await dialog.innerText()).toContain(`PORT=${PORT}`);
    expect(await dialog.innerText()).toContain(`PORT=${FALLBACK}`);
    expect(readFileSync(envFile, 'utf8')).toBe(ENV_TEXT);
    await takePicture(page, 'move');

    await dialog.getByRole('button', { name: /^Move/ }).click();
    await page.getByText(`web moves to port ${FALLBACK}`).first().waitFor();
    expect(readFileSync(envFile, 'utf8')).toBe(
      ENV_TEXT.replace(`\nPORT=${PORT}`, `\nPORT=${FALLBACK}`),
    );
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`web is back on port ${PORT}`).first().waitFor();
    // Said of the move, and no longer so.
    expect(await page.getByText(`web moves to port ${FALLBACK}`).count()).toBe(0);
    expect(readFileSync(envFile, 'utf8')).toBe(ENV_TEXT);
  });

  test('offers the other lines with the old port unticked, and changes those that are ticked', async () => {
    const cors = join(shop, 'cors.ts');
    const readme = join(shop, 'README.md');
    const corsText = `export const origins = ['http://localhost:${PORT}'];\n`;
    writeFileSync(cors, corsText);
    writeFileSync(readme, `Open http://localhost:${PORT}.\n`);
    await start();
    await squat(PORT, blog);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: `Move to ${FALLBACK}` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText(`2 more lines mention ${PORT}.`).waitFor();
    const boxes = dialog.getByRole('checkbox');
    expect(await boxes.count()).toBe(2);
    expect(await boxes.nth(0).isChecked()).toBe(false);
    expect(await dialog.innerText()).not.toContain(`http://localhost:${FALLBACK}`);
    await dialog.getByText(`origins = ['http://localhost:${PORT}']`).click();
    await dialog.getByText(`origins = ['http://localhost:${FALLBACK}']`).waitFor();
    expect(readFileSync(cors, 'utf8')).toBe(corsText);
    await takePicture(page, 'move-mentions');
    expect(await findBarriers(page)).toEqual([]);

    await dialog.getByRole('button', { name: /^Move/ }).click();
    await page.getByText(`web moves to port ${FALLBACK}`).first().waitFor();
    expect(readFileSync(cors, 'utf8')).toBe(corsText.replace(String(PORT), String(FALLBACK)));
    expect(readFileSync(envFile, 'utf8')).toContain(`\nPORT=${FALLBACK}`);
    expect(readFileSync(readme, 'utf8')).toContain(String(PORT));
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText(`web is back on port ${PORT}`).first().waitFor();
    expect(readFileSync(cors, 'utf8')).toBe(corsText);
    expect(readFileSync(envFile, 'utf8')).toBe(ENV_TEXT);
  });

  test('shows the plan first when clients are connected, and forces only when asked to', async () => {
    await start({ graceMs: 1000 });
    const squatter = await squat(PORT, blog, true);
    const client = await keepConnected(PORT);
    const page = await desk.openPopover();
    await page.getByRole('button', { name: 'Kill node' }).first().click();
    const dialog = page.getByRole('alertdialog');
    await dialog.getByText('1 client is connected and will be cut off.').waitFor();
    expect(await dialog.innerText()).toContain(String(squatter.pid));
    await takePicture(page, 'kill');
    expect(await findBarriers(page)).toEqual([]);

    await dialog.getByRole('button', { name: /^Kill node/ }).click();
    await page
      .getByText(/did not end within 1 s/)
      .first()
      .waitFor();
    expect(squatter.hasEnded()).toBe(false);
    await page.getByRole('button', { name: /by force/ }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: /by force/ })
      .click();
    await page
      .getByText(/Port 62340 is free, \d+ ms after the forced kill\./)
      .first()
      .waitFor();
    expect(squatter.hasEnded()).toBe(true);
    client.destroy();
  });

  test('watches a listener from its row, and finds it by anything', async () => {
    await start({ watchedPorts: [] });
    await squat(PORT, blog);
    await squat(PORT + 9, shop);
    const page = await desk.openPopover();
    await page
      .getByRole('search')
      .getByRole('textbox')
      .fill(String(PORT + 9));
    const row = page.getByRole('row').filter({ hasText: String(PORT + 9) });
    await row.first().waitFor();
    expect(
      await page
        .getByRole('row')
        .filter({ hasText: String(PORT) })
        .count(),
    ).toBe(0);
    await page.getByRole('search').getByRole('textbox').press('ArrowDown');
    await page.keyboard.press('w');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Watch' }).click();
    await page
      .getByText(`is watched on port ${PORT + 9}`)
      .first()
      .waitFor();
    await expect
      .poll(() => desk.readSettings().watchedPorts.map(({ port }) => port), SOON)
      .toEqual([PORT + 9]);
  });

  test.each(['light', 'dark'] as const)('has no barriers in %s', async (theme) => {
    const others = [
      aWatchedPort({ id: 'api', name: 'api', port: PORT + 8, expectedOwner: ownedBy(shop) }),
      aWatchedPort({ id: 'next', name: 'next', port: 3000 }),
      aWatchedPort({ id: 'java', name: 'java', port: 8080 }),
    ];
    writeDay(desk.dataFolder);
    await start({ theme, watchedPorts: [web(), ...others] });
    await squat(PORT, blog);
    await squat(PORT + 8, shop);
    const page = await desk.openPopover();
    await page.getByText('Held by').first().waitFor();
    await page.getByRole('img', { name: /^Last 24 hours: .*squatter/ }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `popover-${theme}`);
  });
});

describe('the settings window', () => {
  test('tells mistakes as one types, saves what is right, and it holds after a restart', async () => {
    await start({ watchedPorts: [] });
    const page = await desk.openSettings();
    await page.getByRole('button', { name: 'Watch a port' }).click();
    const port = page.getByLabel('Port', { exact: true });
    for (const [text, told] of [
      ['0', 'Ports go from 1 to 65535.'],
      ['65536', 'Ports go from 1 to 65535.'],
      ['3.5', 'Digits only: a number from 1 to 65535.'],
      ['abc', 'Digits only: a number from 1 to 65535.'],
      ['0x1f90', 'Digits only: a number from 1 to 65535.'],
    ] as const) {
      await port.fill(text);
      await page.getByText(told).first().waitFor();
    }
    await port.fill(String(PORT));
    await page.getByLabel('Name', { exact: true }).fill('web');
    await page.getByRole('radio', { name: 'Command' }).click({ force: true });
    const pattern = page.getByRole('textbox', { name: 'Command' });
    await pattern.fill('(');
    await page.getByText('This regular expression cannot be read').first().waitFor();
    await pattern.fill('next|vite');
    await page.getByRole('button', { name: 'Watch this port' }).click();
    await desk.waitForTooltip('All ports as expected');

    await desk.startFromDisk();
    const again = await desk.openSettings();
    await again.getByRole('row', { name: /62340.*web/ }).waitFor();
  });

  test.each(['light', 'dark'] as const)('has no barriers in %s', async (theme) => {
    await start({ theme });
    await squat(PORT, blog);
    const page = await desk.openSettings();
    await page.getByRole('row', { name: /62340/ }).first().click();
    await page.getByText('That is a conflict.').first().waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `settings-${theme}`);
  });

  test.each(['en', 'zh-CN'] as const)('lets a container be expected, in %s', async (language) => {
    await start({ language });
    const page = await desk.openSettings(language === 'en' ? 'Settings' : '设置');
    await page.getByRole('row', { name: /62340/ }).first().click();
    await page
      .getByRole('radio', { name: language === 'en' ? 'Container' : '容器' })
      .click({ force: true });
    await page.locator('.port-form .mono').first().fill('shop web');
    await page.locator('.field-problem').first().waitFor();
    await page.locator('.port-form .mono').first().fill('shop/web');
    expect(await findBarriers(page)).toEqual([]);
    await takePicture(page, `settings-container-${language}`);
    await page.locator('.port-form-acts button[type=submit]').click();
    await page.getByRole('row').filter({ hasText: 'shop/web' }).waitFor();
    await expect
      .poll(() => desk.readSettings().watchedPorts[0]?.expectedOwner, SOON)
      .toEqual({ kind: 'container', name: 'shop/web' });
  });

  test('speaks Chinese at once when that is chosen', async () => {
    await start();
    const page = await desk.openSettings();
    await page.getByText('General', { exact: true }).click();
    await page.getByRole('button', { name: /Language/ }).click();
    await page.getByRole('option', { name: '简体中文' }).click();
    await page.getByText('语言').first().waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    await desk.waitForTooltip('端口');
  });
});

async function keepConnected(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await new Promise((resolve) => {
    socket.once('connect', resolve);
  });
  return socket;
}
