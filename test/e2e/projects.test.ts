import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Settings } from '../../shared/settings.ts';
import { writeProject } from '../adapters/projects/sample-projects.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';

let desk: Desk;
let shop: string;

beforeEach(async () => {
  desk = await openDesk();
  shop = writeProject(desk.home, 'vite-shop');
});

afterEach(() => desk.close());

async function openSettings(watchedPorts: Settings['watchedPorts']): Promise<Page> {
  await desk.start({ watchedPorts });
  return desk.openSettings();
}

/** The system's own dialog cannot be driven; what it answers can. */
async function answerDialog(picked: string | undefined): Promise<void> {
  await desk.app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () =>
      Promise.resolve({
        canceled: path === undefined,
        filePaths: path === undefined ? [] : [path],
      });
  }, picked);
}

const readWatched = (): Settings['watchedPorts'] => desk.readSettings().watchedPorts;

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
  await desk.waitForSettings(({ watchedPorts }) => watchedPorts[0]?.configTargets.length === 2);
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
  await desk.waitForSettings(({ watchedPorts }) => watchedPorts.length === 3);
  expect(readWatched().map(({ port, name }) => `${port} ${name}`)).toEqual([
    '4000 shop api',
    '5173 shop',
    '5432 db',
  ]);
});
