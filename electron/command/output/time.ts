import type { Locale } from '../../../shared/locale.ts';
import type { Translate } from '../../../shared/messages/translator.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `0.4 s`, `12 s`, `3 min`, `2 h 14 min`, `4 d 2 h`. */
export function toDuration(ms: number, t: Translate): string {
  const positive = Math.max(0, ms);
  if (positive < MINUTE_MS) {
    const seconds = positive / 1000;
    return t('duration.seconds', {
      seconds: seconds < 10 ? seconds.toFixed(1) : String(Math.round(seconds)),
    });
  }
  const minutes = Math.floor(positive / MINUTE_MS);
  const hours = Math.floor(positive / HOUR_MS);
  if (positive < HOUR_MS) return t('duration.minutes', { minutes });
  if (positive < DAY_MS) return t('duration.hours', { hours, minutes: minutes % 60 });
  return t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** The time of day; with the date when that is another one. */
export function toMoment(atMs: number, nowMs: number, locale: Locale): string {
  const at = new Date(atMs);
  const isToday = at.toDateString() === new Date(nowMs).toDateString();
  return new Intl.DateTimeFormat(locale, {
    ...(!isToday && { dateStyle: 'medium' }),
    timeStyle: 'medium',
    hourCycle: 'h23',
  }).format(at);
}
