import { readdirSync, readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { distFolder, inProject } from './paths.mjs';
import { PlainError } from './step.mjs';

/**
 * A package whose code is in the program.
 * @typedef {object} ShippedPackage
 * @property {string} name
 * @property {string} version
 * @property {string} identifier of its licence, as in "MIT"
 * @property {string} text of its licence
 */

/** What each of Vite's builds says of the packages that it took in: see the Vite configurations. */
const reports = ['main-packages.json', 'preload-packages.json', 'renderer/packages.json'];

/** Beside the bundles: native code stays in packages of its own. */
const unbundled = ['koffi'];

/**
 * What their texts say, where package.json says nothing or nothing that SPDX knows.
 * @type {Readonly<Record<string, string>>}
 */
const licenses = {
  '@nornagon/put': 'MIT',
  jsbi: 'Apache-2.0',
  'map-stream': 'MIT',
  'pause-stream': 'MIT OR Apache-2.0',
};

/**
 * @param {string} path of a package, below node_modules
 * @returns {ShippedPackage}
 */
function readPackage(path) {
  const folder = inProject(join('node_modules', path));
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const identifier = licenses[name] ?? license;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
  if (typeof identifier !== 'string' || text === '') {
    throw new PlainError(`Whether ${name} may be shipped is not known: read its licence first.`);
  }
  return { name, version, identifier, text };
}

/**
 * Every package whose code the program holds, by name, as the bundler saw it. The bundler's reports
 * are taken away with it: they are no part of the program.
 * @returns {Promise<readonly ShippedPackage[]>}
 */
export async function takeShippedPackages() {
  /** @type {Map<string, ShippedPackage>} */
  const packages = new Map();
  const folders = [...unbundled];
  for (const report of reports) {
    const file = join(distFolder, report);
    folders.push(...JSON.parse(await readFile(file, 'utf8')));
    await rm(file);
  }
  for (const folder of folders) {
    const shipped = readPackage(folder);
    packages.set(`${shipped.name}@${shipped.version}`, shipped);
  }
  return [...packages.values()].toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
