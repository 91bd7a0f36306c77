import { isQuietAt } from '../../shared/quiet-hours.ts';
import { SwitchField } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { PageProps } from './page-props.ts';
import { TimeField } from './TimeField.tsx';

/** From when to when nothing is told. */
export function QuietHoursFields({ snapshot, save }: PageProps) {
  const { t, nowMs } = useWords();
  const { quietHours } = snapshot.settings;
  const { isOn, from, to } = quietHours;
  return (
    <div className="setting">
      <SwitchField
        label={t('notifications.quiet-hours')}
        hint={t('notifications.quiet-hours-hint')}
        isOn={isOn}
        onChange={(next) => save({ quietHours: { ...quietHours, isOn: next } })}
      />
      {isOn && (
        <>
          <div className="quiet-times">
            <TimeField
              label={t('notifications.quiet-from')}
              value={from}
              onChange={(time) => save({ quietHours: { ...quietHours, from: time } })}
            />
            <TimeField
              label={t('notifications.quiet-to')}
              value={to}
              onChange={(time) => save({ quietHours: { ...quietHours, to: time } })}
            />
          </div>
          {from === to && <p className="field-hint">{t('notifications.quiet-never')}</p>}
          {isQuietAt(quietHours, nowMs) && (
            <p className="field-hint">{t('notifications.quiet-now')}</p>
          )}
        </>
      )}
    </div>
  );
}
