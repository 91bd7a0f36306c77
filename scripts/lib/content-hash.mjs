import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from './paths.mjs';

/**
 * One hash over files and whole folders of the project, names included. Contents and not times,
 * because git and copies change times at will.
 * @param {readonly string[]} paths inside the project; those that do not exist count as absent
 */
export function hashContents(paths) {
  const hash = createHash('sha256');
  /** @param {string} path */
  const add = (path) => {
    const stats = statSync(join(projectFolder, path), { throwIfNoEntry: false });
    if (stats?.isDirectory()) {
      for (const name of readdirSync(join(projectFolder, path)).sort()) add(`${path}/${name}`);
    } else if (stats) {
      hash.update(`${path}\0${stats.size}\0`);
      hash.update(readFileSync(join(projectFolder, path)));
    }
  };
  for (const path of paths) add(path);
  return hash.digest('hex');
}
