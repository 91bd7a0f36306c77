import { ChevronLeft, ChevronRight } from 'lucide-react';
import { Button, IconButton } from '../components/Button.tsx';
import { Segmented } from '../components/Fields.tsx';
import { useWords } from '../words/WordsProvider.tsx';
import { SPANS, step, zoomTo, type Range, type SpanName } from './range.ts';

const spanNames = ['hour', 'day', 'week', 'month'] as const;

/** Which time to look at. */
export function RangePicker(props: {
  readonly range: Range;
  readonly onRange: (range: Range) => void;
}) {
  const { t, nowMs } = useWords();
  const { range, onRange } = props;
  const span = spanNames.find((name) => SPANS[name] === range.spanMs);
  return (
    <div className="history-range">
      <IconButton label={t('history.earlier')} onPress={() => onRange(step(range, -1, nowMs))}>
        <ChevronLeft size={18} aria-hidden="true" />
      </IconButton>
      <Segmented<SpanName | ''>
        label={t('history.span')}
        value={span ?? ''}
        onChange={(name) => {
          if (name !== '') onRange(zoomTo(range, SPANS[name], nowMs));
        }}
        options={spanNames.map((name) => ({ value: name, label: t(`history.span-${name}`) }))}
      />
      <IconButton
        label={t('history.later')}
        isDisabled={range.endMs === undefined}
        onPress={() => onRange(step(range, 1, nowMs))}
      >
        <ChevronRight size={18} aria-hidden="true" />
      </IconButton>
      <Button
        look="plain"
        isDisabled={range.endMs === undefined}
        onPress={() => onRange({ ...range, endMs: undefined })}
      >
        {t('history.now')}
      </Button>
    </div>
  );
}
