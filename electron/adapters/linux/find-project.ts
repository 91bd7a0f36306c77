import { statSync } from 'node:fs';
import { readErrorCode } from '../errno.ts';
import { isForbidden, isVanished } from './errno.ts';
import type { ProcReader } from './proc-reader.ts';

const PROJECT_FILES = ['package.json', '.git', 'pyproject.toml', 'go.mod', 'Cargo.toml'] as const;
/** Folders deeper than this are not looked through. */
const MAX_DEPTH = 32;
/** A server of such a file system may be gone, and a look would then never return. */
const REMOTE_TYPES = 'nfs\\d?|cifs|smb3?|smbfs|afs|ceph|glusterfs|autofs|fuse\\.(?:sshfs|rclone)';
const REMOTE_FILE_SYSTEM = new RegExp(`^(?:${REMOTE_TYPES})$`);
const ANY_REMOTE = new RegExp(` - (?:${REMOTE_TYPES}) `);

interface ProjectPlace {
  readonly procRoot: string;
  readonly pid: number;
  readonly cwd: string;
  /** Neither this folder nor one above it is a project. */
  readonly homeFolder: string;
  readonly reader: ProcReader;
}

/**
 * The nearest folder at or above the process's working folder that holds a project file. The
 * home folder and what lies above it are no projects, whatever stray file they hold. The look
 * goes through the process's own link, so it sees what the process sees, inside containers too.
 */
export function findProject(place: ProjectPlace): string | undefined {
  if (!place.cwd.startsWith('/') || isAboveProjects(place.cwd, place.homeFolder)) return undefined;
  if (isRemote(place)) return undefined;
  let folder = place.cwd;
  let reach = `${place.procRoot}/${place.pid}/cwd`;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    if (isAboveProjects(folder, place.homeFolder)) return undefined;
    if (PROJECT_FILES.some((file) => exists(`${reach}/${file}`))) return folder;
    folder = folder.slice(0, folder.lastIndexOf('/')) || '/';
    reach += '/..';
  }
  return undefined;
}

function isAboveProjects(folder: string, homeFolder: string): boolean {
  return folder === '/' || `${homeFolder}/`.startsWith(`${folder}/`);
}

function exists(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    if (isVanished(error) || isForbidden(error)) return false;
    if (
      ['ENOTDIR', 'ELOOP', 'ENAMETOOLONG', 'EIO', 'ESTALE'].includes(readErrorCode(error) ?? '')
    ) {
      return false;
    }
    throw error;
  }
}

/** Whether the folder lies on a mount of another machine; see proc_pid_mountinfo(5). */
function isRemote(place: ProjectPlace): boolean {
  const look = place.reader.readFile(`${place.procRoot}/${place.pid}/mountinfo`);
  if (look.kind !== 'read' || !ANY_REMOTE.test(look.value)) return false;
  let nearest = '';
  let isNearestRemote = false;
  for (const line of look.value.split('\n')) {
    const [mount, source] = line.split(' - ');
    const point = mount?.split(' ')[4]?.replaceAll('\\040', ' ');
    if (point === undefined || source === undefined || point.length < nearest.length) continue;
    if (point !== '/' && place.cwd !== point && !place.cwd.startsWith(`${point}/`)) continue;
    nearest = point;
    isNearestRemote = REMOTE_FILE_SYSTEM.test(source.split(' ', 1)[0] ?? '');
  }
  return isNearestRemote;
}
