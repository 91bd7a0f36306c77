import { readFileSync } from 'node:fs';
import { readErrorCode } from '../../errno.ts';

const BOOT_ID_FILE = '/proc/sys/kernel/random/boot_id';

/** What Linux calls its present start; undefined where there is no such file. */
export function readLinuxBootId(file = BOOT_ID_FILE): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (readErrorCode(error) === undefined) throw error;
    return undefined;
  }
}
