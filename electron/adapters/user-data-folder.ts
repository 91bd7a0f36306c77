import { posix, win32 } from 'node:path';

export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
}

/** Where this account's settings, history, backups and log are kept; an absolute `override` wins. */
export function toUserDataFolder(surroundings: Surroundings, override?: string): string {
  const path = surroundings.platform === 'win32' ? win32 : posix;
  if (override !== undefined && path.isAbsolute(override)) return path.normalize(override);
  return path.join(toConfigFolder(surroundings), 'Portreeve');
}

/** Where this account's applications keep their settings. */
export function toConfigFolder({ platform, env, homeFolder }: Surroundings): string {
  const path = platform === 'win32' ? win32 : posix;
  // A relative folder would be another one in every working folder.
  const orElse = (folder: string | undefined, ...fallback: readonly string[]): string =>
    folder !== undefined && path.isAbsolute(folder) ? folder : path.join(homeFolder, ...fallback);
  if (platform === 'darwin') return path.join(homeFolder, 'Library', 'Application Support');
  if (platform === 'win32') return orElse(env['APPDATA'], 'AppData', 'Roaming');
  return orElse(env['XDG_CONFIG_HOME'], '.config');
}
