import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp } from '../../electron/app.ts';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';

async function aRunningApp() {
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  const env = join(folder.path, '.env');
  writeFileSync(env, 'PORT=61600\n');
  const watched = aWatchedPort({
    port: 61_600,
    fallbackPorts: [],
    configTargets: [{ kind: 'dotenv', file: env, key: 'PORT' }],
  });
  writeSettings(folder.path, { ...defaultSettings, watchedPorts: [watched] });
  const app = createApp(createHost({ userDataFolder: folder.path }));
  onTestFinished(() => app.stop());
  await app.start();
  return { app, folder: folder.path, env, watched };
}

const noticesOf = (app: ReturnType<typeof createApp>) =>
  app.getSnapshot().notices.map(({ kind }) => kind);

test('settings that somebody else writes are taken over, and a bad file only told of', async () => {
  const { app, folder, watched } = await aRunningApp();
  const file = join(folder, 'settings.json');
  writeSettings(folder, { ...defaultSettings, watchedPorts: [{ ...watched, name: 'by hand' }] });
  const nameOf = () => app.getSnapshot().watched[0]?.watchedPort.name;
  await eventually(() => nameOf() === 'by hand' || undefined, 'the new name');

  writeFileSync(file, '{ "version": 2, "watchedPorts": [');
  await eventually(() => noticesOf(app).includes('settings-edit-bad') || undefined, 'the notice');
  expect(nameOf()).toBe('by hand');
  expect(readFileSync(file, 'utf8')).toBe('{ "version": 2, "watchedPorts": [');

  await app.handlers['watched-port.mute']({ watchedPortId: 'web', period: 'hour' }, 'popover');
  await eventually(() => !noticesOf(app).includes('settings-edit-bad') || undefined, 'no notice');
  expect(readdirSync(folder).some((name) => name.startsWith('settings.json.broken-'))).toBe(true);
  expect(nameOf()).toBe('by hand');
});

test('a move by the command is followed by the running app, which can undo it', async () => {
  const { app, folder, env } = await aRunningApp();
  const moved = await runPortreeve(['reassign', 'web', '--yes', '--user-data-dir', folder]);
  expect({ code: moved.code, stderr: moved.stderr }).toEqual({ code: 0, stderr: '' });
  const undoable = await eventually(() => app.getSnapshot().undoable, 'the app to know the move');
  expect(app.getSnapshot().watched[0]?.watchedPort.port).toBe(61_601);
  const { entryId } = undoable;
  const undone = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
  expect(undone.kind).toBe('undone');
  expect(readFileSync(env, 'utf8')).toBe('PORT=61600\n');
  expect((await runPortreeve(['undo', '--yes', '--user-data-dir', folder])).code).toBe(4);
});
