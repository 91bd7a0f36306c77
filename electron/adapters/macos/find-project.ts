import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { isAboveProjects, MAX_PROJECT_DEPTH, PROJECT_FILES } from '../programs/project-folder.ts';

/** Where other machines' and other disks' folders are, whose look-up may hang for minutes. */
const MOUNTED = /^\/(?:Volumes|Network|net)\/|\/Library\/(?:CloudStorage|Mobile Documents)\//;

/** The nearest folder at or above `cwd` that holds a project file. */
export async function findProject(cwd: string, homeFolder: string): Promise<string | undefined> {
  if (!cwd.startsWith('/') || MOUNTED.test(cwd)) return undefined;
  let folder = cwd;
  for (let depth = 0; depth < MAX_PROJECT_DEPTH; depth += 1) {
    if (isAboveProjects(folder, homeFolder)) return undefined;
    const found = await Promise.all(PROJECT_FILES.map((file) => isThere(join(folder, file))));
    if (found.includes(true)) return folder;
    folder = folder.slice(0, folder.lastIndexOf('/')) || '/';
  }
  return undefined;
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
