import { SelectField, SwitchField } from '../components/Fields.tsx';
import { formatQuantity } from '../words/units.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { PageProps } from './page-props.ts';

const DAYS = [7, 30, 90, 180, 365];
const MEGABYTES = [10, 50, 100, 250];

/** Whether it is recorded who held which port, and how much of it is kept. */
export function HistorySettings({ snapshot, save }: PageProps) {
  const { t, locale } = useWords();
  const { recordOccupancies, historyDays, historyMegabytes } = snapshot.settings;
  // A value that was set by other means stands among them.
  const withUnit = (unit: 'day' | 'megabyte', choices: readonly number[], current: number) =>
    [...new Set([...choices, current])]
      .toSorted((a, b) => a - b)
      .map((value) => ({ value: String(value), label: formatQuantity(value, unit, locale) }));
  return (
    <div className="setting-list">
      <div className="setting">
        <SwitchField
          label={t('general.record-occupancies')}
          hint={t('general.record-occupancies-hint')}
          isOn={recordOccupancies}
          onChange={(isOn) => save({ recordOccupancies: isOn })}
        />
      </div>
      <div className="setting">
        <SelectField
          label={t('general.history-days')}
          value={String(historyDays)}
          onChange={(value) => save({ historyDays: Number(value) })}
          options={withUnit('day', DAYS, historyDays)}
        />
      </div>
      <div className="setting">
        <SelectField
          label={t('general.history-megabytes')}
          value={String(historyMegabytes)}
          onChange={(value) => save({ historyMegabytes: Number(value) })}
          options={withUnit('megabyte', MEGABYTES, historyMegabytes)}
        />
      </div>
    </div>
  );
}
