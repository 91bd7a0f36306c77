import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest';
import type { ConfigTarget } from '../../shared/config-target.ts';
import { projectFolder, runPortreeve } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { isThere, startActor } from '../support/situations.ts';
import { isReachable, startSquatter } from '../support/squatter.ts';

/*
 * Real projects are moved from the popover and the tray of the real app; the page is opened on the
 * new port, and the move is taken back.
 */

const VITE = join(projectFolder, 'node_modules/vite/bin/vite.js');
/** What a framework does with its `.env`: the page on the port that stands there. */
const SERVER = `const { readFileSync } = require('node:fs');
const port = Number(/^PORT=(\\d+)/m.exec(readFileSync('.env.local', 'utf8'))[1]);
require('node:http').createServer((_, answer) => answer.end('the shop')).listen(port, '127.0.0.1');
setTimeout(process.exit, 60_000);`;

let desk: Desk;
let port = 61_700;

beforeEach(async () => {
  desk = await openDesk();
  port += 10;
});

afterEach(() => desk.close());

async function fetchText(at: number): Promise<string> {
  // Whoever takes a connection and says nothing is asked again.
  const signal = AbortSignal.timeout(3000);
  return (await fetch(`http://127.0.0.1:${at}/`, { signal })).text();
}

/** Ends with the test what the app started there, which lives on without it. */
async function endWithTest(at: number): Promise<void> {
  const { stdout } = await runPortreeve(['list', '--port', String(at), '--json']);
  const { listeners } = JSON.parse(stdout) as { listeners: { owners: { pid: number }[] }[] };
  for (const { pid } of listeners.flatMap(({ owners }) => owners)) {
    onTestFinished(() => {
      if (isThere(pid)) process.kill(pid, 'SIGKILL');
    });
  }
}

/** The project as it is watched, with the place of its port. */
const aShop = (folder: string, target: ConfigTarget, restartCommand?: readonly string[]) =>
  aWatchedPort({
    name: 'shop',
    port,
    expectedOwner: { kind: 'project', folder },
    fallbackPorts: [],
    configTargets: [target],
    ...(restartCommand !== undefined && { restartCommand }),
  });

const waitForFile = (file: string, text: string): Promise<true> =>
  eventually(() => readFileSync(file, 'utf8') === text || undefined, `${file} to be ${text}`);

async function undo(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^(Undo|撤销)$/ }).click();
}

