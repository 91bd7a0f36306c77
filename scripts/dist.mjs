// Packages the app into release/: `npm run dist`. Arguments go to electron-builder, as in
// `npm run dist -- --dir` or `npm run dist -- --linux deb`.
import './lib/check-node.mjs';
import { existsSync } from 'node:fs';
import { cp, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ensureNativeParts } from './lib/native-parts.mjs';
import { cacheFolder, inProject } from './lib/paths.mjs';
import { findProgram, run } from './lib/run.mjs';
import { PlainError, runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { placeSbom } from './sbom.mjs';
import { setup } from './setup.mjs';

/** @typedef {import('./lib/electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * A copy of the runtime without its default app, which a package must not carry.
 * @param {ElectronRuntime} runtime
 */
async function copyForPackaging(runtime) {
  const folder = join(cacheFolder, `electron-${runtime.version}-packaging`);
  if (existsSync(folder)) return folder;
  const unfinished = `${folder}-unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await cp(dirname(runtime.path), unfinished, { recursive: true });
  await rm(join(unfinished, 'resources/default_app.asar'), { force: true });
  await rename(unfinished, folder);
  return folder;
}

/**
 * Where Electron's download is out of reach, electron-builder gets the runtime that is here. Its
 * version is said here and not in electron-builder.yml, which names none: there, the version of the
 * electron package counts.
 * @param {ElectronRuntime} runtime
 */
async function chooseRuntime(runtime) {
  if (runtime.source !== 'registry') return [];
  console.log(`Packaging with Electron ${runtime.version}: for trying out, not for publishing`);
  const folder = await copyForPackaging(runtime);
  return [`-c.electronDist=${folder}`, `-c.electronVersion=${runtime.version}`];
}

/**
 * What electron-builder would otherwise download: Debian's 7-Zip, and our own maker of a deb.
 * @param {ElectronRuntime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
function chooseTools(runtime) {
  if (runtime.source !== 'registry') return {};
  const sevenZip = '/usr/bin/7za';
  return {
    ...(existsSync(sevenZip) && { ELECTRON_BUILDER_7ZIP_PATH: sevenZip }),
    ...(findProgram('dpkg-deb') && { CUSTOM_FPM_PATH: inProject('scripts/make-deb.mjs') }),
  };
}

/**
 * All packages of Linux but the one whose tool is missing here.
 * @param {readonly string[]} args
 */
function chooseTargets(args) {
  if (process.platform !== 'linux' || args.length > 0 || findProgram('rpmbuild')) return args;
  console.log('Making no rpm: rpmbuild is not installed');
  return ['--linux', 'tar.gz', 'deb', 'AppImage'];
}

await runMain(async () => {
  stopWithNpm();
  const runtime = await setup();
  const builder = inProject('node_modules/electron-builder/cli.js');
  const asked = process.argv.slice(2);
  await ensureNativeParts(asked);
  const args = [...(await chooseRuntime(runtime)), ...chooseTargets(asked)];
  const { code } = await run(process.execPath, [builder, '--publish=never', ...args], {
    timeoutMs: 30 * 60_000,
    env: { ...process.env, ...chooseTools(runtime) },
    showOutput: true,
  });
  if (code !== 0) throw new PlainError('electron-builder failed; it says why above.');
  await placeSbom();
});
