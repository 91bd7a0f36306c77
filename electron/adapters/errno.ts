/** The system's code of a failed call, e.g. `ENOENT`, or undefined when it is another error. */
export function readErrorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
