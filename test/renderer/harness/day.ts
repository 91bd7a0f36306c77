import { DAY_MS, type DayStrips, type HeldStretch } from '../../../shared/day-strip.ts';
import type { Standing } from '../../../shared/history.ts';

const HOUR_MS = 60 * 60_000;

type Held = readonly [standing: Standing, from: number, to: number];

/** In hours of the day; each watched port in turn has one of these. */
const DAYS: readonly (readonly Held[])[] = [
  [['expected', 5, 24]],
  [
    ['expected', 7, 12.5],
    ['squatter', 13, 14.2],
    ['expected', 15, 21],
  ],
  [['hidden', 9, 24]],
  [],
  [
    ['unwatched', 4, 8],
    ['expected', 8, 8.02],
  ],
];

/** A day in which Portreeve was started in the morning. */
export function buildDay(watchedPortIds: readonly string[]): DayStrips {
  const toMs = Date.now();
  const fromMs = toMs - DAY_MS;
  const strips = watchedPortIds.map((watchedPortId, index) => ({
    watchedPortId,
    held: (DAYS[index % DAYS.length] ?? []).map(([standing, from, to]): HeldStretch => ({
      standing,
      fromMs: fromMs + from * HOUR_MS,
      toMs: fromMs + to * HOUR_MS,
    })),
  }));
  return { fromMs, toMs, unknown: [{ fromMs, toMs: fromMs + 4 * HOUR_MS }], strips };
}
