import type { Owner } from '../../../shared/listener.ts';
import { toProgramName } from '../program-name.ts';

/** Programs that only carry a container's port; the container is what must be stopped. */
const CONTAINER_FORWARDERS: ReadonlySet<string> = new Set([
  'docker-proxy',
  'rootlesskit',
  'rootlessport',
  'slirp4netns',
  'pasta',
  'pasta.avx2',
  'conmon',
  'containerd-shim',
  'containerd-shim-runc-v1',
  'containerd-shim-runc-v2',
  'containerd',
  'dockerd',
  'gvproxy',
  // Docker Desktop, OrbStack and Lima on macOS.
  'com.docker.backend',
  'com.docker.vpnkit',
  'vpnkit',
  'OrbStack Helper',
  'limactl',
]);

/** Whether the process only carries a container's port. */
export function isForwarder(owner: Owner): boolean {
  return CONTAINER_FORWARDERS.has(toProgramName(owner));
}
