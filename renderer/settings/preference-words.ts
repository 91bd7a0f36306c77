import type { Preferences } from '../../shared/settings.ts';
import type { MessageKey } from '../../shared/messages/translator.ts';

/** What each preference is called on its page. */
export const PREFERENCE_NAMES: Readonly<Record<keyof Preferences, MessageKey>> = {
  intervalMs: 'general.interval',
  launchAtLogin: 'general.launch-at-login',
  recordOccupancies: 'general.record-occupancies',
  historyDays: 'general.history-days',
  historyMegabytes: 'general.history-megabytes',
  language: 'general.language',
  theme: 'general.theme',
  density: 'general.density',
  listing: 'preference.listing',
  isPinned: 'preference.pinned',
  notifyConflicts: 'notifications.conflicts',
  quietHours: 'notifications.quiet-hours',
  askBeforeKill: 'killing.ask',
  graceMs: 'killing.grace',
  forceAfterGrace: 'killing.force-after-grace',
  startsWithinS: 'killing.starts-within',
  protectedProcesses: 'killing.protected',
};
