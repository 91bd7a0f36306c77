/** Files that make a folder a project. */
export const PROJECT_FILES = [
  'package.json',
  '.git',
  'pyproject.toml',
  'go.mod',
  'Cargo.toml',
] as const;
/** Folders deeper than this are not looked through. */
export const MAX_PROJECT_DEPTH = 32;

/** Whether this is the home folder or above it, where a stray file makes no project. */
export function isAboveProjects(folder: string, homeFolder: string): boolean {
  return folder === '/' || `${homeFolder}/`.startsWith(`${folder}/`);
}
