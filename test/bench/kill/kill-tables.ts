import { median } from '../samples.ts';
import { toNumber, toTable } from '../tables.ts';
import type { Verdict } from '../targets.ts';
import type { KillSeries } from './measure-kills.ts';

/** The longest that a click may take to become a signal, and so on, in milliseconds. */
const SIGNAL_MAX_MS = 20;
const FREED_MAX_MS = 60;
const TREE_MAX_MS = 1000;

const FIGURES = [
  { figure: 'click to signal', atMost: SIGNAL_MAX_MS, list: listToSignal },
  { figure: 'signal to freed', atMost: FREED_MAX_MS, list: listToFreed },
  { figure: 'a tree of 50', atMost: TREE_MAX_MS, list: listTree },
] as const;

function listToSignal({ samples }: KillSeries): readonly number[] {
  return samples.map(({ toSignalMs }) => toSignalMs);
}

function listToFreed({ samples }: KillSeries): readonly number[] {
  return samples.map(({ toFreedMs }) => toFreedMs);
}

function listTree({ treeMs }: KillSeries): readonly number[] {
  return treeMs;
}

/** A line for each that kills: medians, and the slowest behind them. */
export function toKillTable(series: readonly KillSeries[]): string {
  const rows = series.map((one) => [
    one.killer,
    ...FIGURES.map(({ list }) => {
      const values = list(one);
      return `${toNumber(median(values))} (${toNumber(Math.max(...values))})`;
    }),
  ]);
  return toTable([['ms (slowest)', ...FIGURES.map(({ figure }) => figure)], ...rows]);
}

/** How ours, which come first, stand to what they should be. */
export function toKillVerdicts([ours]: readonly KillSeries[]): readonly Verdict[] {
  if (ours === undefined) return [];
  return FIGURES.map(({ figure, atMost, list }) => ({
    figure,
    value: median(list(ours)),
    atMost,
    unit: 'ms',
  }));
}
