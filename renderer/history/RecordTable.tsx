import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useWords } from '../words/WordsProvider.tsx';
import { toPortText, type HistoryRecord } from './records.ts';
import { toFrom, toLength, toTo, toWhat } from './record-words.ts';

const ROW_HEIGHT = 30;
const PAGE_ROWS = 12;
const OVERSCAN = 10;
const columns = ['port', 'who', 'what', 'from', 'to', 'length'] as const;

/** The same as the timeline, in words; only the rows that are seen are in the document. */
export function RecordTable(props: {
  readonly records: readonly HistoryRecord[];
  readonly selectedId: string | undefined;
  readonly onSelect: (record: HistoryRecord) => void;
}) {
  const words = useWords();
  const { t } = words;
  const { records, selectedId, onSelect } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [cursor, setCursor] = useState(0);
  const selectedIndex = records.findIndex(({ id }) => id === selectedId);
  const active = Math.min(cursor, Math.max(0, records.length - 1));
  const virtualizer = useVirtualizer({
    count: records.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => records[index]?.id ?? index,
    overscan: OVERSCAN,
    useFlushSync: false,
    // The row that has the focus must not leave the document, or the keyboard would be lost.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return seen.includes(active) ? seen : [...seen, active].toSorted((a, b) => a - b);
    },
  });

  useEffect(() => {
    if (selectedIndex === -1) return;
    setCursor(selectedIndex);
    virtualizer.scrollToIndex(selectedIndex);
  }, [selectedIndex, virtualizer]);

  function moveTo(index: number): void {
    const next = Math.min(Math.max(index, 0), records.length - 1);
    setCursor(next);
    virtualizer.scrollToIndex(next);
    requestAnimationFrame(() => {
      scroller.current?.querySelector<HTMLElement>(`[data-index="${next}"]`)?.focus();
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + PAGE_ROWS,
      PageUp: active - PAGE_ROWS,
      Home: 0,
      End: records.length - 1,
    };
    const target = steps[event.key];
    const record = records[active];
    if (target !== undefined) moveTo(target);
    else if ((event.key === 'Enter' || event.key === ' ') && record !== undefined) onSelect(record);
    else return;
    event.preventDefault();
  }

  return (
    <div
      role="grid"
      tabIndex={-1}
      aria-label={t('history.table')}
      aria-rowcount={records.length + 1}
      aria-colcount={columns.length}
      className="record-table"
      onKeyDown={onKeyDown}
    >
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className="record-row record-head">
          {columns.map((column) => (
            <div key={column} role="columnheader" className={`record-${column}`}>
              {t(`history.column-${column}`)}
            </div>
          ))}
        </div>
      </div>
      <div ref={scroller} role="rowgroup" className="record-scroller" tabIndex={-1}>
        <div
          role="presentation"
          style={{ height: virtualizer.getTotalSize(), position: 'relative' }}
        >
          {virtualizer.getVirtualItems().map((item) => {
            const record = records[item.index];
            if (record === undefined) return null;
            return (
              <div
                key={item.key}
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={record.id === selectedId}
                data-index={item.index}
                tabIndex={item.index === active ? 0 : -1}
                className="record-row"
                style={{ position: 'absolute', top: item.start, height: item.size, insetInline: 0 }}
                onClick={() => {
                  setCursor(item.index);
                  onSelect(record);
                }}
              >
                <div role="gridcell" className="record-port">
                  {toPortText(record)}
                </div>
                {record.kind === 'event' ? (
                  <div role="gridcell" aria-colspan={2} className="record-sentence one-line">
                    <bdi>{record.who}</bdi>
                  </div>
                ) : (
                  <>
                    <div role="gridcell" className="record-who one-line">
                      <bdi>{record.who}</bdi>
                    </div>
                    <div
                      role="gridcell"
                      className={`record-what standing-${record.interval.standing}`}
                    >
                      {toWhat(record, t)}
                    </div>
                  </>
                )}
                <div role="gridcell">{toFrom(record, words)}</div>
                <div role="gridcell">{toTo(record, words)}</div>
                <div role="gridcell">{toLength(record, words)}</div>
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}
