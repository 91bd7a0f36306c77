import { afterEach, beforeEach, expect, test } from 'vitest';
import { aWatchedPort } from '../support/builders.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { findBarriers, takePicture } from '../support/page-looks.ts';

/* One service on TCP and UDP is watched from one form. */

const PORT = 61_930;

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

async function openForm() {
  const page = await desk.openSettings();
  await page.getByRole('button', { name: 'Watch a port' }).click();
  await page.getByLabel('Port', { exact: true }).fill(String(PORT));
  await page.getByLabel('Name', { exact: true }).fill('dns');
  await page.getByRole('switch', { name: 'Watch it on UDP too' }).click({ force: true });
  return page;
}

const listWatched = () =>
  desk.readSettings().watchedPorts.map(({ name, port, protocol }) => ({ name, port, protocol }));

test('both protocols are saved at once', async () => {
  await desk.start({});
  const page = await openForm();
  expect(await findBarriers(page)).toEqual([]);
  await takePicture(page, 'pair');
  await page.getByRole('button', { name: 'Watch this port' }).click();
  await page
    .getByRole('row', { name: /61930.*dns/ })
    .nth(1)
    .waitFor();
  await desk.waitForSettings(({ watchedPorts }) => watchedPorts.length === 2);
  expect(listWatched()).toEqual([
    { name: 'dns', port: PORT, protocol: 'udp' },
    { name: 'dns', port: PORT, protocol: 'tcp' },
  ]);
  // A saved entry is one of the two, and has nothing to pair.
  await page
    .getByRole('row', { name: /61930.*dns/ })
    .first()
    .click();
  await page.getByRole('button', { name: 'Stop watching' }).waitFor();
  expect(await page.getByRole('switch', { name: /^Watch it on/ }).count()).toBe(0);
});

test('where the other protocol is watched already, nothing is saved', async () => {
  await desk.start({ watchedPorts: [aWatchedPort({ name: 'old', port: PORT, protocol: 'udp' })] });
  const page = await openForm();
  await page.getByRole('button', { name: 'Watch this port' }).click();
  await page.getByRole('status').getByText('“old” watches').waitFor();
  expect(listWatched()).toEqual([{ name: 'old', port: PORT, protocol: 'udp' }]);
});
