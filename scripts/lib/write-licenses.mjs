import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { distFolder, inProject } from './paths.mjs';

/** @typedef {import('./shipped-packages.mjs').ShippedPackage} ShippedPackage */

/** Shown in the app, and lies beside it in a package. */
export const licensesFile = join(distFolder, 'third-party-licenses.txt');
export const sbomFile = join(distFolder, 'portreeve.cdx.json');

const HEAD = `Portreeve holds code of the packages below. Electron and Chromium, on which it runs, lie beside the
program with licences of their own: LICENSE.electron.txt and LICENSES.chromium.html.
`;

/** @param {readonly ShippedPackage[]} packages */
function toText(packages) {
  const parts = packages.map(({ name, version, identifier, text }) => {
    const title = `${name} ${version} (${identifier})`;
    return `${title}\n${'-'.repeat(title.length)}\n\n${text}\n`;
  });
  return [HEAD, ...parts].join('\n');
}

/**
 * A licence as CycloneDX wants it: one known by its id, or an expression of several.
 * @param {string} identifier
 */
const toLicense = (identifier) =>
  / (?:AND|OR|WITH) /.test(identifier)
    ? { expression: identifier }
    : { license: { id: identifier } };

/** @param {string} integrity as in "sha512-…" */
function toHashes(integrity) {
  const [algorithm = '', digest = ''] = integrity.split('-', 2);
  const content = Buffer.from(digest, 'base64').toString('hex');
  return [{ alg: algorithm.replace(/^sha/, 'SHA-'), content }];
}

/** @param {string} path of a JSON file of the project */
const readJson = (path) => JSON.parse(readFileSync(inProject(path), 'utf8'));

/**
 * What the program is made of, in CycloneDX 1.5. Nothing in it depends on when or where it is made.
 * @param {readonly ShippedPackage[]} packages
 */
function toSbom(packages) {
  const own = readJson('package.json');
  const locked = Object.entries(readJson('package-lock.json').packages);
  const electron = readJson('node_modules/electron/package.json');
  /** @param {{ name: string, version: string, identifier: string }} shipped */
  const toComponent = ({ name, version, identifier }) => {
    const entry = locked.find(
      ([path, { version: other }]) => path.endsWith(`node_modules/${name}`) && other === version,
    )?.[1];
    return {
      type: name === 'electron' ? 'framework' : 'library',
      'bom-ref': `${name}@${version}`,
      name,
      version,
      purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
      licenses: [toLicense(identifier)],
      ...(entry?.integrity !== undefined && { hashes: toHashes(entry.integrity) }),
    };
  };
  const components = [
    ...packages,
    { name: 'electron', version: electron.version, identifier: electron.license },
  ].map(toComponent);
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.5',
    version: 1,
    metadata: {
      component: {
        type: 'application',
        'bom-ref': `${own.name}@${own.version}`,
        name: own.name,
        version: own.version,
        licenses: [toLicense(own.license)],
      },
    },
    components,
    dependencies: [
      { ref: `${own.name}@${own.version}`, dependsOn: components.map((one) => one['bom-ref']) },
    ],
  };
}

/**
 * Writes both into dist/: the licences for people, the bill of materials for scanners.
 * @param {readonly ShippedPackage[]} packages
 */
export async function writeLicenses(packages) {
  await writeFile(licensesFile, toText(packages));
  await writeFile(sbomFile, `${JSON.stringify(toSbom(packages), undefined, 2)}\n`);
}
