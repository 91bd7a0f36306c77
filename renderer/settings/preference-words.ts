import { formatQuantity } from '../words/units.ts';
import type { Words } from '../words/WordsProvider.tsx';
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

const LANGUAGES = { en: 'English', 'zh-CN': '简体中文' } as const;

/** What a preference is set to, as its page would say it. */
export function toPreferenceText(
  key: keyof Preferences,
  preferences: Preferences,
  { t, locale }: Pick<Words, 't' | 'locale'>,
): string {
  const withUnit = (value: number | undefined, unit: 'second' | 'day' | 'megabyte'): string =>
    formatQuantity(value ?? 0, unit, locale);
  const onOrOff = (isOn: boolean | undefined): string =>
    t(isOn === true ? 'preference.on' : 'preference.off');
  const { language, theme, density, askBeforeKill, quietHours } = preferences;
  switch (key) {
    case 'intervalMs':
    case 'graceMs':
      return withUnit((preferences[key] ?? 0) / 1000, 'second');
    case 'startsWithinS':
      return withUnit(preferences[key], 'second');
    case 'historyDays':
      return withUnit(preferences[key], 'day');
    case 'historyMegabytes':
      return withUnit(preferences[key], 'megabyte');
    case 'launchAtLogin':
    case 'recordOccupancies':
    case 'notifyConflicts':
    case 'forceAfterGrace':
    case 'isPinned':
      return onOrOff(preferences[key]);
    case 'language':
      return language === 'en' || language === 'zh-CN'
        ? LANGUAGES[language]
        : t('general.as-system');
    case 'theme':
      return theme === undefined || theme === 'system'
        ? t('general.as-system')
        : t(`general.${theme}`);
    case 'density':
      return t(`general.${density ?? 'comfortable'}`);
    case 'askBeforeKill':
      return t(`killing.ask-${askBeforeKill ?? 'on-warning'}`);
    case 'quietHours':
      return quietHours?.isOn === true
        ? t('preference.quiet', { from: quietHours.from, to: quietHours.to })
        : t('preference.off');
    case 'protectedProcesses':
      return preferences.protectedProcesses?.join(', ') || t('preference.none');
    case 'listing':
      return preferences.listing?.sortBy ?? '';
  }
}
