import { expect, test } from 'vitest';
import { keepSettings } from '../../electron/command/call/own-settings.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { someSettings } from '../support/builders.ts';
import { createFakeMachine } from '../support/fake-host.ts';

test('settings that cannot be saved stay as they were, and the next step is told', async () => {
  const settings = someSettings({ watchedPorts: [] });
  const { host } = createFakeMachine(settings);
  const file = `${host.homeFolder}/.config/Portreeve/settings.json`;
  host.settingsStore.save = () =>
    Promise.resolve({ kind: 'settings-not-saved', id: 'settings-not-saved', file });
  const told: string[] = [];
  const call = { host, complain: (text: string) => void told.push(text) };
  const change = { before: settings, after: settings };
  expect(await keepSettings(call, change, toTranslate('en'))).toBe(false);
  expect(told).toEqual([
    'portreeve: the settings could not be saved to ~/.config/Portreeve/settings.json, so nothing in them was changed. Check the disk and the permissions, or name another folder with --user-data-dir.',
  ]);
});
