import { homedir } from 'node:os';
import { toDesktopTraits, type DesktopTraits } from './desktop-traits.ts';
import { toUserDataFolder, type Surroundings } from './user-data-folder.ts';

/*
 * What must be known before the host is made, and is needed where there will be none.
 */

/** Where this account's files are kept on this machine; an absolute `override` wins. */
export function findUserDataFolder(override?: string): string {
  return toUserDataFolder(readSurroundings(), override);
}

/** What the shell must know of this machine's desktop. */
export function readDesktopTraits(): DesktopTraits {
  return toDesktopTraits(readSurroundings());
}

function readSurroundings(): Surroundings {
  return { platform: process.platform, env: process.env, homeFolder: homedir() };
}
