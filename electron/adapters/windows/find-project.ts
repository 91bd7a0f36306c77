import { existsSync } from 'node:fs';
import { MAX_PROJECT_DEPTH, PROJECT_FILES } from '../programs/project-folder.ts';

export interface ProjectQuestion {
  readonly homeFolder: string;
  /** Whether a drive, `C:\\`, is a disk of this machine; a look at another may hang for minutes. */
  readonly isLocalDrive: (root: string) => boolean;
}

const DRIVE = /^[A-Za-z]:\\/;

/**
 * The nearest folder at or above `cwd` that holds a project file. The home folder and what lies
 * above it are no projects, and neither is a whole drive.
 */
export function findProject(
  cwd: string,
  { homeFolder, isLocalDrive }: ProjectQuestion,
): string | undefined {
  const root = DRIVE.exec(cwd)?.[0];
  if (root === undefined || !isLocalDrive(root)) return undefined;
  const home = `${homeFolder.toLowerCase()}\\`;
  let folder = cwd;
  for (let depth = 0; depth < MAX_PROJECT_DEPTH; depth += 1) {
    if (folder.length < root.length || home.startsWith(`${folder.toLowerCase()}\\`)) {
      return undefined;
    }
    if (folder !== root && PROJECT_FILES.some((file) => existsSync(`${folder}\\${file}`))) {
      return folder;
    }
    folder = folder.slice(0, folder.lastIndexOf('\\'));
  }
  return undefined;
}
