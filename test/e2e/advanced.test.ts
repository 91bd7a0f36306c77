import { readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings, type Settings } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';
import { findBarriers, readOverflow, takePicture } from '../support/page-looks.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});

afterEach(() => desk.close());

const settings: Settings = {
  ...defaultSettings,
  theme: 'light',
  watchedPorts: [aWatchedPort({ port: 62_380, name: 'web' })],
};

async function openSettings(changes: Partial<Settings> = {}): Promise<Page> {
  await desk.start({ ...settings, ...changes });
  return desk.openSettings(changes.language === 'zh-CN' ? '设置' : 'Settings');
}

/** The system's own dialogs cannot be driven; what they answer can. */
async function answerDialogs(file: string): Promise<void> {
  await desk.app.electron.evaluate(({ dialog }, path) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath: path });
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, file);
}

test('the last change is said and taken back', async () => {
  const page = await openSettings();
  await page.getByRole('tab', { name: 'General' }).click();
  await page.getByRole('radio', { name: 'Dark' }).click({ force: true });
  await page.getByText('Changed: Colours').waitFor();
  await desk.waitForSettings(({ theme }) => theme === 'dark');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Taken back.').waitFor();
  await desk.waitForSettings(({ theme }) => theme === 'light');

  await page.getByRole('tab', { name: 'Watched ports' }).click();
  await page.getByRole('button', { name: 'Stop watching' }).click();
  await page.getByText('Removed: web (62380)').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, 'undo');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('row', { name: /62380/ }).waitFor();
  await desk.waitForSettings(({ watchedPorts }) => watchedPorts.length === 1);
});

test('settings go to a file and come back, only after a yes', async () => {
  const page = await openSettings({ historyDays: 30 });
  const file = join(desk.folder, 'mine.json');
  const exported = { ...settings, historyDays: 30 };
  await answerDialogs(file);
  await page.getByRole('tab', { name: 'Advanced' }).click();
  await page.getByRole('button', { name: 'Export settings …' }).click();
  await page.getByText(`Saved as ${file}.`).waitFor();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(exported);
  const pick = page.getByRole('button', { name: 'Import settings …' });
  await pick.click();
  await page.getByText(`${file} says what is set here already.`).waitFor();

  const others: Settings = {
    ...exported,
    theme: 'dark',
    quietHours: { isOn: true, from: '22:00', to: '07:30' },
    watchedPorts: [aWatchedPort({ id: 'api', port: 62_381, name: 'api <b>' })],
  };
  writeFileSync(file, JSON.stringify(others));
  await pick.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('22:00 to 07:30').waitFor();
  await dialog.getByText('api <b>').waitFor();
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, 'import-settings');
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await dialog.waitFor({ state: 'detached' });
  expect(desk.readSettings()).toEqual(exported);

  await pick.click();
  await dialog.getByRole('button', { name: 'Import' }).click();
  await page.getByText('Imported.').waitFor();
  await desk.waitForSettings(({ theme }) => theme === 'dark');
  expect(desk.readSettings()).toEqual(others);
  await page.getByRole('button', { name: 'Undo' }).click();
  await desk.waitForSettings(({ theme }) => theme === 'light');
  expect(desk.readSettings()).toEqual(exported);
});

test('a file with commands in it is taken only after a yes outside the window', async () => {
  const page = await openSettings();
  const file = join(desk.folder, 'theirs.json');
  await answerDialogs(file);
  const api = aWatchedPort({
    id: 'api',
    port: 62_381,
    name: 'api',
    autoKill: { executable: 'postgres' },
  });
  const others: Settings = { ...settings, watchedPorts: [...settings.watchedPorts, api] };
  writeFileSync(file, JSON.stringify(others));
  await page.getByRole('tab', { name: 'Advanced' }).click();
  const dialog = page.getByRole('dialog');
  for (const [button, told] of [
    [1, 'Nothing was imported, because you did not allow it.'],
    [0, 'Imported.'],
  ] as const) {
    await desk.app.electron.evaluate(({ dialog: system }, response) => {
      system.showMessageBox = (...args: readonly unknown[]) => {
        Reflect.set(globalThis, 'asked', (args.at(-1) as { detail: string }).detail);
        return Promise.resolve({ response, checkboxChecked: false });
      };
    }, button);
    await page.getByRole('button', { name: 'Import settings …' }).click();
    expect(desk.readSettings()).toEqual(settings);
    await dialog.getByRole('button', { name: 'Import' }).click();
    await page.getByText(told).waitFor();
    expect(
      await desk.app.electron.evaluate(() => Reflect.get(globalThis, 'asked') as unknown),
    ).toBe('End postgres without asking when it takes port 62381');
    if (button === 1) await dialog.getByRole('button', { name: 'Cancel' }).click();
  }
  await desk.waitForSettings(({ watchedPorts }) => watchedPorts.length === 2);
  expect(desk.readSettings()).toEqual(others);
});

test('bad files are refused in words, and nothing is changed', async () => {
  const page = await openSettings();
  const file = join(desk.folder, 'bad.json');
  await answerDialogs(file);
  await page.getByRole('tab', { name: 'Advanced' }).click();
  const whole = JSON.stringify(settings);
  for (const [content, told] of [
    [whole.slice(0, 200), 'is not JSON, or it breaks off in the middle'],
    ['x'.repeat(10_000_000), 'is larger than 4 MiB'],
    [whole.replace('"port":62380', '"port":0'), 'the value of watchedPorts[0].port is none'],
    ['{"version":999}', 'was written by a newer Portreeve'],
  ] as const) {
    writeFileSync(file, content);
    await page.getByRole('button', { name: 'Import settings …' }).click();
    await page.getByRole('alert').getByText(told).waitFor();
  }
  expect(desk.readSettings()).toEqual(settings);
});

test('diagnostics are copied without anything private, and the folder is opened', async () => {
  const page = await openSettings();
  await page.getByRole('tab', { name: 'Advanced' }).click();
  await page.getByText('Ports are read by').waitFor();
  await page.getByRole('button', { name: 'Copy diagnostics' }).click();
  await page.getByText('Copied.').waitFor();
  const copied = await desk.app.electron.evaluate(({ clipboard }) => clipboard.readText());
  expect(JSON.parse(copied)).toMatchObject({ watchedPorts: 1, scans: {}, troubles: [] });
  expect(copied).not.toContain(desk.folder);
  expect(copied).not.toContain(homedir());
  await desk.app.electron.evaluate(({ app: running, shell }) => {
    shell.openPath = (path) => {
      running.setName(path);
      return Promise.resolve('');
    };
  });
  await page.getByRole('button', { name: 'Open the folder' }).click();
  await eventually(
    async () =>
      (await desk.app.electron.evaluate(({ app: running }) => running.getName())) ===
        desk.dataFolder || undefined,
    'the folder to be opened',
  );
});

test.each([
  ['light', 'en', 1000],
  ['dark', 'en', 380],
  ['light', 'zh-CN', 320],
  ['dark', 'zh-CN', 1000],
] as const)(
  'the page has no barriers in %s, %s and %i pixels of width',
  async (theme, language, width) => {
    const page = await openSettings({ theme, language });
    await page.setViewportSize({ width, height: 760 });
    await page.getByRole('tab', { name: language === 'en' ? 'Advanced' : '高级' }).click();
    await page.locator('.diagnostics').waitFor();
    expect(await findBarriers(page)).toEqual([]);
    expect(await readOverflow(page)).toBe(0);
    await takePicture(page, `advanced-${theme}-${language}-${width}`);
  },
);
