import type { Translate } from '../../shared/messages/translator.ts';
import { formatInstant } from '../words/time.ts';
import type { Words } from '../words/WordsProvider.tsx';
import type { HistoryRecord } from './records.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** `expected`, `squatter` …; of an event, nothing more than its own sentence says. */
export function toWhat(record: HistoryRecord, t: Translate): string {
  return record.kind === 'interval' ? t(`history.standing.${record.interval.standing}`) : '';
}

export function toFrom(record: HistoryRecord, words: Words): string {
  return formatInstant(new Date(record.startMs).toISOString(), words.nowMs, words);
}

/** When it ended, or that it goes on. */
export function toTo(record: HistoryRecord, words: Words): string {
  if (record.kind === 'event') return '';
  const { to, end } = record.interval;
  if (to === undefined) {
    return end === 'goes-on' ? words.t('history.now-word') : words.t(`history.end.${end}`);
  }
  return formatInstant(to, words.nowMs, words);
}

/** `54 min`, `2 h 14 min`. */
export function toLength(record: HistoryRecord, { t, nowMs }: Words): string {
  if (record.kind === 'event') return '';
  const ms = Math.max(0, (record.endMs ?? nowMs) - record.startMs);
  const minutes = Math.floor(ms / MINUTE_MS);
  const hours = Math.floor(ms / HOUR_MS);
  if (ms < MINUTE_MS) return t('duration.seconds', { seconds: String(Math.round(ms / 1000)) });
  if (ms < HOUR_MS) return t('duration.minutes', { minutes });
  if (ms < DAY_MS) return t('duration.hours', { hours, minutes: minutes % 60 });
  return t('duration.days', { days: Math.floor(hours / 24), hours: hours % 24 });
}
