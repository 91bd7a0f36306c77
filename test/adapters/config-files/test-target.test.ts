import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testTarget } from '../../../electron/core/reassign/test-target.ts';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { setUp } from './desk.ts';

/** Omits the file of each kind of target, which only the test knows. */
type Place = ConfigTarget extends infer Target
  ? Target extends ConfigTarget
    ? Omit<Target, 'file'>
    : never
  : never;

async function look(place: Place, text: string, port?: number) {
  const desk = setUp();
  const file = join(desk.folder, 'a-file');
  writeFileSync(file, text);
  return testTarget(desk.configFiles, { ...place, file }, port);
}

const key = { kind: 'dotenv', key: 'PORT' } as const;
const listen = { kind: 'pattern', pattern: 'listen (\\d+);' } as const;
const compose = { kind: 'yaml', path: ['services', 'web', 'ports', 0] } as const;

test.each<[string, Place, string, number]>([
  ['a .env file', key, '# x\nPORT=3000\n', 2],
  ['JSON', { kind: 'json', path: ['port'] }, '{\n  "port": 3000\n}', 2],
  ['an address in TOML', { kind: 'toml', path: ['url'] }, 'url = "http://localhost:3000/"\n', 1],
  ['INI', { kind: 'ini', section: 'network', key: 'port' }, '[network]\nport = 3000\n', 2],
  ['Compose', compose, 'services:\n  web:\n    ports:\n      - "3000:80"\n', 4],
  ['any text', listen, 'server {\n  listen 3000;\n}\n', 2],
])('the number in %s is as it should be', async (_what, place, text, line) => {
  expect(await look(place, text, 3000)).toEqual({ kind: 'fits', line });
});

test.each<[string, Place, string]>([
  ['a .env file', key, 'PORT=4321\n'],
  ['JSON', { kind: 'json', path: ['port'] }, '{"port": 4321}'],
  ['an address in JSON', { kind: 'json', path: ['url'] }, '{"url": "http://a:4321/x"}'],
  ['YAML', { kind: 'yaml', path: ['port'] }, 'port: 4321\n'],
  ['TOML', { kind: 'toml', path: ['port'] }, 'port = 4_321\n'],
  ['INI', { kind: 'ini', section: '', key: 'port' }, 'port = 4321\n'],
  ['Compose', compose, 'services:\n  web:\n    ports:\n      - "4321:80"\n'],
  ['any text', listen, 'listen 4321;\n'],
])('another number in %s is said, whatever was expected', async (_what, place, text) => {
  for (const port of [3000, 65_535, undefined]) {
    expect(await look(place, text, port)).toEqual({ kind: 'differs', found: 4321 });
  }
});

test.each<[string, Place, string, string]>([
  ['no such key', key, 'HOST=a\n', 'key-missing'],
  ['two of them', key, 'PORT=1\nPORT=2\n', 'key-duplicated'],
  ['no number', key, 'PORT=${OTHER}\n', 'value-not-plain'],
  ['torn syntax', { kind: 'json', path: ['port'] }, '{"port": 43', 'syntax-invalid'],
])('%s is said in its reason', async (_what, place, text, reason) => {
  expect(await look(place, text, 3000)).toEqual({ kind: 'refused', reason });
});

test('a file that is not there is said so', async () => {
  const { configFiles, folder } = setUp();
  const target = { ...key, file: join(folder, 'none') };
  expect(await testTarget(configFiles, target, 3000)).toEqual({
    kind: 'refused',
    reason: 'file-missing',
  });
});
