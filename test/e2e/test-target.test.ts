import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, startApp, writeSettings, type RunningApp } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { findBarriers, takePicture, writeFontConfig } from '../support/page-looks.ts';
import { startSessionBus, type TestBus } from '../support/session-bus.ts';
import { startTrayHost } from '../support/tray-host.ts';

let folder: ReturnType<typeof makeFolder>;
let bus: TestBus;
let app: RunningApp | undefined;

beforeEach(async () => {
  folder = makeFolder();
  bus = await startSessionBus();
});

afterEach(async () => {
  await app?.close();
  app = undefined;
  await bus.stop();
  folder.remove();
});

test('the form reads the place of a port now, and says what stands there', async () => {
  const data = join(folder.path, 'data');
  const file = join(folder.path, '.env');
  mkdirSync(data);
  writeFileSync(file, '# web\nPORT=62370\n');
  writeSettings(data, {
    ...defaultSettings,
    theme: 'light',
    watchedPorts: [
      aWatchedPort({ port: 62_370, configTargets: [{ kind: 'dotenv', file, key: 'PORT' }] }),
    ],
  });
  const tray = await startTrayHost(bus);
  app = await startApp({ userDataFolder: data, bus, env: writeFontConfig(folder.path) });
  await tray.waitForIcon();
  await tray.click('Settings');
  const page = await app.waitForWindow('settings');
  const press = page.getByRole('button', { name: 'Test', exact: true });
  await press.click();
  await page.getByText('Line 2 says 62370.').waitFor();

  writeFileSync(file, '# web\nPORT=62371\n');
  await press.click();
  await page.getByText('It says 62371 there, not 62370.').waitFor();
  await press.scrollIntoViewIfNeeded();
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, 'test-target');

  await page.getByRole('textbox', { name: 'Key' }).fill('WEB_PORT');
  await page.getByText('It says 62371 there').waitFor({ state: 'detached' });
  await press.click();
  await page.getByText('It cannot be changed there: there is no WEB_PORT in it.').waitFor();

  // A window may not have files read that the person was never asked about.
  await page.getByRole('textbox', { name: 'Its port is written in' }).fill(`${file}.other`);
  await press.click();
  await page.getByText('This file is new. Save first, then test.').waitFor();
});
