/*
 * /proc/[pid]/cgroup; manual page cgroups(7), section /proc/pid/cgroup.
 *
 * 0::/user.slice/user-1000.slice/user@1000.service/app.slice/alfred-backend.service
 * 1:name=systemd:/user.slice/user-1000.slice/session-2.scope
 * 9:name=systemd:/docker/15b6032e9d0b8ddde6f2e571591702679180efe1f7974886f54ffbd09bbf8079
 */

export interface CgroupUnit {
  /** The service unit that systemd keeps running, e.g. `postgresql.service`. */
  readonly unit: string;
  /** Whether it belongs to a person's own service manager (`systemctl --user`). */
  readonly isUserUnit: boolean;
  /** Whose manager that is; absent for a system unit. */
  readonly managerUid?: number;
}

/** A folder that a container engine made: what runs in it is the engine's, not a unit's. */
const CONTAINER_FOLDER =
  /^(docker|lxc|kubepods|libpod_parent|machine)$|^(docker|libpod|crio|cri-containerd|kubepods|lxc|podman)[-.:]|[0-9a-f]{64}/;
/** Podman's folder below the unit that runs the container, which then is the one to be stopped. */
const FOLDER_OF_UNIT = /^libpod-payload-[0-9a-f]{64}$/;

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
  const folders = path.split('/').filter((folder) => folder !== '' && !FOLDER_OF_UNIT.test(folder));
  if (folders.some((folder) => CONTAINER_FOLDER.test(folder))) return undefined;
  const manager = folders.findIndex((folder) => /^user@[^/]*\.service$/.test(folder));
  const own = folders.slice(manager + 1);
  /** A scope is a group that somebody else started, a login session for one. */
  if (own.some((folder) => folder.endsWith('.scope'))) return undefined;
  const services = [...folders.slice(0, Math.max(0, manager)), ...own].filter((name) =>
    /\.(?:service|scope)$/.test(name),
  );
  const [folder] = services;
  /** One within another is that of a manager in a machine of its own, and ours has a namesake. */
  if (folder === undefined || services.length > 1) return undefined;
  /** A name that the kernel would take for a file of its own gets this in front. */
  const unit = folder.replace(/^_/, '');
  const uid = /^user@(\d{1,10})\.service$/.exec(folders[manager] ?? '')?.[1];
  return {
    unit,
    isUserUnit: manager !== -1,
    ...(uid !== undefined && { managerUid: Number(uid) }),
  };
}
