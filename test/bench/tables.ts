import { mean, median, pairedRatio, type Series } from './samples.ts';
import type { Verdict } from './targets.ts';

/** Columns wide enough for what they hold: the first to the left, numbers to the right. */
export function toTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) {
      widths[column] = Math.max(widths[column] ?? 0, cell.length);
    }
  }
  const toLine = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd();
  return rows.map((row) => `  ${toLine(row)}\n`).join('');
}

export function toNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** A ratio below one as 1/n. */
export function toRatio(ratio: number): string {
  return ratio < 0.5 ? `1/${toNumber(1 / ratio)}` : ratio.toFixed(2);
}

export function toSeriesTable(series: readonly Series[]): string {
  const bases = ['ss', 'lsof'].map((name) => series.find(({ contestant }) => contestant === name));
  const heading = ['', 'wall ms', 'fastest', 'slowest', 'CPU ms', 'of ss', 'of lsof'];
  const rows = series.map((one) => {
    const walls = one.samples.map(({ wallMs }) => wallMs);
    return [
      toName(one),
      toNumber(median(walls)),
      toNumber(Math.min(...walls)),
      toNumber(Math.max(...walls)),
      toNumber(mean(one.samples.map(({ cpuMs }) => cpuMs))),
      ...bases.map((base) => (base === undefined ? '-' : toRatio(pairedRatio(one, base)))),
      `${median(one.samples.map(({ found }) => found))}`,
      ...toBlocked(one),
    ];
  });
  return toTable([[...heading, 'found', 'blocked ms (worst)'], ...rows]);
}

function toName({ contestant, samples }: Series): string {
  const source = samples[0]?.source;
  return source === undefined ? contestant : `${contestant} (${source})`;
}

function toBlocked({ samples }: Series): readonly string[] {
  const blocked = samples.flatMap(({ blockedMs }) => (blockedMs === undefined ? [] : [blockedMs]));
  if (blocked.length === 0) return [];
  return [`${toNumber(median(blocked))} (${toNumber(Math.max(...blocked))})`];
}

export function toVerdictTable(verdicts: readonly Verdict[]): string {
  return toTable(
    verdicts.map(({ figure, value, atMost, unit }) => {
      const show = (number: number): string =>
        unit === 'ratio' ? toRatio(number) : `${toNumber(number)} ${unit}`;
      const word = value <= atMost ? 'met' : 'MISSED';
      return [figure, show(value), `at most ${show(atMost)}`, word];
    }),
  );
}
