import { chmod, mkdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distFolder, inProject } from './paths.mjs';

const shebang = '#!/usr/bin/env node\n';

/** Makes dist/cli.js a program that can be started by its name. */
async function makeExecutable() {
  const path = join(distFolder, 'cli.js');
  const source = await readFile(path, 'utf8');
  if (!source.startsWith('#!')) await writeFile(path, shebang + source);
  await chmod(path, 0o755);
}

/**
 * Puts the `portreeve` command where npx looks first, so that `npx portreeve` runs this build
 * at once and asks no registry. npm makes such links for dependencies only, not for the project.
 */
export async function linkCommand() {
  await makeExecutable();
  const folder = inProject('node_modules/.bin');
  await mkdir(folder, { recursive: true });
  if (process.platform === 'win32') {
    await writeFile(
      join(folder, 'portreeve.cmd'),
      '@ECHO off\r\nnode "%~dp0\\..\\..\\dist\\cli.js" %*\r\n',
    );
    return;
  }
  const link = join(folder, 'portreeve');
  const target = '../../dist/cli.js';
  if ((await readlink(link).catch(() => undefined)) === target) return;
  await rm(link, { force: true });
  await symlink(target, link);
}
