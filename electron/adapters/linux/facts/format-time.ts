/** The last millisecond of the year 9999, beyond which years have more than four digits. */
const LATEST_MS = 253_402_300_799_999;

/**
 * The time in the format of ISO 8601, in UTC, from milliseconds since 1970; undefined for what is
 * not between then and the year 9999. `Date.toISOString` writes the same, but makes the engine look
 * for the machine's time zone at its first use: up to 13 ms that a first scan need not wait for.
 */
export function formatTime(ms: number): string | undefined {
  if (!(ms >= 0 && ms <= LATEST_MS)) return undefined;
  const time = new Date(ms);
  const date = `${time.getUTCFullYear()}-${pad(time.getUTCMonth() + 1)}-${pad(time.getUTCDate())}`;
  const hours = `${pad(time.getUTCHours())}:${pad(time.getUTCMinutes())}`;
  const seconds = `${pad(time.getUTCSeconds())}.${pad(time.getUTCMilliseconds(), 3)}`;
  return `${date}T${hours}:${seconds}Z`;
}

function pad(part: number, digits = 2): string {
  return String(part).padStart(digits, '0');
}
