import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from '../components/Button.tsx';
import { SelectField } from '../components/Fields.tsx';
import { SearchBox } from '../components/SearchBox.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import type { RecordFilter, Shown } from './records.ts';

const shownKinds = ['all', 'held', 'squatter', 'events'] as const;

/** What of it to show. */
export function Toolbar(props: {
  readonly filter: RecordFilter;
  readonly onFilter: (filter: RecordFilter) => void;
  readonly onMoment: (atMs: number | undefined) => void;
  readonly children: ReactNode;
}) {
  const { t, nowMs } = useWords();
  const { filter, onFilter, onMoment } = props;
  return (
    <div className="history-tools">
      <SearchBox
        label={t('history.search')}
        hint={t('history.search-hint')}
        clearLabel={t('history.search-clear')}
        text={filter.text}
        onChange={(text) => onFilter({ ...filter, text })}
      />
      <SelectField<Shown>
        label={t('history.show')}
        value={filter.shown}
        onChange={(shown) => onFilter({ ...filter, shown })}
        options={shownKinds.map((kind) => ({ value: kind, label: t(`history.show-${kind}`) }))}
      />
      <label className="history-moment">
        <span className="row-label">{t('history.at')}</span>
        <input
          type="datetime-local"
          className="field-input"
          value={filter.atMs === undefined ? '' : toLocalText(filter.atMs)}
          max={toLocalText(nowMs)}
          onChange={(event) => {
            const atMs = new Date(event.target.value).getTime();
            onMoment(Number.isNaN(atMs) ? undefined : atMs);
          }}
        />
      </label>
      {filter.atMs !== undefined && (
        <IconButton label={t('history.at-clear')} onPress={() => onMoment(undefined)}>
          <X size={16} aria-hidden="true" />
        </IconButton>
      )}
      {props.children}
    </div>
  );
}

/** `2025-11-20T17:00` of the clock on the wall, as the field wants it. */
function toLocalText(ms: number): string {
  const at = new Date(ms);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
