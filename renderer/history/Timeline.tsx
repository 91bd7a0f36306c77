import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { Locale } from '../../shared/locale.ts';
import { formatInstant } from '../words/time.ts';
import { useWords } from '../words/WordsProvider.tsx';
import { readColours } from './colours.ts';
import { drawLanes, findRecordAt, LANE_HEIGHT, type LaneScale } from './draw-lanes.ts';
import type { Bounds } from './range.ts';
import type { HistoryRecord, Lane } from './records.ts';

const AXIS_HEIGHT = 30;
/** Shorter drags are clicks. */
const DRAG_MIN_PX = 8;
/** A taller canvas is more than a graphics card holds. */
export const LANES_MAX = 80;

export interface TimelineProps {
  readonly lanes: readonly Lane[];
  readonly bounds: Bounds;
  readonly nowMs: number;
  readonly selectedId: string | undefined;
  readonly atMs: number | undefined;
  readonly onSelect: (record: HistoryRecord) => void;
  readonly onZoom: (bounds: Bounds) => void;
}

/** Lanes of ports over time; a drag looks closer, a click tells what a bar is. */
export function Timeline(props: TimelineProps) {
  const { t } = useWords();
  const { lanes } = props;
  const label = t('history.timeline', { ports: lanes.length });
  const place = useRef<HTMLDivElement>(null);
  useChart(place, props);
  return (
    <section className="timeline" tabIndex={0} aria-label={label}>
      <div className="lane-names" aria-hidden="true">
        {lanes.map(({ key, port, protocol, name }) => (
          <div key={key} className="lane-name">
            <strong>{port}</strong>
            <bdi className="one-line">{name ?? (protocol === 'udp' ? 'UDP' : '')}</bdi>
          </div>
        ))}
      </div>
      <div ref={place} className="lane-plot" role="img" aria-label={label} />
    </section>
  );
}

/** Keeps a chart in the element that draws the newest properties. */
function useChart(place: React.RefObject<HTMLDivElement | null>, props: TimelineProps) {
  const { locale } = useWords();
  const newest = useRef(props);
  const chart = useRef<uPlot>(undefined);
  const { lanes, bounds } = props;
  const { fromMs, toMs } = bounds;

  useEffect(() => {
    newest.current = props;
    chart.current?.redraw(false);
  });

  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let colours = readColours(element);
    const toHeight = (): number => newest.current.lanes.length * LANE_HEIGHT + AXIS_HEIGHT;
    const toScale = (plot: uPlot): LaneScale => ({
      toX: (ms) => plot.valToPos(ms / 1000, 'x', true),
      left: plot.bbox.left,
      top: plot.bbox.top,
      right: plot.bbox.left + plot.bbox.width,
      ratio: uPlot.pxRatio,
      nowMs: newest.current.nowMs,
    });
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: toHeight(),
        padding: [0, 16, 0, 0],
        legend: { show: false },
        scales: { x: { time: true }, y: { range: [0, 1] } },
        series: [{}, { show: false }],
        axes: [
          {
            side: 0,
            size: AXIS_HEIGHT,
            stroke: () => colours.muted,
            font: `12px ${colours.font}`,
            space: 84,
            grid: { stroke: () => colours.hairline, width: 1 },
            ticks: { show: false },
            values: (_plot, splits) => toTickTexts(splits, locale),
          },
          { show: false },
        ],
        cursor: {
          y: false,
          points: { show: false },
          drag: { x: true, y: false, setScale: false, dist: DRAG_MIN_PX },
        },
        hooks: {
          draw: [
            (plot) => {
              const { lanes: drawn, selectedId, atMs } = newest.current;
              drawLanes(plot.ctx, drawn, toScale(plot), { colours, selectedId, atMs });
            },
          ],
          setSelect: [
            (plot) => {
              const { left, width } = plot.select;
              if (width < DRAG_MIN_PX) return;
              newest.current.onZoom({
                fromMs: plot.posToVal(left, 'x') * 1000,
                toMs: plot.posToVal(left + width, 'x') * 1000,
              });
              plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
            },
          ],
        },
      },
      toData(newest.current.bounds),
      element,
    );
    chart.current = made;
    made.over.addEventListener('click', (event) => {
      const box = made.over.getBoundingClientRect();
      const scale = toScale(made);
      const found = findRecordAt(newest.current.lanes, scale, {
        x: (event.clientX - box.left) * scale.ratio + scale.left,
        y: (event.clientY - box.top) * scale.ratio + scale.top,
      });
      if (found !== undefined) newest.current.onSelect(found);
    });
    const recolour = (): void => {
      colours = readColours(element);
      made.redraw(false);
    };
    const recoloured = new MutationObserver(recolour);
    recoloured.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const darkness = matchMedia('(prefers-color-scheme: dark)');
    darkness.addEventListener('change', recolour);
    const resized = new ResizeObserver(() => {
      made.setSize({ width: element.clientWidth, height: toHeight() });
    });
    resized.observe(element);
    return () => {
      resized.disconnect();
      recoloured.disconnect();
      darkness.removeEventListener('change', recolour);
      made.destroy();
      chart.current = undefined;
    };
  }, [place, locale]);

  const laneCount = lanes.length;
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const height = laneCount * LANE_HEIGHT + AXIS_HEIGHT;
    chart.current?.setSize({ width: element.clientWidth, height });
  }, [place, laneCount]);

  useEffect(() => {
    chart.current?.setData(toData({ fromMs, toMs }));
  }, [fromMs, toMs]);
}

/** The two ends alone: the bars are drawn by us. */
function toData({ fromMs, toMs }: Bounds): uPlot.AlignedData {
  return [
    [fromMs / 1000, toMs / 1000],
    [0, 0],
  ];
}

/** The time of day; the date where a day begins. */
function toTickTexts(splits: readonly number[], locale: Locale): string[] {
  const day = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  return splits.map((seconds) => {
    const at = new Date(seconds * 1000);
    const isMidnight = at.getHours() === 0 && at.getMinutes() === 0;
    return isMidnight ? day.format(at) : formatInstant(at.toISOString(), at.getTime(), { locale });
  });
}
