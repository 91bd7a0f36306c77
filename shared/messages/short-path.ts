import type { Translate } from './translator.ts';

/** A folder as people write it, `~` for the home folder. */
export function toShortPath(path: string, homeFolder: string): string {
  if (homeFolder === '' || homeFolder === '/') return path;
  if (path === homeFolder) return '~';
  return path.startsWith(`${homeFolder}/`) ? `~${path.slice(homeFolder.length)}` : path;
}

/** `~/shop/.env, /etc/hosts`: several of them, in one line. */
export function toPathList(files: readonly string[], homeFolder: string, t: Translate): string {
  return files.map((file) => toShortPath(file, homeFolder)).join(t('list.separator'));
}
