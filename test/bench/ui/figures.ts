import { median } from '../samples.ts';
import type { Verdict } from '../targets.ts';

/** What was measured of the popover. */
export interface PopoverFigures {
  readonly listeners: number;
  /** From the click on the icon to the first content on the screen, each by an app just started. */
  readonly firstPaintedMs: readonly number[];
  /** The same for a popover that was closed a moment ago. */
  readonly laterPaintedMs: readonly number[];
  /** Script that was loaded before the first paint, compressed. */
  readonly scriptGzipKb: number;
  /** Tasks of the page of 50 ms and more while listeners came and went. */
  readonly longTasksMs: readonly number[];
  readonly watchedForMs: number;
  /** From a key to the paint that shows what it did. */
  readonly keystrokesMs: readonly number[];
  /** Proportional set size of the popover's process, with all its listeners shown. */
  readonly memoryMb: number;
  /** The same of a window with nothing in it. */
  readonly emptyMemoryMb: number;
}

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[
    Math.min(values.length - 1, Math.floor(values.length * share))
  ] ?? 0;

export function toPopoverVerdicts(figures: PopoverFigures): readonly Verdict[] {
  const { firstPaintedMs, laterPaintedMs, keystrokesMs, longTasksMs } = figures;
  return [
    { figure: 'click to paint, first', value: median(firstPaintedMs), atMost: 400, unit: 'ms' },
    { figure: 'click to paint, later', value: median(laterPaintedMs), atMost: 100, unit: 'ms' },
    { figure: 'longest task', value: Math.max(0, ...longTasksMs), atMost: 50, unit: 'ms' },
    {
      figure: 'keystroke to paint, p95',
      value: quantile(keystrokesMs, 0.95),
      atMost: 50,
      unit: 'ms',
    },
    { figure: 'script for the first paint', value: figures.scriptGzipKb, atMost: 200, unit: 'kB' },
    {
      figure: 'memory above an empty window',
      value: figures.memoryMb - figures.emptyMemoryMb,
      atMost: 60,
      unit: 'MB',
    },
  ];
}

export function toPopoverText(figures: PopoverFigures): string {
  const { longTasksMs, watchedForMs, keystrokesMs } = figures;
  const round = (values: readonly number[]): string => values.map(Math.round).join(', ');
  return [
    `listeners              ${figures.listeners}`,
    `click to paint, first  ${round(figures.firstPaintedMs)} ms`,
    `click to paint, later  ${round(figures.laterPaintedMs)} ms`,
    `tasks of 50 ms or more ${longTasksMs.length} in ${Math.round(watchedForMs / 1000)} s${longTasksMs.length === 0 ? '' : `: ${round(longTasksMs)} ms`}`,
    `keystroke to paint     p50 ${Math.round(quantile(keystrokesMs, 0.5))} ms, p95 ${Math.round(quantile(keystrokesMs, 0.95))} ms, of ${keystrokesMs.length}`,
    `memory                 ${Math.round(figures.memoryMb)} MB, an empty window ${Math.round(figures.emptyMemoryMb)} MB`,
    '',
  ].join('\n');
}
