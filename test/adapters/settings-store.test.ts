import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSettings } from '../../electron/adapters/settings-file.ts';
import type { CreateFileLock } from '../../electron/adapters/file-lock.ts';
import { replaceKeeping } from '../../electron/adapters/set-aside.ts';
import { createSettingsStore } from '../../electron/adapters/settings-store.ts';
import type { SettingsStore } from '../../electron/core/host-stores.ts';
import { defaultSettings, firstSettings, type Settings } from '../../shared/settings.ts';
import { createLockIn } from '../support/file-locks.ts';
import { asNobody, canActAsNobody, fillUp, makeFolder, mountSmallDisk } from './surroundings.ts';

const BROKEN = 'settings.json.broken-20251121T080000000Z';

const sample: Settings = {
  ...defaultSettings,
  intervalMs: 2500,
  language: 'zh-CN',
  protectedProcesses: ['postgres'],
  watchedPorts: [
    {
      id: 'web',
      name: '网站',
      port: 3000,
      protocol: 'tcp',
      address: 'any',
      expectedOwner: { kind: 'project', folder: '/srv/web' },
      acceptedOwners: [{ kind: 'anybody' }],
      fallbackPorts: [{ from: 3001, to: 3009 }],
      configTargets: [{ kind: 'dotenv', file: '/srv/web/.env', key: 'PORT' }],
    },
  ],
};
const other: Settings = { ...defaultSettings, theme: 'dark' };
const goodText = `${JSON.stringify(sample, undefined, 2)}\n`;

interface Desk {
  readonly folder: string;
  readonly file: string;
  readonly store: SettingsStore;
}

function setUp(content?: string | Buffer, backup?: string): Desk {
  const folder = makeFolder();
  const file = join(folder, 'settings.json');
  if (content !== undefined) writeFileSync(file, content);
  if (backup !== undefined) writeFileSync(`${file}.bak`, backup);
  return { folder, file, store: open(folder) };
}

function open(folder: string): SettingsStore {
  return createSettingsStore({
    folder,
    clock: { wallMs: () => Date.UTC(2025, 10, 21, 8) },
    createLock: createLockIn(folder),
  });
}

function setAside(restoredFrom: 'backup' | 'defaults', keptAs = BROKEN): unknown {
  return { kind: 'settings-set-aside', id: `settings-set-aside ${keptAs}`, keptAs, restoredFrom };
}

function told(kind: string, { file }: Desk): unknown {
  return { kind, id: kind, file };
}

