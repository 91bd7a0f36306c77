import type { Settings } from '../../../shared/settings.ts';
import type { HistoryLimits } from '../host-stores.ts';

const DAY_MS = 24 * 60 * 60_000;

/** How much history these settings keep. */
export function toHistoryLimits({ historyDays, historyMegabytes }: Settings): HistoryLimits {
  return {
    bytesMax: historyMegabytes * 1024 * 1024,
    ageMaxMs: historyDays * DAY_MS,
  };
}
