import { join } from 'node:path';
import { ensureInCache, unpackDebianPackages } from './debian-packages.mjs';

/**
 * Sees to the container engine that the tests start for themselves, where they can. Its packages
 * are unpacked and not installed: to install them would start a daemon, change the firewall, and
 * on some machines remove another engine. Without one those tests say that they skip.
 */
export async function ensureContainerEngine() {
  await ensureInCache(
    'container-engine',
    'apt-get download of a container engine for the tests',
    (folder, made) =>
      unpackDebianPackages(join(folder, 'debs'), made, {
        installed: 'docker.io',
        // A shell for its containers.
        alone: ['busybox-static'],
      }),
  );
}
