import { readFileSync } from 'node:fs';
import { inProject } from './paths.mjs';
import { runNpm } from './run.mjs';
import { step } from './step.mjs';

const oneMinuteMs = 60_000;

/** @param {string} path */
function readLockedPackages(path) {
  try {
    return JSON.parse(readFileSync(inProject(path), 'utf8')).packages;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * True when node_modules holds what package-lock.json says. npm writes its own lock file into
 * node_modules when an installation is complete, so contents are compared and not times.
 */
function isInstalled() {
  const wanted = readLockedPackages('package-lock.json');
  const installed = readLockedPackages('node_modules/.package-lock.json');
  if (!installed) return false;
  return Object.entries(wanted).every(
    ([path, entry]) =>
      path === '' ||
      (installed[path]
        ? installed[path].version === entry.version && installed[path].integrity === entry.integrity
        : // npm leaves out what belongs to other platforms.
          entry.optional || entry.devOptional || entry.peer),
  );
}

/** Installs the packages of package-lock.json unless they are there. */
export async function ensureNodeModules() {
  if (isInstalled()) return;
  await step('npm ci', async () => {
    await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
      timeoutMs: 15 * oneMinuteMs,
    });
  });
}
