/** The system's code of a failed call, e.g. `ENOENT`, or undefined when it is another error. */
export function readErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

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
