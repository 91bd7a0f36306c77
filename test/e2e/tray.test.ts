import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';
import { startTrayHost, toMenuText, type TestTrayHost } from '../support/tray-host.ts';

const PORT = 62_310;
const FALLBACK = 62_311;
/** Two polls at the default interval, the confirming scan and the desktop's own time. */
const TWO_POLLS_MS = 2 * defaultSettings.intervalMs + 1000;
const ENV_TEXT = `# the shop\r\nDB_PORT=${PORT}\r\nPORT="${PORT}" # web\r\nHOST=127.0.0.1`;

let folder: ReturnType<typeof makeFolder>;
let shop: string;
let envFile: string;
let bus: TestBus;
let tray: TestTrayHost;
let app: RunningApp;
let squatter: Squatter | undefined;

beforeEach(async () => {
  folder = makeFolder();
  shop = join(folder.path, 'shop');
  envFile = join(shop, '.env');
  mkdirSync(shop);
  mkdirSync(join(folder.path, 'data'));
  writeFileSync(envFile, ENV_TEXT);
  writeSettings(join(folder.path, 'data'), {
    ...defaultSettings,
    watchedPorts: [
      aWatchedPort({
        port: PORT,
        expectedOwner: { kind: 'project', folder: shop },
        fallbackPorts: [{ from: FALLBACK, to: FALLBACK + 5 }],
        configTargets: [{ kind: 'dotenv', file: envFile, key: 'PORT' }],
      }),
    ],
  });
  bus = await startSessionBus();
  tray = await startTrayHost(bus);
  app = await start();
});

afterEach(async () => {
  await app.close();
  await squatter?.stop();
  squatter = undefined;
  await bus.stop();
  folder.remove();
});

async function start(): Promise<RunningApp> {
  const known = tray.registrations();
  const running = await startApp({ userDataFolder: join(folder.path, 'data'), bus });
  await tray.waitForIcon(known);
  return running;
}

const menuText = async (): Promise<string> => toMenuText(await tray.readMenu());

const waitForMenu = (part: string, withinMs = TWO_POLLS_MS): Promise<string> =>
  eventually(
    async () => {
      const text = await menuText();
      return text.includes(part) ? text : undefined;
    },
    `"${part}" in the menu`,
    withinMs,
  );

const waitForTooltip = (part: string): Promise<string> =>
  eventually(
    async () => {
      const text = await tray.readTooltip();
      return text.includes(part) ? text : undefined;
    },
    `"${part}" in the tooltip`,
    TWO_POLLS_MS,
  );

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
  const calmIcon = await tray.readIcon();

  squatter = await startSquatter({ port: PORT, cwd: folder.path });
  await waitForTooltip('1 conflict');
  const menu = await waitForMenu(`${PORT}, web: held by node`);
  expect(menu).toContain(`Kill node (pid ${squatter.pid})`);
  expect(await tray.readIcon()).not.toEqual(calmIcon);
  expect(app.output()).toContain(`${PORT} web: held by node`);

  await tray.click(`${PORT}, web`, 'Kill node');
  await eventually(() => squatter?.hasEnded() === true || undefined, 'the squatter to end');
  await waitForTooltip('All ports as expected');
  expect(await tray.readIcon()).toEqual(calmIcon);
  await bind(PORT);
});

test('one click in the tray moves the service, another takes it back, also after a restart', async () => {
  squatter = await startSquatter({ port: PORT, cwd: folder.path });
  await waitForMenu(`Move web to ${FALLBACK}`);
  expect(await menuText()).toContain(`PORT="${PORT}" # web → PORT="${FALLBACK}" # web`);

  await tray.click(`${PORT}, web`, `Move web to ${FALLBACK}`);
  await waitForMenu(`Undo: move web back to ${PORT}`);
  expect(readFileSync(envFile, 'latin1')).toBe(
    ENV_TEXT.replace(`PORT="${PORT}"`, `PORT="${FALLBACK}"`),
  );
  expect(await waitForMenu(`${FALLBACK}, web: free`)).not.toContain('held by');

  await app.close();
  app = await start();
  await waitForMenu(`${FALLBACK}, web: free`, 10_000);
  await tray.click(`Undo: move web back to ${PORT}`);
  await waitForMenu(`${PORT}, web: held by node`);
  expect(readFileSync(envFile, 'latin1')).toBe(ENV_TEXT);
  expect(await menuText()).not.toContain('Undo');
});

test('what was accepted, ignored and paused in the tray is so after a restart too', async () => {
  squatter = await startSquatter({ port: PORT, cwd: folder.path });
  await waitForMenu('Ignore for an hour');
  await tray.click(`${PORT}, web`, 'Ignore for an hour');
  await waitForMenu('ignored until');
  await waitForTooltip('All ports as expected');
  await tray.click('Pause watching');
  await waitForMenu('Resume watching');
  await waitForTooltip('Watching is paused');

  await app.close();
  app = await start();
  await waitForMenu('Resume watching', 10_000);
  await tray.click('Resume watching');
  await waitForMenu('ignored until');
  await tray.click(`${PORT}, web`, 'Stop ignoring');
  await waitForMenu('Accept node as an owner');
  await tray.click(`${PORT}, web`, 'Accept node as an owner');
  await waitForMenu(`${PORT}, web: as expected`);

  await app.close();
  app = await start();
  await waitForMenu(`${PORT}, web: as expected`, 10_000);
});
