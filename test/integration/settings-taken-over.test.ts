import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import { createApp } from '../../electron/app.ts';
import { defaultSettings, settingsSchema } from '../../shared/settings.ts';
import type { WatchedPort } from '../../shared/watched-port.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';

const PORT = takePorts('integration/settings-taken-over', 14);

async function aRunningApp() {
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  const env = join(folder.path, '.env');
  writeFileSync(env, `PORT=${PORT}\n`);
  const watched = aWatchedPort({
    port: PORT,
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
  expect(app.getSnapshot().watched[0]?.watchedPort.port).toBe(PORT + 1);
  const { entryId } = undoable;
  const undone = await app.handlers['service.undo-reassign']({ entryId }, 'popover');
  expect(undone.kind).toBe('undone');
  expect(readFileSync(env, 'utf8')).toBe(`PORT=${PORT}\n`);
  expect((await runPortreeve(['undo', '--yes', '--user-data-dir', folder])).code).toBe(4);
});

test('a change in the app does not overwrite what was written elsewhere a moment before', async () => {
  const { app, folder, watched } = await aRunningApp();
  const readSaved = () =>
    settingsSchema.parse(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8')));
  const save = (facts: Partial<WatchedPort>) =>
    app.handlers['watched-port.save']({ watchedPort: { ...watched, ...facts } }, 'settings');
  // The app hears of a file 200 ms after it was written, and changes its own before that.
  const other = { ...watched, id: 'api', name: 'api', port: PORT + 1 };
  writeSettings(folder, { ...defaultSettings, watchedPorts: [watched, other] });
  await save({ name: 'the web' });
  const listNames = () => app.getSnapshot().watched.map(({ watchedPort: { name } }) => name);
  await eventually(() => listNames().includes('api') || undefined, 'the app to have both');
  expect(listNames()).toEqual(['the web', 'api']);
  expect(readSaved().watchedPorts.map(({ name }) => name)).toEqual(['the web', 'api']);
  expect(noticesOf(app)).toEqual([]);

  writeSettings(folder, {
    ...defaultSettings,
    watchedPorts: [{ ...watched, name: 'by hand' }, other],
  });
  await save({ name: 'by a click' });
  await eventually(
    () => noticesOf(app).includes('settings-changed-elsewhere') || undefined,
    'to be told',
  );
  expect(readSaved().watchedPorts.map(({ name }) => name)).toEqual(['by hand', 'api']);
  await eventually(() => listNames()[0] === 'by hand' || undefined, 'the app to follow');
});

test('the app and commands that change the settings at the same time lose nothing', async () => {
  const { app, folder } = await aRunningApp();
  const adding = Promise.all(
    [0, 1, 2, 3].map((index) => {
      const words = ['watch-port', 'add', `service ${index}`, String(PORT + 10 + index)];
      return runPortreeve([...words, '--user-data-dir', folder]);
    }),
  );
  for (let round = 1; round <= 40; round += 1) {
    const period = round % 2 === 0 ? 'hour' : 'until-morning';
    await app.handlers['watched-port.mute']({ watchedPortId: 'web', period }, 'popover');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect((await adding).map(({ code }) => code)).toEqual([0, 0, 0, 0]);
  const listNames = () => app.getSnapshot().watched.map(({ watchedPort: { name } }) => name);
  await eventually(() => listNames().length === 5 || undefined, 'all of them to be watched');
  const text = readFileSync(join(folder, 'settings.json'), 'utf8');
  const { watchedPorts, mutes } = settingsSchema.parse(JSON.parse(text));
  expect(watchedPorts).toHaveLength(5);
  expect(mutes).toHaveLength(1);
});
