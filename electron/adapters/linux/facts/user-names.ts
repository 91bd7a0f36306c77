import { readFileSync, statSync } from 'node:fs';
import { readErrorCode } from '../../errno.ts';
import type { MonotonicMs } from '../proc/pace.ts';

/*
 * /etc/passwd; manual page passwd(5).
 *
 * root:x:0:0:root:/root:/bin/bash
 * www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin
 * ada:x:1000:1000:Ada Lovelace,,,:/home/ada:/bin/zsh
 */

export interface UserNames {
  /** The account's name, or the number where /etc/passwd has none. */
  toName(uid: number): string;
  /** Looks whether the file changed, when a number had no name, and else now and then; once a scan. */
  refresh(): 'changed' | 'same';
}

/** Accounts hardly ever get another name or number. */
const KEEP_MS = 60_000;

/** Creates the names of the accounts in `passwdFile`. */
export function createUserNames(
  passwdFile: string,
  monotonicMs: MonotonicMs = () => performance.now(),
): UserNames {
  let names: ReadonlyMap<number, string> = new Map();
  let seen: string | undefined;
  let isOneMissing = true;
  let lookedAtMs = 0;
  const refresh = (): 'changed' | 'same' => {
    const nowMs = monotonicMs();
    if (!isOneMissing && nowMs - lookedAtMs < KEEP_MS) return 'same';
    lookedAtMs = nowMs;
    try {
      const { mtimeMs, size, ino } = statSync(passwdFile);
      const now = `${mtimeMs} ${size} ${ino}`;
      if (now === seen) return 'same';
      names = parsePasswd(readFileSync(passwdFile, 'utf8'));
      seen = now;
      /** Whoever is told that names changed asks for all of them again. */
      isOneMissing = false;
      return 'changed';
    } catch (error) {
      /** Without the file, numbers are shown, or the names that were read last. */
      if (readErrorCode(error) === undefined) throw error;
      return 'same';
    }
  };
  refresh();
  return {
    toName(uid) {
      const name = names.get(uid);
      if (name === undefined) isOneMissing = true;
      return name ?? String(uid);
    },
    refresh,
  };
}

/** Names by uid; the first line of a uid counts, as it does for the C library. */
export function parsePasswd(text: string): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const line of text.split('\n')) {
    const [, name, uidText] = /^([^:#+][^:]*):[^:]*:(\d{1,10}):/.exec(line) ?? [];
    if (name === undefined || uidText === undefined) continue;
    const uid = Number(uidText);
    if (!names.has(uid)) names.set(uid, name);
  }
  return names;
}
