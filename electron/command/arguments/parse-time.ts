/*
 * 2026-11-20T17:00   2026-11-20 17:00   2026-11-20T17:00:00Z   2026-11-20
 * 17:00   yesterday   yesterday 17:00   today 9:30   monday 17:00
 * 90s   30m   2h   3d   2w        so long ago
 */

const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 24 * 3_600_000,
  w: 7 * 24 * 3_600_000,
};
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d{1,2}):(\d\d)(?::(\d\d))?$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * The moment that a person named, by the wall clock in milliseconds; undefined when it is not
 * understood. A day without a time is its midnight, a time without a day the last such one.
 */
export function parseTime(text: string, nowMs: number): number | undefined {
  const words = text.trim().toLowerCase();
  if (words === 'now') return nowMs;
  const ago = /^(\d{1,6})([smhdw])$/.exec(words);
  if (ago !== null) return nowMs - Number(ago[1]) * (UNIT_MS[ago[2] ?? ''] ?? 0);
  if (MOMENT.test(text.trim())) {
    const moment = Date.parse(text.trim());
    return Number.isNaN(moment) ? undefined : moment;
  }
  const parts = words.split(/[ t]+(?=\d)/);
  if (parts.length > 2) return undefined;
  const [first = '', second] = parts;
  if (second === undefined && TIME.test(first)) {
    const today = toMs(new Date(nowMs), first);
    if (today === undefined || today <= nowMs) return today;
    return toMs(toDaysAgo(nowMs, 1), first);
  }
  const day = toDay(first, nowMs);
  return day === undefined ? undefined : toMs(day, second ?? '0:00');
}

function toDay(word: string, nowMs: number): Date | undefined {
  if (word === 'today') return new Date(nowMs);
  if (word === 'yesterday') return toDaysAgo(nowMs, 1);
  const weekday = DAYS.indexOf(word);
  if (weekday !== -1) {
    const back = (new Date(nowMs).getDay() - weekday + 7) % 7;
    return toDaysAgo(nowMs, back === 0 ? 7 : back);
  }
  const date = DATE.exec(word);
  if (date === null) return undefined;
  const [year = 0, month = 0, day = 0] = date.slice(1).map(Number);
  const named = new Date(year, month - 1, day);
  return named.getMonth() === month - 1 && named.getDate() === day ? named : undefined;
}

/** By the calendar: a day may have 23 or 25 hours. */
function toDaysAgo(nowMs: number, days: number): Date {
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
}

function toMs(day: Date, time: string): number | undefined {
  const [, h = '24', min = '0', s = '0'] = TIME.exec(time) ?? [];
  const [hours, minutes, seconds] = [Number(h), Number(min), Number(s)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  return new Date(
    day.getFullYear(),
    day.getMonth(),
    day.getDate(),
    hours,
    minutes,
    seconds,
  ).getTime();
}
