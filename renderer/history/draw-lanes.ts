import type { Standing } from '../../shared/history.ts';
import type { Colours } from './colours.ts';
import type { HistoryRecord, Lane } from './records.ts';

export const LANE_HEIGHT = 36;
const BAR_HEIGHT = 22;
const BAR_MIN_WIDTH = 3;
const RADIUS = 5;
const TEXT_ROOM_MIN = 28;
/** How near a click must be to a mark, or to a bar that is too narrow to hit. */
const HIT_PX = 6;

/** Where a time lies, in the same pixels as the canvas. */
export interface LaneScale {
  readonly toX: (ms: number) => number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  /** Of the canvas to those of the page. */
  readonly ratio: number;
  readonly nowMs: number;
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly top: number;
}

/** Draws who held the port of each lane: solid expected, hatched squatters, dashed hidden owners. */
export function drawLanes(
  context: CanvasRenderingContext2D,
  lanes: readonly Lane[],
  scale: LaneScale,
  look: {
    readonly colours: Colours;
    readonly selectedId: string | undefined;
    readonly atMs: number | undefined;
  },
): void {
  const { colours, selectedId, atMs } = look;
  const { left, right, top, ratio } = scale;
  context.save();
  context.beginPath();
  context.rect(left, top, right - left, lanes.length * LANE_HEIGHT * ratio);
  context.clip();
  for (const [index, lane] of lanes.entries()) {
    const laneTop = top + index * LANE_HEIGHT * ratio;
    line(context, colours.hairline, ratio, [left, laneTop], [right, laneTop]);
    for (const record of lane.records) {
      if (record.kind !== 'interval') continue;
      const bar = toBar(record, index, scale);
      drawBar(context, bar, record.interval.standing, record.who, colours, ratio);
      if (record.id === selectedId) outline(context, bar, colours.ink, ratio);
    }
    for (const record of lane.records) {
      if (record.kind !== 'event') continue;
      drawMark(context, record, scale.toX(record.startMs), laneTop, colours, ratio, selectedId);
    }
  }
  if (atMs !== undefined) {
    const x = scale.toX(atMs);
    const bottom = top + lanes.length * LANE_HEIGHT * ratio;
    line(context, colours.accent, 2 * ratio, [x, top], [x, bottom]);
  }
  context.restore();
}

/** The record at this place of the canvas, the smallest where several are. */
export function findRecordAt(
  lanes: readonly Lane[],
  scale: LaneScale,
  place: { readonly x: number; readonly y: number },
): HistoryRecord | undefined {
  const index = Math.floor((place.y - scale.top) / (LANE_HEIGHT * scale.ratio));
  const near = HIT_PX * scale.ratio;
  const records = lanes[index]?.records ?? [];
  const mark = records.find(
    (record) => record.kind === 'event' && Math.abs(scale.toX(record.startMs) - place.x) <= near,
  );
  if (mark !== undefined) return mark;
  return records
    .filter((record) => record.kind === 'interval')
    .map((record) => ({ record, bar: toBar(record, index, scale) }))
    .filter(({ bar }) => place.x >= bar.from - near && place.x <= bar.to + near)
    .toSorted((a, b) => a.bar.to - a.bar.from - (b.bar.to - b.bar.from))[0]?.record;
}

function toBar(
  record: Extract<HistoryRecord, { kind: 'interval' }>,
  index: number,
  scale: LaneScale,
): Bar {
  const from = Math.max(scale.toX(record.startMs), scale.left - 2 * RADIUS * scale.ratio);
  const end = Math.min(
    scale.toX(record.endMs ?? scale.nowMs),
    scale.right + 2 * RADIUS * scale.ratio,
  );
  const top = scale.top + (index * LANE_HEIGHT + (LANE_HEIGHT - BAR_HEIGHT) / 2) * scale.ratio;
  return { from, to: Math.max(end, from + BAR_MIN_WIDTH * scale.ratio), top };
}

