/*
 * /proc/[pid]/cgroup of a process in a container, as cgroup v1 and v2 and each engine write it.
 *
 * 9:name=systemd:/docker/15b6032e9d0b8ddde6f2e571591702679180efe1f7974886f54ffbd09bbf8079
 * 0::/system.slice/docker-a1e311027d69c40fe0520f086f7b85bcc62f31ac97b47f1b03d68b494f432b50.scope
 * 0::/lxc.payload.snapcraft_some-container
 */

export interface Container {
  /** The engine as its folder tells, e.g. `docker`, `podman`, `containerd`, `lxc`. */
  readonly runtime: string;
  readonly id: string;
}

/** How engines name the scope of a container, before the id. */
const SCOPE_ENGINES: Readonly<Record<string, string>> = {
  docker: 'docker',
  libpod: 'podman',
  'libpod-payload': 'podman',
  crio: 'cri-o',
  'cri-containerd': 'containerd',
  nerdctl: 'containerd',
};

const ID = '[0-9a-f]{64}';
const SCOPE = new RegExp(`^([a-z-]+)-(${ID})(?:\\.scope)?$`);
const PLAIN_ID = new RegExp(`^${ID}$`);

/** The container that a process runs in; undefined when it runs in none. */
export function parseContainer(text: string): Container | undefined {
  for (const line of text.split('\n')) {
    const path = /^\d+:[^:]*:(\/.*)$/.exec(line)?.[1];
    const container = path === undefined ? undefined : toContainer(path);
    if (container !== undefined) return container;
  }
  return undefined;
}

function toContainer(path: string): Container | undefined {
  const folders = path.split('/').filter((folder) => folder !== '');
  for (const [index, folder] of folders.entries()) {
    const [, prefix = '', scopeId] = SCOPE.exec(folder) ?? [];
    if (scopeId !== undefined) return { runtime: SCOPE_ENGINES[prefix] ?? prefix, id: scopeId };
    const payload = /^lxc\.payload\.(.+)$/.exec(folder)?.[1];
    if (payload !== undefined) return { runtime: 'lxc', id: payload };
    const parent = folders[index - 1];
    if (PLAIN_ID.test(folder)) return { runtime: toRuntime(folders, parent), id: folder };
    if (parent === 'lxc') return { runtime: 'lxc', id: folder };
  }
  return undefined;
}

/** What made the folder that holds a bare id. */
function toRuntime(folders: readonly string[], parent: string | undefined): string {
  if (parent === undefined) return 'unprefixed';
  // Docker's early lxc driver and lxc itself look alike.
  if (parent === 'lxc') return 'lxc-or-docker';
  return folders.some((folder) => folder.startsWith('kubepods')) ? 'kubernetes' : parent;
}
