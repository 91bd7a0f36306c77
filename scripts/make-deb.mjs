#!/usr/bin/env node
// Makes a .deb with dpkg-deb where electron-builder would download fpm to do it. It understands
// what electron-builder and electron-builder.yml pass to fpm, and refuses everything else.
import { createHash } from 'node:crypto';
import {
  chmod,
  cp,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { runOrThrow } from './lib/run.mjs';
import { PlainError, runMain } from './lib/step.mjs';

const text = /** @type {const} */ ({ type: 'string' });

/** @param {readonly string[]} args */
function readOptions(args) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      s: { ...text, short: 's' },
      t: { ...text, short: 't' },
      force: { type: 'boolean' },
      depends: { ...text, short: 'd', multiple: true },
      'deb-recommends': { ...text, multiple: true },
      'deb-compression': text,
      'deb-priority': text,
      architecture: text,
      'after-install': text,
      'after-remove': text,
      description: text,
      version: text,
      package: text,
      name: text,
      maintainer: text,
      vendor: text,
      url: text,
      license: text,
    },
  });
  if (values.t !== 'deb') throw new PlainError(`Only a deb can be made here, not a ${values.t}.`);
  const { name = '', version = '', architecture = '', maintainer = '', description = '' } = values;
  const missing = Object.entries({ name, version, architecture, maintainer, description })
    .filter(([, value]) => value === '')
    .map(([key]) => key);
  if (missing.length > 0 || values.package === undefined) {
    throw new PlainError(`A deb needs ${[...missing, 'package'].join(', ')}.`);
  }
  return {
    ...values,
    name,
    version,
    architecture,
    maintainer,
    description,
    package: values.package,
    mappings: positionals,
  };
}

/**
 * Puts one `source=target` in its place below `root`; a source that ends in a slash is a folder
 * whose contents go there.
 * @param {string} root
 * @param {string} mapping
 */
async function place(root, mapping) {
  const at = mapping.lastIndexOf('=');
  if (at === -1) throw new PlainError(`"${mapping}" does not say where it goes.`);
  const target = join(root, mapping.slice(at + 1));
  await mkdir(dirname(target), { recursive: true });
  await cp(mapping.slice(0, at), target, { recursive: true, verbatimSymlinks: true });
}

/** @param {string} [compression] as fpm calls it */
const toDpkgName = (compression = 'xz') => (compression === 'gz' ? 'gzip' : compression);

/**
 * @param {ReturnType<typeof readOptions>} options
 * @param {number} installedKb
 */
function toControl(options, installedKb) {
  const { name, version, architecture, maintainer, vendor, url, license, description } = options;
  const [synopsis = '', ...rest] = description.split('\n');
  const fields = {
    Package: name,
    Version: version,
    Architecture: architecture,
    Maintainer: maintainer,
    Vendor: vendor,
    License: license,
    'Installed-Size': String(installedKb),
    Depends: options.depends?.join(', '),
    Recommends: options['deb-recommends']?.join(', '),
    Section: 'devel',
    Priority: options['deb-priority'],
    // A name that can never lead anywhere is left out.
    Homepage: url?.endsWith('.invalid') === true ? undefined : url,
    Description: [
      synopsis,
      ...rest.map((line) => ` ${line.trim() === '' ? '.' : line.trim()}`),
    ].join('\n'),
  };
  return Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}

/**
 * @param {string} root
 * @param {ReturnType<typeof readOptions>} options
 */
async function describe(root, options) {
  const sums = [];
  let bytes = 0;
  for (const name of await readdir(root, { recursive: true })) {
    const file = join(root, name);
    const facts = await lstat(file);
    bytes += facts.size;
    if (!facts.isFile()) continue;
    const hash = createHash('md5').update(await readFile(file));
    sums.push(`${hash.digest('hex')}  ${name}\n`);
  }
  const folder = join(root, 'DEBIAN');
  await mkdir(folder, { mode: 0o755 });
  await writeFile(join(folder, 'control'), toControl(options, Math.ceil(bytes / 1024)));
  await writeFile(join(folder, 'md5sums'), sums.join(''));
  const scripts = { postinst: options['after-install'], postrm: options['after-remove'] };
  for (const [name, script] of Object.entries(scripts)) {
    if (script === undefined) continue;
    await writeFile(join(folder, name), await readFile(script), { mode: 0o755 });
  }
}

await runMain(async () => {
  const options = readOptions(process.argv.slice(2));
  // Whoever builds with a narrower mask would make folders that only root can look into.
  process.umask(0o022);
  const root = await mkdtemp(join(tmpdir(), 'portreeve-deb-'));
  try {
    await chmod(root, 0o755);
    for (const mapping of options.mappings) await place(root, mapping);
    await describe(root, options);
    await runOrThrow(
      'dpkg-deb',
      [
        '--root-owner-group',
        `-Z${toDpkgName(options['deb-compression'])}`,
        '--build',
        root,
        options.package,
      ],
      { timeoutMs: 20 * 60_000 },
    );
  } finally {
    await rm(root, { recursive: true, force: true });
  }
});
