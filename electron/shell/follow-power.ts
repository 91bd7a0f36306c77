import { powerMonitor } from 'electron';

/** How long after a sleep of the machine the first scan comes. */
const RESUME_AFTER_MS = 2000;

export interface PowerFollower {
  readonly onSuspend: () => void;
  readonly onResume: () => void;
  /** The machine runs on its battery from now on, or no longer. */
  readonly onSupplyChange: () => void;
}

/** Tells of the machine's sleep and of what it runs on. */
export function followPower({ onSuspend, onResume, onSupplyChange }: PowerFollower): void {
  let resuming: NodeJS.Timeout | undefined;
  powerMonitor.on('on-battery', onSupplyChange);
  powerMonitor.on('on-ac', onSupplyChange);
  powerMonitor.on('suspend', () => {
    clearTimeout(resuming);
    onSuspend();
  });
  powerMonitor.on('resume', () => {
    clearTimeout(resuming);
    // The network and the disks need a moment; a burst of late timers would only fail.
    resuming = setTimeout(onResume, RESUME_AFTER_MS);
  });
}

export function isOnBattery(): boolean {
  return powerMonitor.onBatteryPower;
}
