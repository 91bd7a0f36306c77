import { afterEach, beforeEach, expect, test } from 'vitest';
import { runPortreeve } from '../support/app-under-test.ts';
import { openDesk, type Desk } from '../support/desk.ts';

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
