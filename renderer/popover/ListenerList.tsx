import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';
import type { Density } from '../../shared/settings.ts';
import { useWords } from '../words/WordsProvider.tsx';
import type { FlatRow } from '../lists/flat-rows.ts';
import type { ShownState } from '../lists/shown-state.ts';
import { GroupRow, ListenerCells, ListenerDetails } from './ListenerRows.tsx';

const ROW_HEIGHTS = { comfortable: 32, compact: 26 } as const;
const DETAILS_HEIGHT = 112;
const OVERSCAN = 8;

/** The long list: only what is seen, and the row under the cursor, is in the document. */
export function ListenerList(props: {
  readonly rows: readonly FlatRow[];
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** What stands above the list in the same scroller. */
  readonly above: RefObject<HTMLDivElement | null>;
  readonly cursorId: string | undefined;
  readonly tabStopId: string | undefined;
  readonly openId: string | undefined;
  readonly density: Density;
  /** States of watched ports, by listener key. */
  readonly states: ReadonlyMap<string, ShownState>;
  readonly onToggle: (id: string) => void;
}) {
  const { t } = useWords();
  const { rows, scroller, cursorId } = props;
  const list = useRef<HTMLDivElement>(null);
  const top = useTop(list, props.above);
  const cursorIndex = rows.findIndex((row) => row.id === cursorId);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) =>
      rows[index]?.kind === 'details' ? DETAILS_HEIGHT : ROW_HEIGHTS[props.density],
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
    scrollMargin: top,
    useFlushSync: false,
    // The row that has the focus must not leave the document, or the keyboard would be lost.
    rangeExtractor: (range) => {
      const seen = defaultRangeExtractor(range);
      return cursorIndex === -1 || seen.includes(cursorIndex)
        ? seen
        : [...seen, cursorIndex].sort((a, b) => a - b);
    },
  });
  return (
    <div
      ref={list}
      role="treegrid"
      aria-label={t('listeners.title')}
      aria-rowcount={rows.length}
      aria-colcount={5}
      className="virtual-list"
      style={{ height: virtualizer.getTotalSize() }}
    >
      {virtualizer.getVirtualItems().map((item) => {
        const row = rows[item.index];
        if (row === undefined) return null;
        const isOpen = row.id === props.openId;
        return (
          <div
            key={item.key}
            ref={virtualizer.measureElement}
            data-index={item.index}
            {...(row.kind === 'details' ? {} : { 'data-item-id': row.id })}
            role="row"
            aria-rowindex={item.index + 1}
            aria-level={levels[row.kind]}
            aria-expanded={toExpanded(row, isOpen)}
            tabIndex={row.kind === 'details' ? undefined : row.id === props.tabStopId ? 0 : -1}
            className={`virtual-row ${classes[row.kind]}${isOpen ? ' open' : ''}`}
            style={{ transform: `translateY(${item.start - top}px)` }}
            onClick={row.kind === 'details' ? undefined : () => props.onToggle(row.id)}
          >
            {row.kind === 'group' && <GroupRow group={row.group} isFolded={row.isFolded} />}
            {row.kind === 'listener' && (
              <ListenerCells row={row.row} state={findState(props.states, row)} />
            )}
            {row.kind === 'details' && (
              <ListenerDetails row={row.row} state={findState(props.states, row)} />
            )}
          </div>
        );
      })}
    </div>
  );
}

const levels = { group: 1, listener: 2, details: 3 } as const;
const classes = { group: 'row group-row', listener: 'row', details: '' } as const;

function toExpanded(row: FlatRow, isOpen: boolean): boolean | undefined {
  if (row.kind === 'details') return undefined;
  return row.kind === 'group' ? !row.isFolded : isOpen;
}

function findState(
  states: ReadonlyMap<string, ShownState>,
  { row }: Exclude<FlatRow, { kind: 'group' }>,
): ShownState | undefined {
  for (const { key } of row.listeners) {
    const state = states.get(key);
    if (state !== undefined) return state;
  }
  return undefined;
}

/** The distance from the top of the scrolled content, kept true while cards come and go. */
function useTop(
  list: RefObject<HTMLDivElement | null>,
  above: RefObject<HTMLDivElement | null>,
): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const element = above.current;
    if (element === null) return undefined;
    const measure = () => setTop(list.current?.offsetTop ?? 0);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [list, above]);
  return top;
}
