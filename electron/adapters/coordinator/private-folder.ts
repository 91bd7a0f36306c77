import { lstatSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { readErrorCode } from '../errno.ts';

/** Makes the folder if its parent is there; whether it is ours and closed to everybody else. */
export function makePrivateFolder(folder: string): boolean {
  try {
    // A runtime folder that does not exist is not ours to make: nobody would clear it.
    if (!lstatSync(dirname(folder)).isDirectory()) return false;
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return isPrivateFolder(folder);
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return false;
  }
}

/** Whether what lies in this folder was put there by this account and can be reached by it alone. */
export function isPrivateFolder(folder: string): boolean {
  try {
    const stats = lstatSync(folder);
    const isOurs = stats.uid === (process.geteuid?.() ?? stats.uid);
    return stats.isDirectory() && isOurs && (stats.mode & 0o077) === 0;
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return false;
  }
}
