import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk } from '../support/desk.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';

test('the form reads the place of a port now, and says what stands there', async () => {
  const desk = await openDesk();
  onTestFinished(() => desk.close());
  const file = join(desk.folder, '.env');
  writeFileSync(file, '# web\nPORT=62370\n');
  await desk.start({
    watchedPorts: [
      aWatchedPort({ port: 62_370, configTargets: [{ kind: 'dotenv', file, key: 'PORT' }] }),
    ],
  });
  const page = await desk.openSettings();
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
