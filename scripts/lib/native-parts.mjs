import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder, inProject } from './paths.mjs';
import { PlainError, step } from './step.mjs';
import { unpackPackage } from './unpack-package.mjs';

/** Those that a package is made for. */
const processors = ['x64', 'arm64'];

/**
 * The processors whose packages are made: on Windows both, on Linux this machine's and whichever is
 * asked for; on macOS no package has native code of ours.
 * @param {readonly string[]} args of electron-builder
 * @param {NodeJS.Platform} platform
 * @param {string} arch
 */
export function chooseProcessors(args, platform, arch) {
  if (platform === 'win32') return processors;
  if (platform !== 'linux') return [];
  return [...new Set([arch, ...processors.filter((one) => args.includes(`--${one}`))])];
}

/**
 * Sees to koffi's native parts for these processors: npm installs only the one for this machine.
 * @param {readonly string[]} args of electron-builder
 */
export async function ensureNativeParts(args) {
  const { platform, arch } = process;
  const names = chooseProcessors(args, platform, arch)
    .map((one) => `@koromix/koffi-${platform}-${one}`)
    .filter((name) => !existsSync(inProject(`node_modules/${name}/package.json`)));
  if (names.length === 0) return;
  await step('fetching koffi for other processors', async () => {
    for (const name of names) await fetchPart(name);
  });
}

/** @param {string} name */
async function fetchPart(name) {
  const lock = JSON.parse(await readFile(inProject('package-lock.json'), 'utf8'));
  const locked = lock.packages[`node_modules/${name}`];
  if (locked === undefined) throw new PlainError(`koffi has no part ${name}.`);
  await mkdir(cacheFolder, { recursive: true });
  const folder = await mkdtemp(join(cacheFolder, 'native-part-'));
  try {
    const unpacked = join(folder, 'package');
    await unpackPackage(`${name}@${locked.version}`, locked.integrity, folder, unpacked);
    await rename(unpacked, inProject(`node_modules/${name}`));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
