const PID_MAX = 2 ** 31 - 1;

/** The process id that these digits are; undefined where no system gives out such a one. */
export function parsePid(digits: string): number | undefined {
  if (!/^\d{1,10}$/.test(digits)) return undefined;
  const pid = Number(digits);
  return pid <= PID_MAX ? pid : undefined;
}
