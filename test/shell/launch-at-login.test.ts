import { mkdirSync, readFileSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createHost } from '../../electron/adapters/create-host.ts';
import {
  applyLaunchAtLogin,
  toDesktopEntry,
  type LaunchAtLoginParts,
} from '../../electron/shell/launch-at-login.ts';
import { makeFolder } from '../support/app-under-test.ts';

vi.mock('electron', () => ({ app: {} }));

const command = ['/opt/Portreeve/portreeve', '--at-login'];

function setUp() {
  const folder = makeFolder();
  onTestFinished(() => folder.remove());
  const autostart = join(folder.path, 'autostart');
  const file = join(autostart, 'portreeve.desktop');
  const { saveText } = createHost({ userDataFolder: folder.path });
  const parts: LaunchAtLoginParts = {
    autostart: 'desktop-entry',
    configFolder: folder.path,
    command,
    saveText,
  };
  return { autostart, file, parts };
}

test('the entry is made, left alone by the next start, and removed', async () => {
  const { autostart, file, parts } = setUp();
  await applyLaunchAtLogin(true, parts);
  expect(readFileSync(file, 'utf8')).toBe(toDesktopEntry(command));
  const longAgo = new Date('2020-01-01T00:00:00Z');
  utimesSync(file, longAgo, longAgo);
  await applyLaunchAtLogin(true, parts);
  expect(statSync(file).mtime).toEqual(longAgo);
  await applyLaunchAtLogin(false, parts);
  expect(readdirSync(autostart)).toEqual([]);
});

test('the entry of a program that has moved is replaced whole, or stays as it was', async () => {
  const { autostart, file, parts } = setUp();
  mkdirSync(autostart);
  const old = toDesktopEntry(['/old/portreeve', '--at-login']);
  writeFileSync(file, old);
  const full = { ...parts, saveText: () => Promise.resolve(false) };
  await expect(applyLaunchAtLogin(true, full)).rejects.toThrow('cannot be written');
  expect(readFileSync(file, 'utf8')).toBe(old);
  const before = statSync(file).ino;
  await applyLaunchAtLogin(true, parts);
  expect(readFileSync(file, 'utf8')).toBe(toDesktopEntry(command));
  expect(statSync(file).ino).not.toBe(before);
  expect(readdirSync(autostart)).toEqual(['portreeve.desktop']);
});
