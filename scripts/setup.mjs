// Makes a fresh clone ready to run: `npm run setup`. `npm start` and `npm test` do it themselves.
// It starts before any package is installed, so only what comes with Node is imported above.
import './lib/check-node.mjs';
import { ensureContainerEngine } from './lib/container-engine.mjs';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { isMain, runMain } from './lib/step.mjs';
import { ensureSystemPackages } from './lib/system-packages.mjs';
import { ensureWine } from './lib/wine.mjs';

/** @typedef {import('./lib/electron-runtime.mjs').ElectronRuntime} ElectronRuntime */

/**
 * Sees to everything that the app (and the tests) need, and says what it does. Quick when there is
 * nothing to do.
 * @param {{ tests?: boolean }} [options] whether what only the tests need is wanted too
 * @returns {Promise<ElectronRuntime>} the Electron to run
 */
export async function setup({ tests = false } = {}) {
  await ensureNodeModules();
  await ensureSystemPackages({ tests });
  if (tests) {
    await ensureContainerEngine();
    await ensureWine();
  }
  const { ensureElectron } = await import('./lib/electron-runtime.mjs');
  const runtime = await ensureElectron();
  const { ensureBuild } = await import('./build.mjs');
  await ensureBuild();
  return runtime;
}

if (isMain(import.meta)) {
  await runMain(async () => {
    await setup({ tests: process.argv.includes('--tests') });
    console.log('Ready: "npm start" runs Portreeve, "npm test" tests it');
  });
}
