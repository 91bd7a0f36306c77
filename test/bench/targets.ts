import { median, pairedRatio, type Series } from './samples.ts';
import { REFERENCE, type Workload } from './workloads.ts';

/** What a figure should be at most; told, not enforced: machines differ, and so do days. */
export interface Verdict {
  readonly figure: string;
  readonly value: number;
  readonly atMost: number;
  /** Ratios below one are read more easily upside down. */
  readonly unit: 'ratio' | 'ms' | '%' | 'kB' | 'MB';
}

export interface Measured {
  readonly workload: Workload;
  readonly series: readonly Series[];
}

const STEADY_BY_WORKLOAD: Readonly<
  Record<string, { readonly ss: number; readonly lsof?: number }>
> = {
  'P300-F20-L50': { ss: 1 / 120, lsof: 1 / 250 },
  'P2000-F20-L50': { ss: 1 / 500 },
  'P300-F20-L50-E20000': { ss: 1 / 500 },
  'P300-F20-L2000': { ss: 1 / 15 },
  'P2000-F100-L2000': { ss: 1 / 50 },
};
const FALLBACK_MAX = 1 / 4;
/** Where few listen; where thousands do, reading them alone takes longer. */
const NEWCOMER_MAX = 1 / 50;
const FIRST_SCAN_MAX = 1;
const BLOCKED_MAX_MS = 20;
/** However much the machine holds, as long as no more of it listens. */
const GROWTH_MAX = 1.2;

/** Everything that was measured of us, next to what was wanted. */
export function toVerdicts(
  measured: Measured,
  reference: Measured | undefined,
): readonly Verdict[] {
  const find = (name: string): Series | undefined =>
    measured.series.find(({ contestant }) => contestant === name);
  const verdicts: Verdict[] = [];
  const compare = (
    figure: string,
    name: string,
    base: string,
    atMost: number | undefined,
  ): void => {
    const ours = find(name);
    const theirs = find(base);
    if (ours === undefined || theirs === undefined || atMost === undefined) return;
    verdicts.push({ figure, value: pairedRatio(ours, theirs), atMost, unit: 'ratio' });
  };
  const steady = STEADY_BY_WORKLOAD[measured.workload.name];
  compare('steady / ss', 'steady', 'ss', steady?.ss);
  compare('polled every 2 s / ss', 'polled', 'ss', steady?.ss);
  compare('steady / lsof', 'steady', 'lsof', steady?.lsof);
  compare('fallback / ss', 'fallback', 'ss', FALLBACK_MAX);
  const newcomer = isLikeReference(measured.workload) ? NEWCOMER_MAX : undefined;
  compare('newcomer, new process / ss', 'newcomer, new process', 'ss', newcomer);
  compare('newcomer, old process / ss', 'newcomer, old process', 'ss', newcomer);
  compare('first scan / ss', 'first scan', 'ss', FIRST_SCAN_MAX);
  const first = find('first scan');
  if (first !== undefined) {
    const value = median(first.samples.map(({ blockedMs = Number.NaN }) => blockedMs));
    verdicts.push({ figure: 'first scan blocks', value, atMost: BLOCKED_MAX_MS, unit: 'ms' });
  }
  const growth = toGrowth(measured, reference);
  if (growth !== undefined) {
    const figure = `steady against ${REFERENCE.name}`;
    verdicts.push({ figure, value: growth, atMost: GROWTH_MAX, unit: 'ratio' });
  }
  return verdicts;
}

const isLikeReference = ({ listeners }: Workload): boolean => listeners === REFERENCE.listeners;

/**
 * By the yardstick, since the two were measured minutes apart; over as many rounds of each, since a
 * process gets quicker as it goes.
 */
function toGrowth(measured: Measured, reference: Measured | undefined): number | undefined {
  if (reference === undefined || reference === measured) return undefined;
  if (!isLikeReference(measured.workload)) return undefined;
  const [now = [], before = []] = [measured, reference].map(({ series }) =>
    (series.find(({ contestant }) => contestant === 'steady')?.samples ?? []).map(
      ({ wallMs, yardstickMs = Number.NaN }) => wallMs / yardstickMs,
    ),
  );
  const rounds = Math.min(now.length, before.length);
  return rounds === 0 ? undefined : median(now.slice(0, rounds)) / median(before.slice(0, rounds));
}
