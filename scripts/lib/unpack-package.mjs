import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runNpm, runOrThrow } from './run.mjs';
import { PlainError } from './step.mjs';

const oneMinuteMs = 60_000;

/**
 * Unpacks a package that npm would not install on this machine, after a look at its checksum.
 * @param {string} name with its version, e.g. `koffi@3.3.4`
 * @param {string} integrity
 * @param {string} folder for what is fetched
 * @param {string} target
 */
export async function unpackPackage(name, integrity, folder, target) {
  const { stdout } = await runNpm(
    ['pack', name, '--json', '--loglevel=error', '--pack-destination', folder],
    { timeoutMs: 5 * oneMinuteMs },
  );
  const tarball = join(folder, JSON.parse(stdout)[0].filename);
  const hash = createHash('sha512').update(await readFile(tarball));
  if (`sha512-${hash.digest('base64')}` !== integrity) {
    throw new PlainError(`${name} is not what it was: its checksum differs. Nothing was run.`);
  }
  await mkdir(target, { recursive: true });
  const args = ['-xzf', tarball, '-C', target, '--strip-components=1'];
  await runOrThrow('tar', args, { timeoutMs: oneMinuteMs });
}
