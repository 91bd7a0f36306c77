import { mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { writeProject } from '../adapters/projects/sample-projects.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, takePicture, writeFontConfig } from '../support/page-looks.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startTrayHost, type TestTrayHost } from '../support/tray-host.ts';

let folder: ReturnType<typeof makeFolder>;
let shop: string;
let bus: TestBus;
let tray: TestTrayHost;
let app: RunningApp;

beforeEach(async () => {
  folder = makeFolder();
  shop = writeProject(join(realpathSync(folder.path), 'home'), 'vite-shop');
  bus = await startSessionBus();
  tray = await startTrayHost(bus);
});

afterEach(async () => {
  await app.close();
  await bus.stop();
  folder.remove();
});

async function openSettings(watchedPorts: Settings['watchedPorts']): Promise<Page> {
  const data = join(folder.path, 'data');
  mkdirSync(data, { recursive: true });
  writeSettings(data, { ...defaultSettings, theme: 'light', watchedPorts });
  const known = tray.registrations();
  const env = {
    HOME: join(realpathSync(folder.path), 'home'),
    ...writeFontConfig(folder.path),
  };
  app = await startApp({ userDataFolder: data, bus, env });
  await tray.waitForIcon(known);
  await tray.click('Settings');
  return app.waitForWindow('settings');
}

/** The system's own dialog cannot be driven; what it answers can. */
async function answerDialog(picked: string | undefined): Promise<void> {
  await app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({
        canceled: path === undefined,
        filePaths: path === undefined ? [] : [path],
      });
  }, picked);
}

function readWatched(): Settings['watchedPorts'] {
  const text = readFileSync(join(folder.path, 'data/settings.json'), 'utf8');
  return (JSON.parse(text) as Settings).watchedPorts;
}

async function hasSaved(fits: (watched: Settings['watchedPorts']) => boolean): Promise<void> {
  await eventually(() => (fits(readWatched()) ? true : undefined), 'the settings to be saved');
}

test('the form finds where the port of a project is written, and takes a place over with one click', async () => {
  const page = await openSettings([
    aWatchedPort({
      port: 4000,
      expectedOwner: { kind: 'project', folder: shop },
      configTargets: [],
    }),
  ]);
  await page.getByRole('button', { name: 'Find in the project' }).click();
  await page.getByText('~/vite-shop/.env, line 2').waitFor();
  await page.getByRole('button', { name: 'Add line 2: API_PORT=4000' }).click();
  await page.getByRole('button', { name: /^Add line 6: "api": "PORT=4000/ }).click();
  await page.getByRole('button', { name: 'Added' }).last().scrollIntoViewIfNeeded();
  await takePicture(page, 'settings-found');
  expect(await findBarriers(page)).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await hasSaved((watched) => watched[0]?.configTargets.length === 2);
  expect(readWatched()[0]?.configTargets).toMatchObject([
    { kind: 'dotenv', file: `${shop}/.env`, key: 'API_PORT' },
    { kind: 'pattern', file: `${shop}/package.json` },
  ]);
});

test('a folder that was picked is shown before anything of it is watched', async () => {
  const page = await openSettings([]);
  await answerDialog(undefined);
  await page.getByRole('button', { name: 'Import' }).click();
  await answerDialog(shop);
  await page.getByRole('button', { name: 'Import' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Ports of ~/vite-shop').waitFor();
  expect(await dialog.getByRole('checkbox').count()).toBe(4);
  await takePicture(page, 'settings-import');
  expect(await findBarriers(page)).toEqual([]);
  await dialog.getByText('4173').first().click();
  expect(readWatched()).toEqual([]);
  await dialog.getByRole('button', { name: 'Watch 3 ports' }).click();
  await hasSaved((watched) => watched.length === 3);
  expect(readWatched().map(({ port, name }) => `${port} ${name}`)).toEqual([
    '4000 shop api',
    '5173 shop',
    '5432 db',
  ]);
});
