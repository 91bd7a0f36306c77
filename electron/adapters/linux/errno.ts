import { readErrorCode } from '../errno.ts';

/** The process or file went away between two looks, which is ordinary in /proc. */
export function isVanished(error: unknown): boolean {
  const errno = readErrorCode(error);
  return errno === 'ENOENT' || errno === 'ESRCH';
}

/** It is there, but not for our account to see. */
export function isForbidden(error: unknown): boolean {
  const errno = readErrorCode(error);
  return errno === 'EACCES' || errno === 'EPERM';
}
