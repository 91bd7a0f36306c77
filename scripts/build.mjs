// Builds the program into dist/: `npm run build`. Set-up does it by itself when sources changed.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drawTrayIcons } from './draw-icons.mjs';
import { linkCommand } from './lib/command-link.mjs';
import { hashContents } from './lib/content-hash.mjs';
import { cacheFolder, distFolder, inProject } from './lib/paths.mjs';
import { run, runOrThrow } from './lib/run.mjs';
import { PlainError, isMain, runMain, step } from './lib/step.mjs';

const viteConfigs = ['vite.config.ts', 'vite.electron.config.ts', 'vite.preload.config.ts'];

/** What a build must have made, each in dist/. */
const programs = ['main.js', 'preload.cjs', 'cli.js', 'renderer/index.html', 'portreeve.1'];

/** Everything that the contents of dist/ follow from. */
const sources = [
  'electron',
  'shared',
  'renderer',
  'build/tray',
  'build/icons',
  'scripts/build.mjs',
  'scripts/draw-icons.mjs',
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

/** The manual page as the command itself prints it, in English. */
async function writeManual() {
  const env = { ...process.env, LC_ALL: 'C' };
  const args = [join(distFolder, 'cli.js'), 'man'];
  const { code, stdout, output } = await run(process.execPath, args, { timeoutMs: 60_000, env });
  if (code !== 0) throw new PlainError(`The manual page was not made.\n${output}`);
  await writeFile(join(distFolder, 'portreeve.1'), stdout);
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
    await writeManual();
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
