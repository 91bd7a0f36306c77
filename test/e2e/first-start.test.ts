import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { writeProject } from '../adapters/projects/sample-projects.ts';
import { writeSettings } from '../support/app-under-test.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, readOverflow, takePicture } from '../support/page-looks.ts';
import { startSquatter, type Squatter } from '../support/squatter.ts';

/** What the sample project's .env says. */
const WRITTEN = 4000;
/** Below the ports that the system lends, and in no file. */
const GUESSED = 21_871;

let desk: Desk;
let shop: string;
let servers: Squatter[] = [];

beforeEach(async () => {
  desk = await openDesk();
  shop = writeProject(desk.home, 'vite-shop');
});

afterEach(async () => {
  await desk.close();
  for (const server of servers) await server.stop();
  servers = [];
});

async function openWelcome(env: Readonly<Record<string, string>> = {}): Promise<Page> {
  const app = await desk.startFromDisk(env);
  return app.waitForWindow('welcome');
}

/** Presses Tab until this has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let press = 0; press < 20; press += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement;
      return element?.closest('label')?.textContent ?? element?.textContent ?? '';
    });
    if (name.test(focused)) return;
  }
  throw new Error(`nothing called ${String(name)} was reached by Tab`);
}

/** The window may be gone before the key is up again. */
async function pressToClose(page: Page, key: string): Promise<void> {
  const closed = page.waitForEvent('close');
  await page.keyboard.press(key).catch(() => undefined);
  await closed;
}

test('a first start is gone through by keyboard alone, and never comes again', async () => {
  servers.push(await startSquatter({ port: GUESSED, cwd: shop }));
  const page = await openWelcome();
  await page.getByRole('heading', { level: 1, name: /in use on this machine/ }).waitFor();
  await page.getByRole('heading', { name: /^Your projects/ }).waitFor();

  await tabTo(page, /^Next$/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Which ports should be watched?' }).waitFor();
  const guess = page.getByRole('checkbox', { name: new RegExp(`${GUESSED}`) });
  await guess.waitFor();
  expect(await guess.isChecked()).toBe(false);
  await tabTo(page, new RegExp(`^${GUESSED}`));
  await page.keyboard.press('Space');
  // Other projects of this machine may run on ports that their files name.
  await tabTo(page, /^Watch \d+ ports?$/);
  await page.keyboard.press('Enter');

  await page.getByText(/watched from now on\.$/).waitFor();
  await tabTo(page, /^Start at login/);
  await page.keyboard.press('Space');
  await desk.waitForSettings(
    ({ launchAtLogin, watchedPorts }) => launchAtLogin && watchedPorts.length > 0,
  );
  await tabTo(page, /^Done$/);
  await pressToClose(page, 'Enter');
  const { isWelcomed, watchedPorts } = desk.readSettings();
  expect(isWelcomed).toBe(true);
  expect(watchedPorts.find(({ port }) => port === GUESSED)).toMatchObject({
    expectedOwner: { kind: 'project', folder: shop },
  });

  const app = await desk.startFromDisk();
  await desk.waitForTooltip('All ports as expected');
  expect(app.electron.windows()).toEqual([]);
});

test('it can be left at once, and settings of an older version are no first start', async () => {
  const page = await openWelcome();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await pressToClose(page, 'Escape');
  await desk.waitForSettings(({ isWelcomed }) => isWelcomed);
  await desk.app.close();

  const { isWelcomed: _, ...older } = defaultSettings;
  writeSettings(desk.dataFolder, older as Settings);
  const app = await desk.startFromDisk();
  await desk.waitForTooltip('listener');
  expect(app.electron.windows()).toEqual([]);
});

test('what the files of a picked folder say is ticked', async () => {
  const page = await openWelcome();
  await page.getByRole('button', { name: 'Next' }).click();
  await desk.app.electron.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, shop);
  await page.getByRole('button', { name: 'Find in a project folder …' }).click();
  const written = page.getByRole('checkbox', { name: new RegExp(`^${WRITTEN}`) });
  await written.waitFor();
  expect(await written.isChecked()).toBe(true);
  await page.getByRole('button', { name: /^Watch \d ports?$/ }).click();
  await desk.waitForSettings(({ watchedPorts }) =>
    watchedPorts.some(({ port, configTargets }) => port === WRITTEN && configTargets.length > 0),
  );
});

test('where there is no tray, its window does not hold up a quit', async () => {
  await desk.close();
  desk = await openDesk({ hasTray: false });
  await openWelcome();
  const app = desk.app.electron.process();
  app.kill('SIGINT');
  await eventually(
    () => app.exitCode !== null || app.signalCode !== null || undefined,
    'the app to end',
    10_000,
  );
});

test.each([
  ['light', 'en_US.UTF-8', 560],
  ['dark', 'en_US.UTF-8', 320],
  ['light', 'zh_CN.UTF-8', 320],
  ['dark', 'zh_CN.UTF-8', 560],
] as const)(
  'no step has barriers in %s, %s and %i pixels of width',
  async (theme, language, width) => {
    servers.push(await startSquatter({ port: GUESSED, cwd: shop }));
    const page = await openWelcome({ LANG: language, LANGUAGE: language.slice(0, 5) });
    await page.emulateMedia({ colorScheme: theme });
    await page.setViewportSize({ width, height: 640 });
    for (const [step, next] of [
      ['machine', /^(Next|下一步)$/],
      ['choose', /^(Watch|监视|暂不监视)/],
      ['login', undefined],
    ] as const) {
      await page
        .locator('.welcome-dot[data-done=true]')
        .nth(step === 'machine' ? 0 : step === 'choose' ? 1 : 2)
        .waitFor();
      if (step === 'machine') await page.locator('.welcome-row').first().waitFor();
      if (step === 'choose') await page.getByRole('checkbox').first().waitFor();
      expect(await findBarriers(page)).toEqual([]);
      expect(await readOverflow(page)).toBe(0);
      await takePicture(page, `welcome-${step}-${theme}-${language.slice(0, 2)}-${width}`);
      if (next !== undefined) await page.getByRole('button', { name: next }).click();
    }
  },
);
