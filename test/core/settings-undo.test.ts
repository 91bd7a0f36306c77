import { expect, test } from 'vitest';
import { createApp } from '../../electron/app.ts';
import { aWatchedPort, someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

async function start() {
  const machine = createFakeMachine(someSettings());
  const app = createApp(machine.host);
  await app.start();
  const changed = () => app.getSnapshot().settingsChange;
  const undo = () => app.handlers['settings.undo']({ id: changed()?.id ?? '' }, 'settings');
  return { app, machine, changed, undo };
}

test('a preference is taken back, and what was changed beside it stays', async () => {
  const { app, machine, changed, undo } = await start();
  await app.handlers['preferences.save']({ preferences: { theme: 'dark' } }, 'settings');
  expect(changed()).toMatchObject({ things: [{ kind: 'preference', key: 'theme' }], count: 1 });
  await app.handlers['watching.pause']({ isPaused: true }, 'popover');
  expect(await undo()).toEqual({ kind: 'undone' });
  expect(app.getSnapshot().settings).toMatchObject({ theme: 'system', isPaused: true });
  expect(changed()).toBeUndefined();
  await machine.clock.advance(0);
  expect(machine.stored.theme).toBe('system');
});

test('a port that is no longer watched comes back with all that was set for it', async () => {
  const { app, changed, undo } = await start();
  await app.handlers['watched-port.mute'](
    { watchedPortId: 'web', period: 'further-notice' },
    'popover',
  );
  const before = app.getSnapshot().settings;
  await app.handlers['watched-port.remove']({ watchedPortId: 'web' }, 'settings');
  expect(changed()?.things).toEqual([{ kind: 'removed', name: 'web', port: 3000 }]);
  await undo();
  expect(app.getSnapshot().settings).toEqual(before);
});

test('what somebody else changed since is not overwritten', async () => {
  const { app, changed } = await start();
  const watchedPort = aWatchedPort({ id: 'api', port: 8080, name: 'api' });
  await app.handlers['watched-port.save']({ watchedPort }, 'settings');
  const id = changed()?.id ?? '';
  await app.handlers['watched-port.remove']({ watchedPortId: 'web' }, 'popover');
  expect(changed()).toBeUndefined();
  expect(await app.handlers['settings.undo']({ id }, 'settings')).toEqual({
    kind: 'changed-since',
  });
  expect(app.getSnapshot().settings.watchedPorts.map(({ name }) => name)).toEqual(['api']);
});

test('what changed nothing, or was changed elsewhere, is not offered', async () => {
  const { app, changed } = await start();
  await app.handlers['preferences.save']({ preferences: { theme: 'dark' } }, 'popover');
  await app.handlers['preferences.save']({ preferences: { theme: 'dark' } }, 'settings');
  expect(changed()).toBeUndefined();
});
