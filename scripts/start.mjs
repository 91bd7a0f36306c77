// Runs the app from the sources: `npm start`. Further arguments go to Electron and the app, as in
// `npm start -- --user-data-dir=DIR`.
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { projectFolder } from './lib/paths.mjs';
import { endingWithUs, signalTree } from './lib/run.mjs';
import { runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { openDesktop } from './lib/virtual-desktop.mjs';
import { setup } from './setup.mjs';

/** How long the app may take to quit after it was told to. */
const quitTimeoutMs = 5000;

/** @param {boolean} hasVirtualDisplay */
function chooseSwitches(hasVirtualDisplay) {
  const switches = [];
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    console.log('Running as root: Chromium starts only without its sandbox (--no-sandbox)');
    switches.push('--no-sandbox');
  }
  if (hasVirtualDisplay) switches.push('--disable-gpu');
  // Electron chooses Wayland by itself only since version 38.
  else if (process.env.WAYLAND_DISPLAY && !process.env.DISPLAY) {
    switches.push('--ozone-platform=wayland');
  }
  return switches;
}

/**
 * Runs Electron to its end and passes on SIGINT and SIGTERM.
 * @param {string} path
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>} its exit code
 */
function runElectron(path, args, env) {
  return new Promise((resolve, reject) => {
    // An own process group: a Ctrl-C reaches the app once, from here, and not twice.
    const app = spawn(...endingWithUs(path, args), {
      env,
      detached: process.platform !== 'win32',
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    /** @type {NodeJS.Timeout | undefined} */
    let killTimer;
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
      process.on(signal, () => {
        if (killTimer) return;
        app.kill(signal);
        killTimer = setTimeout(() => signalTree(app, 'SIGKILL'), quitTimeoutMs);
      });
    }
    app.once('error', reject);
    app.once('close', (code, signal) => {
      clearTimeout(killTimer);
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

await runMain(async () => {
  stopWithNpm();
  const runtime = await setup();
  const desktop = await openDesktop({ isPrivate: false });
  try {
    const args = [
      ...chooseSwitches(desktop.hasVirtualDisplay),
      projectFolder,
      ...process.argv.slice(2),
    ];
    process.exitCode = await runElectron(runtime.path, args, desktop.env);
  } finally {
    await desktop.close();
  }
});
