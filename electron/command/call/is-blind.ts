import type { LoadedSettings } from '../../core/host-stores.ts';

/** Whether the settings, and with them who is protected and what is watched, are out of reach. */
export function isBlind({ notices }: Pick<LoadedSettings, 'notices'>): boolean {
  return notices.some(({ kind }) => kind === 'settings-unreadable' || kind === 'settings-newer');
}