test('a running Vite project is moved from the popover, opened there, and moved back', async () => {
  const shop = desk.makeProject('shop');
  mkdirSync(join(shop, 'node_modules'));
  const config = join(shop, 'vite.config.mjs');
  const text = `export default {\n  server: { host: '127.0.0.1', port: ${port}, strictPort: true }, // web\n};\n`;
  writeFileSync(config, text);
  writeFileSync(join(shop, 'index.html'), '<title>the shop by Vite</title>');
  startActor(process.execPath, [VITE], { cwd: shop });
  await eventually(
    () =>
      fetchText(port).then(
        (page) => page.includes('the shop') || undefined,
        () => undefined,
      ),
    'Vite to serve the page',
    30_000,
  );
  await desk.start({
    watchedPorts: [aShop(shop, { kind: 'pattern', file: config, pattern: 'port: (\\d+)' })],
    startsWithinS: 60,
  });
  const page = await desk.openPopover();
  const to = port + 1;
  await page.locator(`[data-item-id="watched:web"]`).click();
  await page.getByRole('button', { name: 'Move …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(`Start it again on port ${to}`).click();
  await takePicture(page, 'move-vite');
  expect(await dialog.innerText()).toContain('then starts it as it was');
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByRole('button', { name: `Move to ${to}` }).click();
  await page
    .getByText(`shop moved and runs on port ${to} now`)
    .first()
    .waitFor({ timeout: 60_000 });
  await takePicture(page, 'move-vite-done');
  await endWithTest(to);
  // Vite follows its configuration by itself where it is quicker than its restart.
  await eventually(async () => !(await isReachable(port)) || undefined, 'the old port to be free');
  expect(await fetchText(to)).toContain('the shop by Vite');
  expect(readFileSync(config, 'utf8')).toBe(text.replace(String(port), String(to)));

  await undo(page);
  await waitForFile(config, text);
}, 60_000);

test('a Next-like project is moved from the tray by its own command, and moved back there', async () => {
  const shop = desk.makeProject('shop');
  const env = join(shop, '.env.local');
  const text = `# next\r\nDB_PORT=${port}\r\nPORT=${port}\r\n`;
  writeFileSync(env, text);
  writeFileSync(join(shop, 'server.cjs'), SERVER);
  const squatter = await startSquatter({ port, cwd: desk.makeProject('blog') });
  onTestFinished(() => squatter.stop());
  const to = port + 1;
  await desk.start({
    watchedPorts: [aShop(shop, { kind: 'dotenv', file: env, key: 'PORT' }, ['node', 'server.cjs'])],
  });
  await desk.waitForMenu(`Move shop to ${to}`);
  await desk.tray.click(`${port}, shop`, `Move shop to ${to}`);
  await desk.waitForNotification(new RegExp(`shop moved and runs on port ${to} now`));
  await endWithTest(to);
  expect(await fetchText(to)).toBe('the shop');
  expect(squatter.hasEnded()).toBe(false);
  expect(readFileSync(env, 'utf8')).toBe(text.replace(`\nPORT=${port}`, `\nPORT=${to}`));

  await desk.tray.click(`Undo: move shop back to ${port}`);
  await waitForFile(env, text);
});

test.each([
  ['light', 'en'],
  ['dark', 'zh-CN'],
] as const)('a compose file is moved on its host side alone (%s, %s)', async (theme, language) => {
  const shop = desk.makeProject('shop');
  const compose = join(shop, 'compose.yaml');
  const text = `services:\n  web:\n    image: nginx\n    ports:\n      - "127.0.0.1:${port}:${port}" # host:container\n`;
  writeFileSync(compose, text);
  const squatter = await startSquatter({ port, cwd: desk.makeProject('blog') });
  onTestFinished(() => squatter.stop());
  const to = port + 1;
  await desk.start({
    theme,
    language,
    startsWithinS: 1,
    watchedPorts: [
      aWatchedPort({
        name: 'shop',
        port,
        expectedOwner: { kind: 'container', name: 'shop/web' },
        fallbackPorts: [],
        configTargets: [{ kind: 'yaml', file: compose, path: ['services', 'web', 'ports', 0] }],
        restartCommand: ['node', '-e', 'console.log("no engine here"); setTimeout(() => {}, 5000)'],
      }),
    ],
  });
  const page = await desk.openPopover();
  await page
    .getByRole('button', { name: new RegExp(String(to)) })
    .first()
    .click();
  const dialog = page.getByRole('dialog');
  await dialog.waitFor();
  await takePicture(page, `move-compose-${theme}`);
  await dialog
    .locator('button', { hasText: String(to) })
    .last()
    .click();
  const outcome = page.locator('.outcome-bad, .outcome-good').first();
  await outcome.waitFor({ timeout: 30_000 });
  await takePicture(page, `move-compose-${theme}-done`);
  expect(await outcome.innerText()).toContain(String(to));
  expect(readFileSync(compose, 'utf8')).toBe(text.replace(`:${port}:${port}`, `:${to}:${port}`));
  await undo(page);
  await waitForFile(compose, text);
});

test('a move is taken back from the history', async () => {
  const shop = desk.makeProject('shop');
  const env = join(shop, '.env');
  writeFileSync(env, `PORT=${port}\n`);
  const squatter = await startSquatter({ port, cwd: desk.makeProject('blog') });
  onTestFinished(() => squatter.stop());
  const to = port + 1;
  const app = await desk.start({
    watchedPorts: [aShop(shop, { kind: 'dotenv', file: env, key: 'PORT' })],
  });
  await desk.waitForMenu(`Move shop to ${to}`);
  await desk.tray.click(`${port}, shop`, `Move shop to ${to}`);
  await waitForFile(env, `PORT=${to}\n`);
  await desk.tray.click('History');
  const page = await app.waitForWindow('history');
  const moved = page.getByRole('row').filter({ hasText: `shop moved from ${port} to ${to}` });
  await moved.click();
  const button = page.getByRole('button', { name: 'Undo this move' });
  await button.waitFor();
  await takePicture(page, 'history-undo');
  expect(await findBarriers(page)).toEqual([]);
  await button.click();
  await waitForFile(env, `PORT=${port}\n`);
  await page.getByRole('status').getByText(`shop is back on port ${port}`).waitFor();
  // What was taken back is so no more than once.
  await button.waitFor({ state: 'detached' });
  await takePicture(page, 'history-undone');
});
