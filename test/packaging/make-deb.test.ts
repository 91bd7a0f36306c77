import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectFolder } from '../support/app-under-test.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portreeve-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.skipIf(!existsSync('/usr/bin/dpkg-deb'))(
  'a deb that is built under a narrow mask has folders that everybody can look into',
  () => {
    const program = join(folder, 'program');
    mkdirSync(program, { mode: 0o755 });
    writeFileSync(join(program, 'file'), 'content', { mode: 0o644 });
    const file = join(folder, 'made.deb');
    const script = 'umask 077; exec "$@"';
    const options = ['-s', 'dir', '-t', 'deb', '--name', 'example', '--version', '1.0.0'];
    const facts = ['--architecture', 'all', '--maintainer', 'Ann <ann@example.invalid>'];
    const words = ['--description', 'An example', '--package', file, `${program}/=/opt/Example`];
    execFileSync('/bin/sh', [
      '-c',
      script,
      'sh',
      process.execPath,
      join(projectFolder, 'scripts/make-deb.mjs'),
      ...options,
      ...facts,
      ...words,
    ]);
    const listing = execFileSync('/usr/bin/dpkg-deb', ['--contents', file], { encoding: 'utf8' });
    const entries = listing
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/))
      .map((columns) => [columns[0], columns.at(-1)]);
    expect(entries).toEqual([
      ['drwxr-xr-x', './'],
      ['drwxr-xr-x', './opt/'],
      ['drwxr-xr-x', './opt/Example/'],
      ['-rw-r--r--', './opt/Example/file'],
    ]);
  },
);
