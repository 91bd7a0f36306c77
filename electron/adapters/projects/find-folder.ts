import { readdir, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { isProjectFile } from './project-names.ts';

const DEPTH_MAX = 16;

/**
 * The nearest folder around a file that holds a project, links resolved. The home folder and what
 * lies above it are no projects, whatever stray file they hold.
 */
export async function findFolder(file: string): Promise<string | undefined> {
  const home = await realpath(homedir()).catch(() => homedir());
  let folder = await realpath(dirname(file)).catch(() => undefined);
  for (let depth = 0; depth < DEPTH_MAX && folder !== undefined; depth += 1) {
    if (`${home}/`.startsWith(`${folder.replace(/\/$/, '')}/`)) return undefined;
    const names: readonly string[] = await readdir(folder).catch(() => []);
    if (names.includes('.git') || names.some(isProjectFile)) return folder;
    if (folder === dirname(folder)) return undefined;
    folder = dirname(folder);
  }
  return undefined;
}
