import type { Preferences } from '../../shared/settings.ts';
import { invoke } from '../bridge.ts';

/** What changes the window itself; the next snapshot shows it. */
export interface WindowActs {
  setPaused(isPaused: boolean): void;
  setPinned(isPinned: boolean): void;
  setDensity(density: NonNullable<Preferences['density']>): void;
  openHistory(): void;
  openHistoryOf(port: number): void;
  close(): void;
}

function save(preferences: Preferences): void {
  void invoke('preferences.save', { preferences }).catch(() => {});
}

export const windowActs: WindowActs = {
  setPaused: (isPaused) => void invoke('watching.pause', { isPaused }).catch(() => {}),
  setPinned: (isPinned) => save({ isPinned }),
  setDensity: (density) => save({ density }),
  openHistory: () => void invoke('window.open', { window: 'history' }).catch(() => {}),
  openHistoryOf: (port) => void invoke('window.open', { window: 'history', port }).catch(() => {}),
  close: () => void invoke('window.close', {}).catch(() => {}),
};
