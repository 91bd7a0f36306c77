/*
 * /proc/[pid]/cgroup; manual page cgroups(7), section /proc/pid/cgroup.
 *
 * 0::/user.slice/user-1000.slice/user@1000.service/app.slice/alfred-backend.service
 * 1:name=systemd:/user.slice/user-1000.slice/session-2.scope
 * 9:name=systemd:/docker/15b6032e9d0b8ddde6f2e571591702679180efe1f7974886f54ffbd09bbf8079
 */

interface CgroupUnit {
  /** The service unit that systemd keeps running, e.g. `postgresql.service`. */
  readonly unit: string;
  /** Whether it belongs to a person's own service manager (`systemctl --user`). */
  readonly isUserUnit: boolean;
}

/** A folder that a container engine made: what runs in it is the engine's, not a unit's. */
const CONTAINER_FOLDER =
  /^(docker|lxc|kubepods|libpod_parent|machine)$|^(docker|libpod|crio|cri-containerd|kubepods|lxc|podman)[-.:]|[0-9a-f]{64}/;

/** The unit of the process, from cgroup v1, v2 or both; undefined when none runs it. */
export function parseCgroup(text: string): CgroupUnit | undefined {
  let systemd: string | undefined;
  let unified: string | undefined;
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (controllers === 'name=systemd') systemd = path;
    else if (controllers === '') unified = path;
  }
  return toUnit(systemd ?? '/') ?? toUnit(unified ?? '/');
}

function toUnit(path: string): CgroupUnit | undefined {
  const folders = path.split('/').filter((folder) => folder !== '');
  if (folders.some((folder) => CONTAINER_FOLDER.test(folder))) return undefined;
  const manager = folders.findIndex((folder) => /^user@[^/]*\.service$/.test(folder));
  const own = folders.slice(manager + 1);
  /** A scope is a group that somebody else started, a login session for one. */
  if (own.some((folder) => folder.endsWith('.scope'))) return undefined;
  const unit = own.findLast((folder) => folder.endsWith('.service'));
  return unit === undefined ? undefined : { unit, isUserUnit: manager !== -1 };
}
