import { expect, test } from 'vitest';
import { createTrayPresence } from '../../electron/shell/tray-presence.ts';
import { createFakeClock } from '../support/fake-clock.ts';

function setUp(isAtLogin = false) {
  const clock = createFakeClock();
  const heard: string[] = [];
  const presence = createTrayPresence({
    clock,
    isAtLogin,
    onCame: () => heard.push('came'),
    onMissing: () => heard.push('missing'),
  });
  return { clock, heard, presence };
}

test('a tray that is there from the start is nothing to tell', async () => {
  const { clock, heard, presence } = setUp();
  presence.begin(true);
  await clock.advance(600_000);
  expect(heard).toEqual([]);
});

test('a tray that does not come is missing after three seconds, and told once', async () => {
  const { clock, heard, presence } = setUp();
  presence.begin(false);
  await clock.advance(2999);
  expect(heard).toEqual([]);
  await clock.advance(600_000);
  expect(heard).toEqual(['missing']);
});

test('at login the panel has a minute', async () => {
  const { clock, heard, presence } = setUp(true);
  presence.begin(false);
  await clock.advance(59_000);
  expect(heard).toEqual([]);
  presence.change(true);
  await clock.advance(600_000);
  expect(heard).toEqual(['came']);
});

test('at login a desktop without a tray is one after that minute', async () => {
  const { clock, heard, presence } = setUp(true);
  presence.begin(false);
  await clock.advance(60_000);
  expect(heard).toEqual(['missing']);
});

test('a panel that starts again is not missing, one that stays away is', async () => {
  const { clock, heard, presence } = setUp();
  presence.begin(true);
  presence.change(false);
  await clock.advance(9000);
  presence.change(true);
  await clock.advance(600_000);
  expect(heard).toEqual(['came']);
  presence.change(false);
  await clock.advance(10_000);
  expect(heard).toEqual(['came', 'missing']);
});

test('a panel that goes while the app is still starting has its time to come back', async () => {
  const { clock, heard, presence } = setUp();
  presence.change(false);
  presence.begin(false);
  await clock.advance(9000);
  expect(heard).toEqual([]);
  await clock.advance(1000);
  expect(heard).toEqual(['missing']);
});
