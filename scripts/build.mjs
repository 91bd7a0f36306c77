// Builds the program into dist/: `npm run build`. Set-up does it by itself when sources changed.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawTrayIcons } from './draw-icons.mjs';
import { linkCommand } from './lib/command-link.mjs';
import { hashContents } from './lib/content-hash.mjs';
import { cacheFolder, distFolder, inProject } from './lib/paths.mjs';
import { takeShippedPackages } from './lib/shipped-packages.mjs';
import { writeLicenses } from './lib/write-licenses.mjs';
import { run, runOrThrow } from './lib/run.mjs';
import { PlainError, isMain, runMain, step } from './lib/step.mjs';

const viteConfigs = ['vite.config.ts', 'vite.electron.config.ts', 'vite.preload.config.ts'];

/** What a build must have made, each in dist/. */
const programs = [
  'main.js',
  'preload.cjs',
  'cli.js',
  'renderer/index.html',
  'portreeve.1',
  'third-party-licenses.txt',
  'portreeve.cdx.json',
];

/** Everything that the contents of dist/ follow from. */
const sources = [
  'electron',
  'shared',
  'renderer',
  'build/tray',
  'build/icons',
  'scripts/build.mjs',
  'scripts/draw-icons.mjs',
  'scripts/lib/packages-report.ts',
  'scripts/lib/shipped-packages.mjs',
  'scripts/lib/write-licenses.mjs',
  'package.json',
  'package-lock.json',
  ...viteConfigs,
];

const stampFile = join(cacheFolder, 'build-stamp');

function isBuilt() {
  return (
    programs.every((name) => existsSync(join(distFolder, name))) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === hashContents(sources)
  );
}

/** @param {string} config */
async function buildWithVite(config) {
  const vite = inProject('node_modules/vite/bin/vite.js');
  const args = [vite, 'build', '--config', config, '--logLevel', 'warn'];
  await runOrThrow(process.execPath, args, { timeoutMs: 180_000 });
}

/** What the command itself prints for packages to install: its manual page and its completion. */
const papers = /** @type {const} */ ({
  'portreeve.1': ['man'],
  'completions/portreeve.bash': ['completion', 'bash'],
  'completions/_portreeve': ['completion', 'zsh'],
  'completions/portreeve.fish': ['completion', 'fish'],
});

async function writePapers() {
  const env = { ...process.env, LC_ALL: 'C' };
  await mkdir(join(distFolder, 'completions'));
  for (const [name, args] of Object.entries(papers)) {
    const command = [join(distFolder, 'cli.js'), ...args];
    const { code, stdout, output } = await run(process.execPath, command, {
      timeoutMs: 60_000,
      env,
    });
    if (code !== 0) throw new PlainError(`${name} was not made.\n${output}`);
    await writeFile(join(distFolder, name), stdout);
  }
}

/** Builds everything afresh. */
export async function build() {
  await step('build', async () => {
    const hash = hashContents(sources);
    await rm(stampFile, { force: true });
    await rm(distFolder, { recursive: true, force: true });
    await mkdir(distFolder, { recursive: true });
    await Promise.all([
      ...viteConfigs.map(buildWithVite),
      drawTrayIcons(join(distFolder, 'icons/tray')),
      cp(inProject('build/icons/256x256.png'), join(distFolder, 'icons/portreeve.png')),
    ]);
    await writePapers();
    await writeLicenses(await takeShippedPackages());
    for (const name of programs) {
      if (!existsSync(join(distFolder, name))) throw new PlainError(`No dist/${name} was built.`);
    }
    await linkCommand();
    await mkdir(cacheFolder, { recursive: true });
    await writeFile(stampFile, hash);
  });
}

/** Builds if anything changed since the last build. */
export async function ensureBuild() {
  if (!isBuilt()) await build();
}

if (isMain(import.meta)) await runMain(build);
