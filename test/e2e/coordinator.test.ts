import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';
import { openDesk, type Desk } from '../support/desk.ts';
import { eventually } from '../support/eventually.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk();
});

afterEach(async () => {
  await desk.close();
});

const askDoctor = async () => {
  const { stdout } = await runPortreeve(['doctor', '--json', '--user-data-dir', desk.dataFolder]);
  return (JSON.parse(stdout) as { readonly app: unknown }).app;
};

test('the command finds the running app, and the app alone', async () => {
  expect(await askDoctor()).toEqual({ state: 'not-running' });
  await desk.start({});
  await desk.waitForMenu('Quit');
  expect(await askDoctor()).toEqual({ state: 'running', pid: expect.any(Number) });
});

test('a port leased from the running app stays leased when the app has ended', async () => {
  const ask = (...args: readonly string[]) =>
    runPortreeve([...args, '--user-data-dir', desk.dataFolder]);
  await desk.start({});
  await desk.waitForMenu('Quit');
  const leased = await ask('lease', 'web', '--reserve');
  expect(leased).toMatchObject({ code: 0, stderr: '' });
  await desk.tray.click('Quit');
  await eventually(
    async () =>
      ((await askDoctor()) as { readonly state: string }).state === 'not-running' || undefined,
    'the end of the app',
  );
  expect(await ask('lease', 'web')).toEqual(leased);
});
