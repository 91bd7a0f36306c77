import type { Locale } from '../../shared/locale.ts';
import type { Saying } from './saying.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago, as short as a column allows: `now`, `5 min`, `2 h`, `3 d`. */
export function toAge(fromIso: string, nowMs: number): Saying {
  const ageMs = Math.max(0, nowMs - Date.parse(fromIso));
  if (ageMs < MINUTE_MS) return { key: 'age.now' };
  if (ageMs < HOUR_MS) return age('age.minutes', ageMs / MINUTE_MS);
  if (ageMs < DAY_MS) return age('age.hours', ageMs / HOUR_MS);
  return age('age.days', ageMs / DAY_MS);
}

/** How long something lasted, as short as that: never less than a minute. */
export function toLength(ms: number): Saying {
  if (ms < HOUR_MS) return age('age.minutes', Math.max(1, ms / MINUTE_MS));
  return ms < DAY_MS ? age('age.hours', ms / HOUR_MS) : age('age.days', ms / DAY_MS);
}

function age(key: 'age.minutes' | 'age.hours' | 'age.days', count: number): Saying {
  return { key, values: { count: Math.floor(count) } };
}

/** Options for an instant as a sentence names it; the clock is the system's, 12 or 24 hours. */
export interface TimeFormat {
  readonly locale: Locale;
  readonly timeZone?: string;
  readonly hour12?: boolean;
}

/** `09:14` today, `3 Mar, 09:14` on another day, with the year when it is another year. */
export function formatInstant(iso: string, nowMs: number, format: TimeFormat): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return '';
  const zone = format.timeZone === undefined ? {} : { timeZone: format.timeZone };
  const day = new Intl.DateTimeFormat('en-CA', { ...zone, dateStyle: 'short' });
  const [atDay, today] = [day.format(at), day.format(nowMs)];
  const isToday = atDay === today;
  const isThisYear = atDay.slice(0, 4) === today.slice(0, 4);
  const hour12 = format.hour12 ?? isSystemHour12();
  return new Intl.DateTimeFormat(format.locale, {
    ...zone,
    hour: hour12 ? 'numeric' : '2-digit',
    minute: '2-digit',
    hour12,
    ...(isToday ? {} : { day: 'numeric', month: 'short' }),
    ...(isThisYear ? {} : { year: 'numeric' }),
  }).format(at);
}

/** Whether the person's system writes `9:14 PM`; the language alone does not say. */
function isSystemHour12(): boolean {
  return new Intl.DateTimeFormat(undefined, { hour: 'numeric' }).resolvedOptions().hour12 === true;
}
