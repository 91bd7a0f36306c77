import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { findProgram, run } from './run.mjs';
import { step } from './step.mjs';

const oneMinuteMs = 60_000;
const oneDayMs = 24 * 60 * oneMinuteMs;

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
/** A mirror that does not answer is no reason to wait for long. */
const aptPatience = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Retries=1'];

/**
 * @typedef {object} Packages
 * @property {string} installed with all it needs
 * @property {readonly string[]} [alone] without what they need
 */

/**
 * Fetches what apt-get would install, and installs nothing.
 * @param {string} folder
 * @param {Packages} packages
 */
async function download(folder, { installed, alone = [] }) {
  await mkdir(join(folder, 'partial'), { recursive: true });
  const options = { timeoutMs: 5 * oneMinuteMs, env: aptEnv, cwd: folder };
  const archives = ['-o', `Dir::Cache::archives=${folder}`];
  const install = ['install', '-y', '--download-only', '--no-install-recommends', installed];
  const fetched = await run('apt-get', [...aptPatience, ...archives, ...install], options);
  if (fetched.code !== 0 || alone.length === 0) return fetched;
  return run('apt-get', [...aptPatience, 'download', ...alone], options);
}

/**
 * Unpacks Debian packages, and those they need, into a folder without installing them.
 * @param {string} folder for what is fetched; it is made
 * @param {string} root where they are unpacked
 * @param {Packages} packages
 * @returns {Promise<string>} what went wrong; empty when all is there
 */
export async function unpackDebianPackages(folder, root, packages) {
  let fetched = await download(folder, packages);
  if (fetched.code !== 0) {
    // The lists of packages are missing or older than what the mirror has.
    await run('apt-get', [...aptPatience, 'update'], { timeoutMs: 2 * oneMinuteMs, env: aptEnv });
    await rm(folder, { recursive: true });
    fetched = await download(folder, packages);
  }
  if (fetched.code !== 0) return fetched.output;
  await mkdir(root, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.deb')) continue;
    const args = ['-x', join(folder, name), root];
    const unpacked = await run('dpkg-deb', args, { timeoutMs: 2 * oneMinuteMs });
    if (unpacked.code !== 0) return unpacked.output;
  }
  return '';
}

/**
 * Sees to something large that only the tests want, where it can be had: as root on Debian and its
 * kin. It is kept in the cache, appears there whole or not at all, and what failed is not tried
 * again on the same day.
 * @param {string} name of its folder in the cache
 * @param {string} title
 * @param {(folder: string, made: string) => Promise<string>} make fills `made`, and has `folder`
 *   for what it fetches; tells what went wrong, empty when all is there
 */
export async function ensureInCache(name, title, make) {
  const target = join(cacheFolder, name);
  const failedFile = join(cacheFolder, `${name}-failed.txt`);
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || existsSync(target)) return;
  if (!findProgram('apt-get') || !findProgram('dpkg-deb')) return;
  const failed = await stat(failedFile).catch(() => undefined);
  if (failed !== undefined && Date.now() - failed.mtimeMs < oneDayMs) return;
  await step(title, async () => {
    await mkdir(cacheFolder, { recursive: true });
    const folder = await mkdtemp(join(cacheFolder, `${name}-`));
    const made = join(folder, 'made');
    try {
      const failure = await make(folder, made).catch((error) => String(error));
      if (failure === '') {
        await rename(made, target);
        return undefined;
      }
      await writeFile(failedFile, failure);
      return `not possible, see .cache/${name}-failed.txt`;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}