describe('settings', () => {
  it('may say how another port is chosen, and need not', () => {
    const [web] = sample.watchedPorts;
    const withAllocation = (allocation: unknown) =>
      parseSettings(JSON.stringify({ ...sample, watchedPorts: [{ ...web, allocation }] }));
    const range = { from: 20_000, to: 20_100 };
    for (const allocation of [undefined, { kind: 'next' }, { kind: 'random', range }]) {
      expect(withAllocation(allocation).kind).toBe('good');
    }
    for (const allocation of [{ kind: 'list' }, { kind: 'range' }, { kind: 'range', range: {} }]) {
      expect(withAllocation(allocation).kind).toBe('broken');
    }
  });

  it('are the defaults on a new machine, and no folder is made for that', async () => {
    const folder = join(makeFolder(), 'Portreeve');
    expect(await open(folder).load()).toEqual({ settings: firstSettings, notices: [] });
    expect(existsSync(folder)).toBe(false);
  });

  it('come back as they were saved, readable for their owner only', async () => {
    const folder = join(makeFolder(), 'deep', 'Portreeve');
    expect(await open(folder).save(sample)).toBeUndefined();
    expect(await open(folder).load()).toEqual({ settings: sample, notices: [] });
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).toBe(goodText);
    expect(statSync(join(folder, 'settings.json')).mode & 0o777).toBe(0o600);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it('keep the good ones before them as a copy', async () => {
    const { folder, store } = setUp(goodText);
    await store.save(other);
    await store.save(other);
    expect(readFileSync(join(folder, 'settings.json.bak'), 'utf8')).toBe(goodText);
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('take along what a save that was killed left behind', async () => {
    const { folder, store } = setUp(goodText);
    for (const name of ['settings.json', 'settings.json.bak']) {
      writeFileSync(join(folder, `${name}.0123456789ab.tmp`), '{');
    }
    await store.save(other);
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('are saved in the order of the calls', async () => {
    const { store } = setUp();
    const all = Array.from({ length: 20 }, (_, n) => ({ ...sample, intervalMs: 1000 + n }));
    expect(await Promise.all(all.map((settings) => store.save(settings)))).toEqual(
      all.map(() => undefined),
    );
    expect((await store.load()).settings).toEqual(all.at(-1));
  });

  it('that are not valid are a bug and never reach the disk', async () => {
    const { folder, store } = setUp();
    await expect(store.save({ ...sample, intervalMs: 1 })).rejects.toThrow('intervalMs');
    expect(readdirSync(folder)).toEqual([]);
    expect(await store.save(sample)).toBeUndefined();
  });

  it('stay behind a symbolic link', async () => {
    const target = join(makeFolder(), 'dotfile.json');
    const { file, store } = setUp();
    writeFileSync(target, goodText);
    symlinkSync(target, file);
    expect((await store.load()).settings).toEqual(sample);
    expect(await store.save(other)).toBeUndefined();
    expect(parseSettings(readFileSync(target, 'utf8'))).toEqual({ kind: 'good', settings: other });
  });

  it('stay where they are when they are not writable', async () => {
    const desk = setUp(goodText);
    chmodSync(desk.file, 0o400);
    expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe(goodText);
  });

  it('stay whole on a full disk, which is told', async ({ skip }) => {
    const folder = mountSmallDisk(64, skip);
    const desk = { folder, file: join(folder, 'settings.json'), store: open(folder) };
    await desk.store.save(sample);
    writeFileSync(join(folder, 'filler'), Buffer.alloc(60 * 1024));
    const large = {
      ...sample,
      protectedProcesses: Array.from({ length: 200 }, () => 'x'.repeat(100)),
    };
    expect(await desk.store.save(large)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe(goodText);
    rmSync(join(folder, 'filler'));
    expect(await desk.store.save(large)).toBeUndefined();
  });
});

describe('a settings file written by hand or by another build', () => {
  it('gets the defaults for the keys it lacks', () => {
    expect(parseSettings('{"version":1,"theme":"dark"}')).toEqual({
      kind: 'good',
      settings: other,
    });
  });

  it('may carry a byte order mark and Windows line ends', () => {
    expect(parseSettings(`\uFEFF${goodText.replaceAll('\n', '\r\n')}`)).toEqual({
      kind: 'good',
      settings: sample,
    });
  });

  it('keeps everything but the keys that nobody knows, however deep', () => {
    const [watched] = sample.watchedPorts;
    const text = JSON.stringify({
      ...sample,
      note: 'mine',
      watchedPorts: [
        { ...watched, colour: 'red', expectedOwner: { ...watched?.expectedOwner, x: 1 } },
      ],
    });
    expect(parseSettings(text)).toEqual({ kind: 'good', settings: sample });
  });

  it('cannot reach the prototype of anything', () => {
    const text = `{"__proto__":{"isPaused":true,"polluted":1},"constructor":{"a":1},${goodText.slice(1)}`;
    expect(parseSettings(text)).toEqual({ kind: 'good', settings: sample });
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    '',
    'null',
    '[]',
    '1',
    '"text"',
    '{}',
    '{"version":0}',
    '{"version":"1"}',
    '{"version":1.5}',
    '{"version":1,"theme":"pink"}',
    '{"version":1,"intervalMs":"fast"}',
    '{"version":1,"intervalMs":1e999}',
    '{"version":1,"watchedPorts":{}}',
    '{"version":1,"watchedPorts":[{"id":"a","__proto__":{}}]}',
    '{"version":1,"mutes":[null]}',
  ])('is broken as %j', (text) => {
    expect(parseSettings(text).kind).toBe('broken');
  });

  it('is good, broken or newer, whatever it holds', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.json().map((j) => `{"version":1,"mutes":${j}}`),
        ),
        (text) => {
          expect(['good', 'broken', 'newer']).toContain(parseSettings(text).kind);
        },
      ),
    );
  });
});

describe('a broken settings file', () => {
  it('is set aside, and the defaults take its place', async () => {
    const { folder, store } = setUp('{"version":1,');
    expect(await store.load()).toEqual({
      settings: defaultSettings,
      notices: [setAside('defaults')],
    });
    expect(readdirSync(folder)).toEqual([BROKEN]);
    expect(readFileSync(join(folder, BROKEN), 'utf8')).toBe('{"version":1,');
  });

  it('is set aside, and the last good copy takes its place on the disk as well', async () => {
    const { folder, store } = setUp('garbage', goodText);
    expect(await store.load()).toEqual({ settings: sample, notices: [setAside('backup')] });
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.bak', BROKEN]);
    expect(await store.load()).toEqual({ settings: sample, notices: [] });
  });

  it('never takes the name of another', async () => {
    const { folder, file, store } = setUp('first', 'also garbage');
    await store.load();
    for (const text of ['second', 'third']) {
      writeFileSync(file, text);
      await store.load();
    }
    expect(
      [BROKEN, `${BROKEN}-1`, `${BROKEN}-2`].map((name) =>
        readFileSync(join(folder, name), 'utf8'),
      ),
    ).toEqual(['first', 'second', 'third']);
  });

  it('is set aside as well when it broke while the app ran', async () => {
    const { folder, file, store } = setUp(goodText);
    await store.load();
    writeFileSync(file, 'edited by hand {');
    expect(await store.save(other)).toBeUndefined();
    expect(readFileSync(join(folder, BROKEN), 'utf8')).toBe('edited by hand {');
    expect((await store.load()).settings).toEqual(other);
  });

  it('may be a folder, a pipe, ten megabytes or other bytes than text', async () => {
    const large = Buffer.alloc(10 * 1024 * 1024, ' ');
    const found: [string, (file: string) => void][] = [
      ['folder', (file) => mkdirSync(join(file, 'inside'), { recursive: true })],
      ['pipe', (file) => execFileSync('mkfifo', [file])],
      ['10 MB', (file) => writeFileSync(file, large)],
      ['NULs', (file) => writeFileSync(file, Buffer.alloc(goodText.length))],
      ['good, then NULs', (file) => writeFileSync(file, `${goodText}\0\0\0`)],
      ['UTF-16', (file) => writeFileSync(file, goodText, 'utf16le')],
      ['Latin-1', (file) => writeFileSync(file, Buffer.from('{"version":1,"x":"\xe9"}', 'latin1'))],
      ['deep', (file) => writeFileSync(file, '['.repeat(500_000))],
    ];
    for (const [what, make] of found) {
      const { folder, file, store } = setUp();
      make(file);
      expect([what, await store.load()]).toEqual([
        what,
        { settings: defaultSettings, notices: [setAside('defaults')] },
      ]);
      expect(readdirSync(folder)).toEqual([BROKEN]);
      expect(await store.save(sample)).toBeUndefined();
      expect((await store.load()).settings).toEqual(sample);
    }
  });

  it('is set aside whole, cut at every byte', async () => {
    const bytes = Buffer.from(goodText, 'utf8');
    const { folder, file, store } = setUp();
    // Without its last two bytes it lacks the closing brace; without the last one, nothing.
    for (let length = 0; length <= bytes.length - 2; length += 1) {
      const cut = bytes.subarray(0, length);
      writeFileSync(file, cut);
      const { settings, notices } = await store.load();
      expect([length, settings, notices.length]).toEqual([length, defaultSettings, 1]);
      const [kept = ''] = readdirSync(folder);
      expect([kept, readFileSync(join(folder, kept))]).toEqual([BROKEN, cut]);
      rmSync(join(folder, kept));
    }
    writeFileSync(file, bytes.subarray(0, -1));
    expect(await store.load()).toEqual({ settings: sample, notices: [] });
  });

  it('is understood or kept, with some of its bytes spoilt, a hundred times', async () => {
    const { folder, file, store } = setUp();
    for (let round = 0; round < 100; round += 1) {
      const bytes = Buffer.from(goodText, 'utf8');
      const at = Math.floor(Math.random() * bytes.length);
      bytes.fill(Math.floor(Math.random() * 256), at, Math.min(at + 20, bytes.length));
      writeFileSync(file, bytes);
      const { notices } = await store.load();
      const [kept = ''] = readdirSync(folder);
      expect(readFileSync(join(folder, kept)).equals(bytes)).toBe(true);
      expect(kept === 'settings.json').toBe(notices[0]?.kind !== 'settings-set-aside');
      rmSync(join(folder, kept));
    }
  });

  it('stays in its place on a full disk, and the last good copy is used', async ({ skip }) => {
    const folder = mountSmallDisk(64, skip);
    const desk = { folder, file: join(folder, 'settings.json'), store: open(folder) };
    writeFileSync(`${desk.file}.bak`, goodText);
    writeFileSync(desk.file, 'garbage');
    const filler = fillUp(folder);
    const fromCopy = { settings: sample, notices: [told('settings-unreadable', desk)] };
    expect([await desk.store.load(), await desk.store.read()]).toEqual([fromCopy, fromCopy]);
    expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe('garbage');
    expect(readdirSync(folder)).not.toContain(BROKEN);
    rmSync(filler);
    expect(await desk.store.load()).toEqual({ settings: sample, notices: [setAside('backup')] });
    expect(readFileSync(join(folder, BROKEN), 'utf8')).toBe('garbage');
    expect(readFileSync(desk.file, 'utf8')).toBe(goodText);
  });

  it('that somebody mends while the lock is waited for is neither set aside nor replaced', async () => {
    const { folder, file } = setUp('garbage', goodText);
    const mended = `${JSON.stringify(other, undefined, 2)}\n`;
    const store = createSettingsStore({
      folder,
      clock: { wallMs: () => 0 },
      createLock: () => ({
        async run(task) {
          writeFileSync(file, mended);
          return { kind: 'done', result: await task() };
        },
      }),
    });
    expect(await store.load()).toEqual({ settings: other, notices: [] });
    expect(readFileSync(file, 'utf8')).toBe(mended);
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('is left alone where somebody holds the lock and does not let go', async () => {
    const { folder, file } = setUp('garbage', goodText);
    const createLock: CreateFileLock = () => ({ run: () => Promise.resolve({ kind: 'busy' }) });
    const store = createSettingsStore({ folder, clock: { wallMs: () => 0 }, createLock });
    expect((await store.load()).settings).toEqual(sample);
    expect(readFileSync(file, 'utf8')).toBe('garbage');
    expect(readdirSync(folder)).toEqual(['settings.json', 'settings.json.bak']);
  });

  it('that is another by the time it would be replaced stays, and no copy is left', async () => {
    const { folder, file } = setUp('mended since');
    const replaced = await replaceKeeping(file, Buffer.from('garbage'), Buffer.from('new'), 0);
    expect(replaced).toEqual({ kind: 'changed' });
    expect(readFileSync(file, 'utf8')).toBe('mended since');
    expect(readdirSync(folder)).toEqual(['settings.json']);
  });

  it.skipIf(!canActAsNobody)('is never overwritten where it cannot be renamed', async () => {
    const desk = setUp('garbage', goodText);
    chmodSync(desk.folder, 0o555);
    chmodSync(desk.file, 0o666);
    await asNobody([], async () => {
      expect(await desk.store.load()).toEqual({
        settings: sample,
        notices: [told('settings-unreadable', desk)],
      });
      expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    });
    expect(readFileSync(desk.file, 'utf8')).toBe('garbage');
  });
});

describe('settings that are only looked at', () => {
  it('are read without touching the folder', async () => {
    expect(await setUp().store.read()).toEqual({ settings: firstSettings, notices: [] });
    expect(await setUp(goodText).store.read()).toEqual({ settings: sample, notices: [] });
    for (const [desk, settings, kind] of [
      [setUp('garbage'), defaultSettings, 'settings-unreadable'],
      [setUp('garbage', goodText), sample, 'settings-unreadable'],
      [setUp('{"version":3}', goodText), defaultSettings, 'settings-newer'],
    ] as const) {
      const before = readdirSync(desk.folder);
      expect(await desk.store.read()).toEqual({ settings, notices: [told(kind, desk)] });
      expect(readdirSync(desk.folder)).toEqual(before);
    }
  });
});

describe('a settings file of a newer version', () => {
  it('is left alone by load and save', async () => {
    const text = '{"version":3,"ports":{}}';
    const desk = setUp(text, goodText);
    expect(await desk.store.load()).toEqual({
      settings: defaultSettings,
      notices: [told('settings-newer', desk)],
    });
    expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe(text);
    expect(readFileSync(`${desk.file}.bak`, 'utf8')).toBe(goodText);
  });

  it('is left alone when it came while the app ran', async () => {
    const desk = setUp(goodText);
    await desk.store.load();
    writeFileSync(desk.file, '{"version":3}');
    expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe('{"version":3}');
  });
});

describe('a settings file that cannot be read', () => {
  it.skipIf(!canActAsNobody)('is left alone, even when it can be read again later', async () => {
    const desk = setUp(goodText);
    chmodSync(desk.file, 0o600);
    await asNobody([desk.folder], async () => {
      expect(await desk.store.load()).toEqual({
        settings: defaultSettings,
        notices: [told('settings-unreadable', desk)],
      });
      expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    });
    expect(await desk.store.save(other)).toEqual(told('settings-not-saved', desk));
    expect(readFileSync(desk.file, 'utf8')).toBe(goodText);
    expect((await desk.store.load()).settings).toEqual(sample);
    expect(await desk.store.save(other)).toBeUndefined();
  });

  it('can be one of a circle of links', async () => {
    const desk = setUp();
    symlinkSync(desk.file, `${desk.file}.x`);
    symlinkSync(`${desk.file}.x`, desk.file);
    expect((await desk.store.load()).notices).toEqual([told('settings-unreadable', desk)]);
  });
});
