import {
  isAboveProjects,
  MAX_PROJECT_DEPTH,
  PROJECT_FILES,
} from '../../programs/project-folder.ts';
import type { Mounts } from './mounts.ts';
import type { ProcReader } from '../proc/proc-reader.ts';

interface ProjectPlace {
  readonly procRoot: string;
  readonly pid: number;
  readonly cwd: string;
  /** Neither this folder nor one above it is a project. */
  readonly homeFolder: string;
  readonly mounts: Mounts;
  readonly reader: Pick<ProcReader, 'exists'>;
}

/**
 * The nearest folder at or above the process's working folder that holds a project file. The
 * home folder and what lies above it are no projects, whatever stray file they hold. The look
 * goes through the process's own link, so it sees what the process sees, inside containers too.
 */
export function findProject(place: ProjectPlace): string | undefined {
  const { procRoot, pid, cwd, homeFolder, mounts, reader } = place;
  if (!cwd.startsWith('/') || isAboveProjects(cwd, homeFolder)) return undefined;
  if (mounts.isRemote(pid, cwd)) return undefined;
  let folder = cwd;
  let reach = `${procRoot}/${pid}/cwd`;
  for (let depth = 0; depth < MAX_PROJECT_DEPTH; depth += 1) {
    if (isAboveProjects(folder, homeFolder)) return undefined;
    if (PROJECT_FILES.some((file) => reader.exists(`${reach}/${file}`))) return folder;
    folder = folder.slice(0, folder.lastIndexOf('/')) || '/';
    reach += '/..';
  }
  return undefined;
}
