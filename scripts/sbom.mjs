// Writes what the program is made of into release/, in CycloneDX: `npm run sbom`. `npm run dist` does
// it too, next to the packages.
import './lib/check-node.mjs';
import { copyFile, mkdir, readFile } from 'node:fs/promises';
import { ensureNodeModules } from './lib/node-modules.mjs';
import { inProject } from './lib/paths.mjs';
import { isMain, runMain } from './lib/step.mjs';

/** Puts the bill of materials of the build into release/. */
export async function placeSbom() {
  const { sbomFile } = await import('./lib/write-licenses.mjs');
  const { name, version } = JSON.parse(await readFile(inProject('package.json'), 'utf8'));
  const place = `release/${name}-${version}.cdx.json`;
  await mkdir(inProject('release'), { recursive: true });
  await copyFile(sbomFile, inProject(place));
  console.log(`What the program is made of: ${place}`);
}

if (isMain(import.meta)) {
  await runMain(async () => {
    await ensureNodeModules();
    const { ensureBuild } = await import('./build.mjs');
    await ensureBuild();
    await placeSbom();
  });
}
