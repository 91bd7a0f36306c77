import type { MountWatch } from './mount-watch.ts';
import type { ProcReader } from '../proc/proc-reader.ts';

/*
 * /proc/[pid]/mountinfo; manual page proc_pid_mountinfo(5). After the dash: file system type,
 * source, options.
 *
 * 22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
 * 23 22 0:40 / /home/far rw,relatime shared:2 - nfs4 server:/far rw
 */

/** Tells whether folders lie on another machine. */
export interface Mounts {
  /** Whether what the process sees as this folder lies on a mount of another machine. */
  isRemote(pid: number, folder: string): boolean;
  /** What is mounted may be something else by now, where no watch would have told. */
  forget(): void;
}

/** A server of such a file system may be gone, and a look would then never return. */
const REMOTE_TYPES =
  'nfs nfs3 nfs4 cifs smb smb3 smbfs afs ceph glusterfs autofs fuse.sshfs fuse.rclone'.split(' ');
const REMOTE_FILE_SYSTEMS: ReadonlySet<string> = new Set(REMOTE_TYPES);
/** As they stand in a line. */
const REMOTE_MARKS = REMOTE_TYPES.map((type) => ` - ${type} `);

interface Mount {
  readonly point: string;
  readonly isRemote: boolean;
}

/**
 * Creates the knowledge of what is mounted, which most processes share: it is read once each, and
 * in our own namespace not again before something changed.
 */
export function createMounts(procRoot: string, reader: ProcReader, watch?: MountWatch): Mounts {
  const byNamespace = new Map<string, readonly Mount[]>();
  const own = watch === undefined ? undefined : readNamespace('self');
  let ownMounts: readonly Mount[] = [];

  function readNamespace(process: number | 'self'): string | undefined {
    const link = reader.readLink(`${procRoot}/${process}/ns/mnt`);
    return link.kind === 'read' ? link.value : undefined;
  }

  function readMounts(process: number | 'self'): readonly Mount[] {
    const look = reader.readFile(`${procRoot}/${process}/mountinfo`);
    return look.kind === 'read' ? parseMounts(look.value) : [];
  }

  function findMounts(pid: number): readonly Mount[] {
    const namespace = readNamespace(pid);
    if (namespace === undefined) return readMounts(pid);
    if (namespace === own) {
      if (watch?.hasChanged() !== false) ownMounts = readMounts('self');
      return ownMounts;
    }
    let mounts = byNamespace.get(namespace);
    if (mounts === undefined) {
      mounts = readMounts(pid);
      byNamespace.set(namespace, mounts);
    }
    return mounts;
  }

  return {
    isRemote(pid, folder) {
      let nearest: Mount | undefined;
      for (const mount of findMounts(pid)) {
        if (nearest !== undefined && mount.point.length < nearest.point.length) continue;
        const { point } = mount;
        if (point === '/' || folder === point || folder.startsWith(`${point}/`)) nearest = mount;
      }
      return nearest?.isRemote === true;
    },
    forget: () => byNamespace.clear(),
  };
}

/** What is mounted where; nothing at all where nothing is remote, which is the ordinary case. */
function parseMounts(text: string): readonly Mount[] {
  if (!REMOTE_MARKS.some((mark) => text.includes(mark))) return [];
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const [mount, source] = line.split(' - ');
    const point = mount?.split(' ')[4]?.replaceAll('\\040', ' ');
    if (point === undefined || source === undefined) continue;
    mounts.push({ point, isRemote: REMOTE_FILE_SYSTEMS.has(source.split(' ', 1)[0] ?? '') });
  }
  return mounts;
}
