import type { Settings } from '../../shared/settings.ts';

/** What the pace of watching depends on, beside the settings. */
export interface Activity {
  /** A person is looking. */
  readonly isWindowOpen: boolean;
  readonly isOnBattery: boolean;
}

/** While a person looks, the list follows within this time. */
const WATCHED_INTERVAL_MS = 1000;
const BATTERY_FACTOR = 2;

/** How long to wait between two scans: as set, sooner while a window is open, later on battery. */
export function toIntervalMs(settings: Pick<Settings, 'intervalMs'>, activity: Activity): number {
  const { intervalMs } = settings;
  if (activity.isWindowOpen) return Math.min(WATCHED_INTERVAL_MS, intervalMs);
  return activity.isOnBattery ? intervalMs * BATTERY_FACTOR : intervalMs;
}
