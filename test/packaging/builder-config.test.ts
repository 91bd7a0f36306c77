import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectFolder } from '../support/app-under-test.ts';

/*
 * What is packaged for the three systems, by electron-builder's own schema: a word that it does not
 * know would only be told of where that package is made.
 */

const load = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
const { validateSchema } = load('app-builder-lib/out/util/config/schemaValidator.js') as {
  readonly validateSchema: (schema: unknown, config: unknown) => void;
};
const schema: unknown = load('app-builder-lib/scheme.json');

interface BuilderConfig {
  readonly files: readonly string[];
  readonly linux: System;
  readonly mac: System;
  readonly win: System;
}
interface System {
  readonly target: readonly (string | { readonly target: string; readonly arch: string[] })[];
  readonly icon: string;
  readonly files?: unknown;
  readonly entitlements?: string;
}

const text = readFileSync(join(projectFolder, 'electron-builder.yml'), 'utf8');
/** Anew each time, since the validator turns what it can into what it wants. */
const read = (): BuilderConfig => parse(text) as BuilderConfig;
const systems = ['linux', 'mac', 'win'] as const;

test('the configuration is what electron-builder understands', () => {
  expect(() => validateSchema(schema, read())).not.toThrow();
});

test.each(systems)('a word below %s that electron-builder does not know is found', (system) => {
  const config = { ...read(), [system]: { ...read()[system], targets: ['zip'] } };
  expect(() => validateSchema(schema, config)).toThrow(`configuration.${system} `);
});

test('every system has its packages, for both processors where there is native code', () => {
  const both = ['arm64', 'x64'];
  const toList = (system: System) =>
    system.target.map((one) =>
      typeof one === 'string' ? one : `${one.target} ${one.arch.toSorted().join(' ')}`,
    );
  const { linux, mac, win } = read();
  expect(toList(linux)).toEqual(['tar.gz', 'deb', 'rpm', 'AppImage']);
  expect(toList(mac)).toEqual(['dmg', 'zip'].map((one) => [one, ...both].join(' ')));
  expect(toList(win)).toEqual(['nsis', 'zip'].map((one) => [one, ...both].join(' ')));
});

test.each(systems)('%s names no files of its own, which would bring in the whole project', (of) => {
  expect(read()[of].files).toBeUndefined();
});

test.each(systems)('the files that %s is packaged with are there', (of) => {
  const { icon, entitlements } = read()[of];
  for (const file of [icon, entitlements ?? icon]) {
    expect(existsSync(join(projectFolder, file))).toBe(true);
  }
});

test('koffi has a native part for every system and processor that it is packaged for', () => {
  const lock = JSON.parse(readFileSync(join(projectFolder, 'package-lock.json'), 'utf8')) as {
    readonly packages: Readonly<Record<string, { readonly version: string } | undefined>>;
  };
  const version = lock.packages['node_modules/koffi']?.version;
  for (const part of ['linux-x64', 'linux-arm64', 'win32-x64', 'win32-arm64']) {
    expect(lock.packages[`node_modules/@koromix/koffi-${part}`]).toMatchObject({
      version,
      integrity: expect.stringMatching(/^sha512-/),
    });
  }
});

test('koffi is fetched for both processors of Windows, and on Linux for those that are asked for', () => {
  const script = `
    import { chooseProcessors } from './scripts/lib/native-parts.mjs';
    console.log(JSON.stringify([
      chooseProcessors([], 'win32', 'x64'),
      chooseProcessors(['--dir'], 'linux', 'x64'),
      chooseProcessors(['--linux', 'deb', '--arm64'], 'linux', 'x64'),
      chooseProcessors([], 'darwin', 'arm64'),
    ]));`;
  const args = ['--input-type=module', '--eval', script];
  const printed = execFileSync(process.execPath, args, { cwd: projectFolder, encoding: 'utf8' });
  expect(JSON.parse(printed)).toEqual([['x64', 'arm64'], ['x64'], ['x64', 'arm64'], []]);
});
