import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { Surroundings } from '../user-data-folder.ts';

/** The system's limit for a socket's path on macOS, the shortest of all, without its end. */
const PATH_BYTES_MAX = 103;

export interface SocketPlace {
  readonly path: string;
  /** To be ours and closed to others; undefined for a pipe, which lies in no folder. */
  readonly folder: string | undefined;
}

/**
 * Where the socket of the app with these settings may be, the best place first. Each settings
 * folder has a socket of its own.
 */
export function toSocketPlaces(
  { platform, env }: Pick<Surroundings, 'platform' | 'env'>,
  userDataFolder: string,
): readonly SocketPlace[] {
  const name = createHash('sha256').update(userDataFolder).digest('hex').slice(0, 16);
  if (platform === 'win32') {
    return [{ path: `\\\\.\\pipe\\portreeve-${name}`, folder: undefined }];
  }
  const runtimeFolder = env['XDG_RUNTIME_DIR'] ?? '';
  const folders = [
    ...(posix.isAbsolute(runtimeFolder) ? [posix.join(runtimeFolder, 'portreeve')] : []),
    posix.join(userDataFolder, 'run'),
  ];
  return folders
    .map((folder) => ({ folder, path: posix.join(folder, `${name}.sock`) }))
    .filter(({ path }) => Buffer.byteLength(path) <= PATH_BYTES_MAX);
}
