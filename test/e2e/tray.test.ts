import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { toMenuText } from '../support/tray-host.ts';

const PORT = 62_310;
const FALLBACK = 62_311;
/** Two polls at the default interval, the confirming scan and the desktop's own time. */
const TWO_POLLS_MS = 2 * defaultSettings.intervalMs + 1000;
const ENV_TEXT = `# the shop\r\nDB_PORT=${PORT}\r\nPORT="${PORT}" # web\r\nHOST=127.0.0.1`;

let desk: Desk;
let envFile: string;
let squatter: Squatter | undefined;

beforeEach(async () => {
  desk = await openDesk();
  const shop = desk.makeProject('shop');
  envFile = join(shop, '.env');
  writeFileSync(envFile, ENV_TEXT);
  await desk.start({
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'project', folder: shop },
        fallbackPorts: [{ from: FALLBACK, to: FALLBACK + 5 }],
        configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
      }),
    ],
  });
});

afterEach(async () => {
  await desk.close();
  await squatter?.stop();
  squatter = undefined;
});

async function squat(): Promise<Squatter> {
  squatter = await startSquatter({ port: PORT, cwd: desk.folder });
  return squatter;
}

const readMenu = async (): Promise<string> => toMenuText(await desk.tray.readMenu());

const waitForMenu = (part: string): Promise<string> => desk.waitForMenu(part, TWO_POLLS_MS);

const waitForTooltip = (part: string): Promise<string> => desk.waitForTooltip(part, TWO_POLLS_MS);

/** Binds the port as a service would. */
function bind(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve();
      });
    });
  });
}

test('a squatter is told by the tray within two polls, and one click there frees the port', async () => {
  await waitForTooltip('All ports as expected');
  const calmIcon = await desk.tray.readIcon();

  const { pid, hasEnded } = await squat();
  await waitForTooltip('1 conflict');
  const menu = await waitForMenu(`${PORT}, web: held by node`);
  expect(menu).toContain(`Kill node (pid ${pid})`);
  expect(await desk.tray.readIcon()).not.toEqual(calmIcon);
  expect(desk.app.output()).toContain(`${PORT} web: held by node`);

  await desk.tray.click(`${PORT}, web`, 'Kill node');
  await eventually(() => hasEnded() || undefined, 'the squatter to end');
  await waitForTooltip('All ports as expected');
  expect(await desk.tray.readIcon()).toEqual(calmIcon);
  await bind(PORT);
});

test('one click in the tray moves the service, another takes it back, also after a restart', async () => {
  await squat();
  await waitForMenu(`Move web to ${FALLBACK}`);
  expect(await readMenu()).toContain(`PORT="${PORT}" # web → PORT="${FALLBACK}" # web`);

  await desk.tray.click(`${PORT}, web`, `Move web to ${FALLBACK}`);
  await waitForMenu(`Undo: move web back to ${PORT}`);
  expect(readFileSync(envFile, 'latin1')).toBe(
    ENV_TEXT.replace(`PORT="${PORT}"`, `PORT="${FALLBACK}"`),
  );
  expect(await waitForMenu(`${FALLBACK}, web: free`)).not.toContain('held by');

  await desk.startFromDisk();
  await desk.waitForMenu(`${FALLBACK}, web: free`, 10_000);
  await desk.tray.click(`Undo: move web back to ${PORT}`);
  await waitForMenu(`${PORT}, web: held by node`);
  expect(readFileSync(envFile, 'latin1')).toBe(ENV_TEXT);
  expect(await readMenu()).not.toContain('Undo');
});

test('what was accepted, ignored and paused in the tray is so after a restart too', async () => {
  await squat();
  await waitForMenu('Ignore for an hour');
  await desk.tray.click(`${PORT}, web`, 'Ignore for an hour');
  await waitForMenu('ignored until');
  await waitForTooltip('All ports as expected');
  await desk.tray.click('Pause watching');
  await waitForMenu('Resume watching');
  await waitForTooltip('Watching is paused');

  await desk.startFromDisk();
  await desk.waitForMenu('Resume watching', 10_000);
  await desk.tray.click('Resume watching');
  await waitForMenu('ignored until');
  await desk.tray.click(`${PORT}, web`, 'Stop ignoring');
  await waitForMenu('Accept node as an owner');
  await desk.tray.click(`${PORT}, web`, 'Accept node as an owner');
  await waitForMenu(`${PORT}, web: as expected`);

  await desk.startFromDisk();
  await desk.waitForMenu(`${PORT}, web: as expected`, 10_000);
});