function drawBar(
  context: CanvasRenderingContext2D,
  bar: Bar,
  standing: Standing,
  label: string,
  colours: Colours,
  ratio: number,
): void {
  const fill = {
    expected: colours.expected,
    squatter: colours.conflict,
    unwatched: colours.muted,
    hidden: colours.paper,
  }[standing];
  path(context, bar, ratio);
  context.fillStyle = fill;
  context.fill();
  if (standing === 'squatter') hatch(context, bar, colours.onBar, ratio);
  if (standing === 'hidden') {
    context.setLineDash([4 * ratio, 3 * ratio]);
    outline(context, bar, colours.waiting, ratio);
    context.setLineDash([]);
  }
  drawLabel(
    context,
    bar,
    label,
    standing === 'hidden' ? colours.waiting : colours.onBar,
    fill,
    colours.font,
    ratio,
  );
}

/** Stripes over a bar, so that no colour is needed to see who does not belong there. */
function hatch(context: CanvasRenderingContext2D, bar: Bar, colour: string, ratio: number): void {
  const height = BAR_HEIGHT * ratio;
  context.save();
  path(context, bar, ratio);
  context.clip();
  context.globalAlpha = 0.3;
  for (let x = bar.from - height; x < bar.to; x += 9 * ratio) {
    line(context, colour, 3 * ratio, [x, bar.top + height], [x + height, bar.top]);
  }
  context.restore();
}

function drawLabel(
  context: CanvasRenderingContext2D,
  bar: Bar,
  label: string,
  colour: string,
  ground: string,
  font: string,
  ratio: number,
): void {
  const from = Math.max(bar.from, 0) + 7 * ratio;
  const room = bar.to - from - 7 * ratio;
  if (room < TEXT_ROOM_MIN * ratio) return;
  context.font = `600 ${12 * ratio}px ${font}`;
  const text = fit(context, label, room);
  if (text === '') return;
  const middle = bar.top + (BAR_HEIGHT / 2) * ratio;
  const width = context.measureText(text).width;
  context.fillStyle = ground;
  context.fillRect(
    from - 4 * ratio,
    bar.top + 3 * ratio,
    width + 8 * ratio,
    (BAR_HEIGHT - 6) * ratio,
  );
  context.fillStyle = colour;
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.fillText(text, from, middle + 0.5 * ratio);
}

function fit(context: CanvasRenderingContext2D, label: string, room: number): string {
  if (context.measureText(label).width <= room) return label;
  for (let length = Math.min(label.length - 1, 60); length > 1; length -= 1) {
    const cut = `${label.slice(0, length)}…`;
    if (context.measureText(cut).width <= room) return cut;
  }
  return '';
}

/** A line through the lane with a shape on it: what ended, what moved, what began to clash. */
function drawMark(
  context: CanvasRenderingContext2D,
  record: Extract<HistoryRecord, { kind: 'event' }>,
  x: number,
  laneTop: number,
  colours: Colours,
  ratio: number,
  selectedId: string | undefined,
): void {
  const size = 4 * ratio;
  const top = laneTop + 3 * ratio;
  const isSelected = record.id === selectedId;
  line(
    context,
    colours.ink,
    (isSelected ? 2.5 : 1) * ratio,
    [x, top],
    [x, laneTop + (LANE_HEIGHT - 3) * ratio],
  );
  context.fillStyle = record.event.kind === 'conflict-began' ? colours.conflict : colours.ink;
  context.beginPath();
  if (record.event.kind === 'conflict-began') {
    context.moveTo(x, top - size / 2);
    context.lineTo(x + size, top + size * 1.4);
    context.lineTo(x - size, top + size * 1.4);
  } else {
    context.arc(x, top + size / 2, size * 0.8, 0, 2 * Math.PI);
  }
  context.fill();
}

function path(context: CanvasRenderingContext2D, bar: Bar, ratio: number): void {
  const width = bar.to - bar.from;
  context.beginPath();
  context.roundRect(
    bar.from,
    bar.top,
    width,
    BAR_HEIGHT * ratio,
    Math.min(RADIUS * ratio, width / 2),
  );
}

function outline(context: CanvasRenderingContext2D, bar: Bar, colour: string, ratio: number): void {
  path(context, bar, ratio);
  context.strokeStyle = colour;
  context.lineWidth = 1.5 * ratio;
  context.stroke();
}

function line(
  context: CanvasRenderingContext2D,
  colour: string,
  width: number,
  from: readonly [number, number],
  to: readonly [number, number],
): void {
  context.beginPath();
  context.moveTo(...from);
  context.lineTo(...to);
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.stroke();
}
