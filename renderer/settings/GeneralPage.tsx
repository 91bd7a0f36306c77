import type { Locale } from '../../shared/locale.ts';
import { Segmented, SelectField, SwitchField, type Option } from '../components/Fields.tsx';
import { formatQuantity } from '../words/units.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { LicensesLine } from './LicensesLine.tsx';
import { HistorySettings } from './HistorySettings.tsx';
import type { PageProps } from './page-props.ts';

const INTERVALS_MS = [500, 1000, 1500, 3000, 5000, 10_000, 30_000, 60_000];

/** How often to look, when to start, in which language and colours. */
export function GeneralPage({ snapshot, save }: PageProps) {
  const { t, locale } = useWords();
  const { settings } = snapshot;
  return (
    <>
      <h2 className="page-title">{t('settings.general')}</h2>
      <div className="setting-list">
        <div className="setting">
          <SelectField
            label={t('general.interval')}
            value={String(settings.intervalMs)}
            onChange={(value) => save({ intervalMs: Number(value) })}
            options={toSecondsOptions(INTERVALS_MS, settings.intervalMs, locale)}
          />
        </div>
        <div className="setting">
          <SwitchField
            label={t('general.launch-at-login')}
            hint={t('general.launch-at-login-hint')}
            isOn={settings.launchAtLogin}
            onChange={(launchAtLogin) => save({ launchAtLogin })}
          />
        </div>
      </div>
      <HistorySettings snapshot={snapshot} save={save} />
      <div className="setting-list">
        <div className="setting">
          <SelectField
            label={t('general.language')}
            value={settings.language}
            onChange={(language) => save({ language })}
            options={[
              { value: 'system', label: t('general.as-system') },
              { value: 'en', label: 'English' },
              { value: 'zh-CN', label: '简体中文' },
            ]}
          />
        </div>
        <div className="setting">
          <Segmented
            label={t('general.theme')}
            value={settings.theme}
            onChange={(theme) => save({ theme })}
            options={[
              { value: 'system', label: t('general.as-system') },
              { value: 'light', label: t('general.light') },
              { value: 'dark', label: t('general.dark') },
            ]}
          />
        </div>
        <div className="setting">
          <Segmented
            label={t('general.density')}
            value={settings.density}
            onChange={(density) => save({ density })}
            options={[
              { value: 'comfortable', label: t('general.comfortable') },
              { value: 'compact', label: t('general.compact') },
            ]}
          />
        </div>
      </div>
      <LicensesLine />
    </>
  );
}

/** Choices in seconds; a value that was set by other means stands among them. */
export function toSecondsOptions(
  choicesMs: readonly number[],
  currentMs: number,
  locale: Locale,
): readonly Option<string, string>[] {
  return [...new Set([...choicesMs, currentMs])]
    .sort((a, b) => a - b)
    .map((ms) => ({ value: String(ms), label: formatQuantity(ms / 1000, 'second', locale) }));
}
