import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readOtherSettings } from '../../electron/adapters/settings-file.ts';
import { defaultSettings, SETTINGS_VERSION } from '../../shared/settings.ts';
import { aWatchedPort } from '../support/builders.ts';
import { makeFolder } from './surroundings.ts';

const whole = JSON.stringify({ ...defaultSettings, watchedPorts: [aWatchedPort()] });

test.each<[string, string | Buffer, object]>([
  ['torn JSON', whole.slice(0, whole.length / 2), { kind: 'not-json' }],
  ['an empty file', '', { kind: 'not-json' }],
  ['a list', '[]', { kind: 'invalid', at: 'version' }],
  ['bytes that are no text', Buffer.from([0xff, 0xfe, 0x00]), { kind: 'not-json' }],
  ['10 MB', ' '.repeat(10_000_000), { kind: 'too-large' }],
  ['JSON of something else', '{"name":"shop"}', { kind: 'invalid', at: 'version' }],
  ['a newer version', `{"version":${SETTINGS_VERSION + 1}}`, { kind: 'newer' }],
  [
    'a port that is none',
    whole.replace('"port":3000', '"port":70000'),
    { kind: 'invalid', at: 'watchedPorts[0].port' },
  ],
  [
    'a time that is none',
    whole.replace('"from":"22:00"', '"from":"25:00"'),
    { kind: 'invalid', at: 'quietHours.from' },
  ],
])('%s is refused with its reason', async (_what, content, reason) => {
  const file = join(makeFolder(), 'settings.json');
  writeFileSync(file, content);
  expect(await readOtherSettings(file)).toEqual(reason);
});

test('what is not there, or is a folder, is refused too', async () => {
  const folder = makeFolder();
  mkdirSync(join(folder, 'folder'));
  expect(await readOtherSettings(join(folder, 'none'))).toEqual({ kind: 'missing' });
  expect(await readOtherSettings(join(folder, 'folder'))).toEqual({ kind: 'not-a-file' });
});

test('good settings are read', async () => {
  const file = join(makeFolder(), 'settings.json');
  writeFileSync(file, whole);
  expect(await readOtherSettings(file)).toEqual({
    kind: 'good',
    settings: JSON.parse(whole) as unknown,
  });
});
