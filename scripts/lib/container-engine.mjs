import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { findProgram, run } from './run.mjs';
import { step } from './step.mjs';

// The tests ask a real Docker engine. Its packages are unpacked here and not installed: to install
// them would start a daemon, change the firewall, and on some machines remove another engine.
const engineFolder = join(cacheFolder, 'container-engine');
const failedFile = join(cacheFolder, 'container-engine-failed.txt');
const oneMinuteMs = 60_000;
const oneDayMs = 24 * 60 * oneMinuteMs;

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
/** A mirror that does not answer is no reason to wait for long. */
const aptPatience = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Retries=1'];

/**
 * Fetches what apt-get would install for a container engine, and a shell for its containers.
 * @param {string} folder
 */
async function fetchPackages(folder) {
  await mkdir(join(folder, 'partial'));
  const options = { timeoutMs: 5 * oneMinuteMs, env: aptEnv, cwd: folder };
  const install = ['install', '-y', '--download-only', '--no-install-recommends', 'docker.io'];
  const engine = await run(
    'apt-get',
    [...aptPatience, '-o', `Dir::Cache::archives=${folder}`, ...install],
    options,
  );
  if (engine.code !== 0) return engine;
  return run('apt-get', [...aptPatience, 'download', 'busybox-static'], options);
}

/** @returns {Promise<string>} what went wrong; empty when all is there */
async function fetchEngine() {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'container-engine-'));
  try {
    let fetched = await fetchPackages(folder);
    if (fetched.code !== 0) {
      // The lists of packages are missing or older than what the mirror has.
      const options = { timeoutMs: 2 * oneMinuteMs, env: aptEnv };
      await run('apt-get', [...aptPatience, 'update'], options);
      await rm(join(folder, 'partial'), { recursive: true });
      fetched = await fetchPackages(folder);
    }
    if (fetched.code !== 0) return fetched.output;
    const root = join(folder, 'root');
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.deb')) continue;
      const args = ['-x', join(folder, name), root];
      const unpacked = await run('dpkg-deb', args, { timeoutMs: 2 * oneMinuteMs });
      if (unpacked.code !== 0) return unpacked.output;
    }
    await rename(root, engineFolder);
    return '';
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function hasFailedToday() {
  const failed = await stat(failedFile).catch(() => undefined);
  return failed !== undefined && Date.now() - failed.mtimeMs < oneDayMs;
}

/**
 * Sees to the container engine that the tests start for themselves, where they can: as root on
 * Debian and its kin. Without one those tests say that they skip.
 */
export async function ensureContainerEngine() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
  if (existsSync(engineFolder) || !findProgram('apt-get') || !findProgram('dpkg-deb')) return;
  if (await hasFailedToday()) return;
  await step('apt-get download of a container engine for the tests', async () => {
    const failure = await fetchEngine();
    if (failure === '') return;
    await writeFile(failedFile, failure);
    return 'not possible, see .cache/container-engine-failed.txt';
  });
}
