import type { Preferences } from '../../shared/settings.ts';
import { send } from '../bridge.ts';

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
  send('preferences.save', { preferences });
}

export const windowActs: WindowActs = {
  setPaused: (isPaused) => send('watching.pause', { isPaused }),
  setPinned: (isPinned) => save({ isPinned }),
  setDensity: (density) => save({ density }),
  openHistory: () => send('window.open', { window: 'history' }),
  openHistoryOf: (port) => send('window.open', { window: 'history', port }),
  close: () => send('window.close', {}),
};
