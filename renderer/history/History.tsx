import { Download } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { ReassignedEntry } from '../../shared/history.ts';
import type { HistoryView } from '../../shared/history-view.ts';
import { toUndoSentence } from '../../shared/messages/reassign-sentences.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { invoke } from '../bridge.ts';
import { Button } from '../components/Button.tsx';
import { findPortInText } from '../lists/port-in-text.ts';
import { handleViewRequests } from '../view-requests.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { Legend } from './Legend.tsx';
import { showBounds, showMoment, SPANS, toBounds, type Range } from './range.ts';
import { RangePicker } from './RangePicker.tsx';
import { RecordDetails } from './RecordDetails.tsx';
import {
  filterRecords,
  toLanes,
  toRecords,
  type HistoryRecord,
  type RecordFilter,
} from './records.ts';
import { RecordTable } from './RecordTable.tsx';
import { LANES_MAX, Timeline } from './Timeline.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useHistory } from './use-history.ts';
import './history.css';

const everything: RecordFilter = { text: '', shown: 'all', atMs: undefined };
/** What happens before the window's clock moves on is seen at once, too. */
const UNTIL_NEXT_TICK_MS = 60_000;
const nothing: HistoryView = { intervals: [], events: [], skipped: 0, isCut: false };

/** The history window: who held which port from when to when, drawn and in words. */
export function History(props: { readonly snapshot: Snapshot }) {
  const { t, nowMs, homeFolder } = useWords();
  const { listeners, watched, settings } = props.snapshot;
  const [range, setRange] = useState<Range>({ spanMs: SPANS.day, endMs: undefined });
  const [filter, setFilter] = useState(everything);
  const [selectedId, setSelectedId] = useState<string>();
  const [said, setSaid] = useState('');
  const [undoCount, setUndoCount] = useState(0);
  const bounds = useMemo(() => toBounds(range, nowMs), [range, nowMs]);
  const port = findPortInText(filter.text);
  // What goes on changes with the listeners; what has been, only by what is done here.
  const live = range.endMs === undefined ? listeners : undefined;
  const version = useMemo(() => [live, undoCount], [live, undoCount]);
  const toMs = range.endMs === undefined ? nowMs + UNTIL_NEXT_TICK_MS : bounds.toMs;
  const reading = useHistory({ fromMs: bounds.fromMs, toMs, port, version });
  const view = reading.kind === 'read' ? reading.view : nothing;
  const records = useMemo(() => toRecords(view, t), [view, t]);
  const wanted = useDeferredValue(filter);
  const shown = useMemo(() => filterRecords(records, wanted), [records, wanted]);
  const allLanes = useMemo(() => toLanes(shown, watched), [shown, watched]);
  const lanes = useMemo(() => allLanes.slice(0, LANES_MAX), [allLanes]);
  const selected = shown.find(({ id }) => id === selectedId);

  useEffect(
    () =>
      handleViewRequests((request) => {
        if (request.kind === 'port') setFilter({ ...everything, text: String(request.port) });
      }),
    [],
  );

  function showAt(atMs: number | undefined): void {
    setFilter({ ...filter, atMs });
    if (atMs !== undefined) setRange(showMoment(range, atMs, nowMs));
  }

  function save(format: 'csv' | 'json'): void {
    const query = { ...bounds, ...(port !== undefined && { port }) };
    invoke('history.export', { query, format }).then(
      (outcome) => {
        if (outcome.kind === 'cancelled') return;
        const key = outcome.kind === 'saved' ? 'history.exported' : 'history.not-exported';
        setSaid(t(key, { file: outcome.file }));
      },
      () => setSaid(t('act.refused')),
    );
  }

  function undo({ id, name }: ReassignedEntry): void {
    setSaid('');
    invoke('service.undo-reassign', { entryId: id }).then(
      (outcome) => {
        setSaid(toUndoSentence(outcome, name, homeFolder, t));
        setUndoCount((count) => count + 1);
      },
      () => setSaid(t('act.refused')),
    );
  }

  const move = findUndoable(selected, view);
  return (
    <main className="history">
      <header className="history-header">
        <h1>{t('history.title')}</h1>
        <p className="history-said one-line" role="status">
          {said}
        </p>
        <RangePicker range={range} onRange={setRange} />
      </header>
      <Toolbar filter={filter} onFilter={setFilter} onMoment={showAt}>
        <div className="history-exports">
          {(['csv', 'json'] as const).map((format) => (
            <Button
              key={format}
              aria-label={t(`history.export-${format}`)}
              onPress={() => save(format)}
            >
              <Download size={14} aria-hidden="true" />
              {format.toUpperCase()}
            </Button>
          ))}
        </div>
      </Toolbar>
      <Remarks
        view={view}
        isOff={!settings.recordOccupancies}
        isFailed={reading.kind === 'failed'}
        lanesLeftOut={allLanes.length - lanes.length}
      />
      {shown.length === 0 && reading.kind !== 'reading' ? (
        <Nothing isFiltered={records.length > 0} />
      ) : (
        <>
          <Timeline
            lanes={lanes}
            bounds={bounds}
            nowMs={nowMs}
            selectedId={selectedId}
            atMs={filter.atMs}
            onSelect={({ id }) => setSelectedId(id)}
            onZoom={(closer) => setRange(showBounds(closer, nowMs))}
          />
          <Legend />
          <div className="history-below">
            <RecordTable
              records={shown}
              selectedId={selectedId}
              onSelect={({ id }) => setSelectedId(id)}
            />
            <RecordDetails
              record={selected}
              onUndo={move === undefined ? undefined : () => undo(move)}
            />
          </div>
        </>
      )}
    </main>
  );
}

/** The move that was chosen, unless it was taken back. */
function findUndoable(
  record: HistoryRecord | undefined,
  { events }: HistoryView,
): ReassignedEntry | undefined {
  if (record?.kind !== 'event' || record.event.kind !== 'reassigned') return undefined;
  const { event } = record;
  const isUndone = events.some((one) => one.kind === 'reassign-undone' && one.undoes === event.id);
  return isUndone ? undefined : event;
}

/** What the person should know of what is not there. */
function Remarks(props: {
  readonly view: HistoryView;
  readonly isOff: boolean;
  readonly isFailed: boolean;
  readonly lanesLeftOut: number;
}) {
  const { t } = useWords();
  const { intervals, events, isCut, skipped } = props.view;
  const remarks = [
    props.isFailed && t('history.failed'),
    props.isOff && t('history.off'),
    isCut && t('history.is-cut', { count: intervals.length + events.length }),
    skipped > 0 && t('history.skipped', { count: skipped }),
    props.lanesLeftOut > 0 && t('history.lanes-cut', { count: LANES_MAX }),
  ].filter((remark) => remark !== false);
  if (remarks.length === 0) return null;
  return (
    <div className="history-remarks" role="status">
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
    </div>
  );
}

function Nothing(props: { readonly isFiltered: boolean }) {
  const { t } = useWords();
  return (
    <div className="history-nothing">
      <p>{t(props.isFiltered ? 'history.nothing-fits' : 'history.nothing')}</p>
      {!props.isFiltered && <p className="muted">{t('history.nothing-hint')}</p>}
    </div>
  );
}
