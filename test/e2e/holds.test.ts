import { createServer } from 'node:net';
import getPort from 'get-port';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';
import { startSquatter } from '../support/squatter.ts';

/* A port that the real app holds: by the popover, by the command, in the tray. */

let desk: Desk;
let port: number;

beforeEach(async () => {
  desk = await openDesk();
  port = await getPort();
});

afterEach(() => desk.close());

const watched = () => [
  aWatchedPort({
    id: 'web',
    name: 'web',
    port,
    expectedOwner: { kind: 'executable', executable: 'node' },
    configTargets: [],
  }),
];

/** Whether somebody else can listen there. */
const isFree = () =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

test('the popover has the app hold a port, and let it go', async () => {
  await desk.start({ watchedPorts: watched() });
  const page = await desk.openPopover();
  await page.locator('[data-item-id="watched:web"]').click();
  await page.getByRole('button', { name: 'Hold', exact: true }).click();
  await page.getByText(`Portreeve holds port ${port} for web.`).first().waitFor();
  await page.getByText('so that nobody else can take it').waitFor();
  expect(await isFree()).toBe(false);
  expect(await page.getByRole('button', { name: /^Kill/ }).count()).toBe(0);
  expect(await findBarriers(page)).toEqual([]);
  const listed = page.getByRole('row').filter({ hasText: 'electron held by Portreeve' });
  await listed.click();
  await page.getByRole('button', { name: 'Let go' }).waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Edit in Settings' }).waitFor();
  await page.keyboard.press('k');
  expect(await page.getByRole('button', { name: /^Kill/ }).count()).toBe(0);
  await page.locator('[data-item-id="watched:web"]').click();
  await takePicture(page, 'hold-held');
  await desk.waitForMenu('held by Portreeve');
  await desk.waitForTooltip('All ports as expected');
  const { code, stdout } = await runPortreeve(['check', '--user-data-dir', desk.dataFolder]);
  expect(code).toBe(0);
  expect(stdout).toContain('held by Portreeve');

  await page.getByRole('button', { name: 'Let go' }).click();
  await page.getByRole('button', { name: 'Hold', exact: true }).waitFor();
  expect(await isFree()).toBe(true);
});

test('a hold is there from the start of the app, and the command lets it go', async () => {
  await desk.start({
    watchedPorts: watched(),
    heldPorts: ['web'],
    language: 'zh-CN',
    theme: 'dark',
  });
  await desk.waitForMenu('由 Portreeve 保留');
  expect(await isFree()).toBe(false);
  const page = await desk.openPopover();
  await page.locator('[data-item-id="watched:web"]').click();
  await page.getByRole('button', { name: '停止保留' }).waitFor();
  await takePicture(page, 'hold-held-dark-zh');
  const { code } = await runPortreeve(['unhold', 'web', '--user-data-dir', desk.dataFolder]);
  expect(code).toBe(0);
  await page.getByRole('button', { name: '保留端口', exact: true }).waitFor();
  expect(await isFree()).toBe(true);
});

test('a port that was taken meanwhile is not held, and the row says so', async () => {
  // Read so seldom that the row still says free.
  await desk.start({ watchedPorts: watched(), intervalMs: 60_000 });
  const page = await desk.openPopover();
  await page.locator('[data-item-id="watched:web"]').click();
  const hold = page.getByRole('button', { name: 'Hold', exact: true });
  await hold.waitFor();
  const squatter = await startSquatter({ port });
  await hold.click();
  await page.getByText(`cannot hold the port for web: ${port} in use`).first().waitFor();
  await takePicture(page, 'hold-refused');
  await squatter.stop();
});
