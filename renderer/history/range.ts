const HOUR_MS = 3_600_000;

/** How much time is looked at; a drag over the timeline makes any other length. */
export const SPANS = {
  hour: HOUR_MS,
  day: 24 * HOUR_MS,
  week: 168 * HOUR_MS,
  month: 720 * HOUR_MS,
};
export type SpanName = keyof typeof SPANS;

const SPAN_MIN_MS = 60_000;
const SPAN_MAX_MS = 12 * SPANS.month;
/** How far one step leads, as a part of what is seen. */
const STEP = 0.75;

/** What is looked at; without an end it follows the clock. Wall clock, in milliseconds. */
export interface Range {
  readonly spanMs: number;
  readonly endMs: number | undefined;
}

export interface Bounds {
  readonly fromMs: number;
  readonly toMs: number;
}

export function toBounds({ spanMs, endMs }: Range, nowMs: number): Bounds {
  const toMs = endMs ?? nowMs;
  return { fromMs: Math.max(0, toMs - spanMs), toMs };
}

/** Another length around the same middle, or up to now where that was followed. */
export function zoomTo(range: Range, spanMs: number, nowMs: number): Range {
  const span = Math.min(Math.max(spanMs, SPAN_MIN_MS), SPAN_MAX_MS);
  if (range.endMs === undefined) return { spanMs: span, endMs: undefined };
  return follow({ spanMs: span, endMs: range.endMs - range.spanMs / 2 + span / 2 }, nowMs);
}

/** Earlier (-1) or later (1) by most of what is seen. */
export function step(range: Range, direction: -1 | 1, nowMs: number): Range {
  const endMs = (range.endMs ?? nowMs) + direction * range.spanMs * STEP;
  return follow({ ...range, endMs: Math.max(endMs, range.spanMs) }, nowMs);
}

/** Exactly these bounds. */
export function showBounds({ fromMs, toMs }: Bounds, nowMs: number): Range {
  const spanMs = Math.max(toMs - fromMs, SPAN_MIN_MS);
  return follow({ spanMs, endMs: fromMs + spanMs }, nowMs);
}

/** Brings a moment into view, in the middle where it was not seen. */
export function showMoment(range: Range, atMs: number, nowMs: number): Range {
  const { fromMs, toMs } = toBounds(range, nowMs);
  if (atMs >= fromMs && atMs <= toMs) return range;
  return follow({ spanMs: range.spanMs, endMs: atMs + range.spanMs / 2 }, nowMs);
}

/** There is nothing to see of the time to come. */
function follow(range: Range, nowMs: number): Range {
  return range.endMs !== undefined && range.endMs >= nowMs ? { ...range, endMs: undefined } : range;
}
