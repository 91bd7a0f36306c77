import type { ProcessSize } from './process-sizes.ts';

/** Before this part of a soak, caches and heaps fill. */
const WARM_UP_SHARE = 0.3;
/** A heap breathes; in a short soak only a flood would show. */
const LONG_MINUTES = 10;
const GROWTH_MAX = 1.05;
const SHORT_GROWTH_MAX = 1.5;

/** A long soak is asked for: `PORTREEVE_TEST_SOAK_MINUTES=120 npm test -- soak`. */
export function readSoakMinutes(otherwise: number): number {
  return Number(process.env['PORTREEVE_TEST_SOAK_MINUTES'] ?? otherwise);
}

/** How much larger the memory may be at the end than after the warm-up. */
export const toGrowthMax = (minutes: number): number =>
  minutes >= LONG_MINUTES ? GROWTH_MAX : SHORT_GROWTH_MAX;

export interface Growth {
  readonly early: ProcessSize;
  readonly late: ProcessSize;
}

/** A tenth of the sizes after the warm-up, and the last tenth: the mean of each. */
export function toGrowth(sizes: readonly ProcessSize[]): Growth {
  const warm = Math.floor(sizes.length * WARM_UP_SHARE);
  const early = sizes.slice(warm, warm + Math.ceil(sizes.length / 10));
  return { early: toMean(early), late: toMean(sizes.slice(-early.length)) };
}

export function toGrowthText({ early, late }: Growth): string {
  return (
    `RSS ${early.rssMb.toFixed(1)} MB, then ${late.rssMb.toFixed(1)} MB; ` +
    `descriptors ${early.descriptors.toFixed(0)}, then ${late.descriptors.toFixed(0)}`
  );
}

/** The mean memory of each tenth, in megabytes: whether it still rises shows there. */
export function toCourse(sizes: readonly ProcessSize[]): string {
  const step = Math.ceil(sizes.length / 10);
  return Array.from({ length: Math.ceil(sizes.length / step) }, (_, tenth) =>
    toMean(sizes.slice(tenth * step, (tenth + 1) * step)).rssMb.toFixed(1),
  ).join(' ');
}

function toMean(sizes: readonly ProcessSize[]): ProcessSize {
  const mean = (read: (size: ProcessSize) => number): number =>
    sizes.reduce((sum, size) => sum + read(size), 0) / sizes.length;
  return {
    rssMb: mean(({ rssMb }) => rssMb),
    descriptors: mean(({ descriptors }) => descriptors),
  };
}
