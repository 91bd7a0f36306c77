// Measures what a scan, a kill, a free port and the app cost, next to others: `npm run bench`.
// `npm run bench -- app` measures the app alone, `-- ui` its popover, `-- kill` kills, `-- free` free
// ports, `-- plan` plans of moves, `-- history` a long history; the bench itself tells of its options.
import './lib/check-node.mjs';
import { spawn } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder, inProject, projectFolder } from './lib/paths.mjs';
import { endingWithUs } from './lib/run.mjs';
import { PlainError, runMain } from './lib/step.mjs';
import { stopWithNpm } from './lib/stop-with-npm.mjs';
import { openDesktop } from './lib/virtual-desktop.mjs';
import { setup } from './setup.mjs';

const outFolder = join(cacheFolder, 'bench');

/** The bench is TypeScript and measures our sources: both are built here, packages stay outside. */
async function buildBench() {
  const { build } = await import('vite');
  const entries = inProject('test/bench/entries');
  const names = (await readdir(entries)).filter((name) => name.endsWith('.ts'));
  await build({
    root: projectFolder,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: true,
      target: 'node20.18',
      outDir: outFolder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: Object.fromEntries(
          names.map((name) => [basename(name, '.ts'), join(entries, name)]),
        ),
        // Flat, because the programs of the bench find each other next to themselves.
        output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
      },
    },
  });
}

/**
 * @param {readonly string[]} args
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<number>}
 */
function runBench(args, env) {
  const [command, all] = endingWithUs(process.execPath, [join(outFolder, 'main.js'), ...args]);
  const child = spawn(command, all, { env, cwd: projectFolder, stdio: 'inherit' });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal));
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}

await runMain(async () => {
  stopWithNpm();
  if (process.platform !== 'linux') throw new PlainError('The bench needs Linux.');
  const args = process.argv.slice(2);
  // A document on the standard output stands alone.
  if (args.includes('--json')) process.stdout.write = process.stderr.write.bind(process.stderr);
  // Only the app needs a desktop; a scan is measured in the Electron alone.
  const names = args.filter((arg) => !arg.startsWith('--'));
  const needsApp = names.length === 0 || names.includes('app') || names.includes('ui');
  await setup({ tests: needsApp });
  await buildBench();
  const desktop = needsApp ? await openDesktop({ isPrivate: true }) : undefined;
  try {
    process.exitCode = await runBench(args, desktop?.env ?? process.env);
  } finally {
    await desktop?.close();
  }
});
