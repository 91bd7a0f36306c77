/** A folder as people write it, `~` for the home folder. */
export function toShortPath(path: string, homeFolder: string): string {
  if (homeFolder === '' || homeFolder === '/') return path;
  if (path === homeFolder) return '~';
  return path.startsWith(`${homeFolder}/`) ? `~${path.slice(homeFolder.length)}` : path;
}

/** `~/shop/.env, /etc/hosts`: several of them, in one line. */
export function toPathList(files: readonly string[], homeFolder: string): string {
  return files.map((file) => toShortPath(file, homeFolder)).join(', ');
}
