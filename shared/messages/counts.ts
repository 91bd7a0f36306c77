/**
 * Numbers as one language writes them. Below a thousand every language of ours writes the bare
 * digits; the tables for the rest are megabytes, and are read at the first larger number.
 */
export function createCounts(locale: string): Intl.NumberFormat {
  let full: Intl.NumberFormat | undefined;
  const toFull = (): Intl.NumberFormat => (full ??= new Intl.NumberFormat(locale));
  return {
    format: (count: number | bigint | Intl.StringNumericLiteral) =>
      isBare(count) ? String(count) : toFull().format(count),
    formatToParts: (count?: number | bigint | Intl.StringNumericLiteral) =>
      count === undefined ? toFull().formatToParts() : toFull().formatToParts(count),
    formatRange: (from, to) => toFull().formatRange(from, to),
    formatRangeToParts: (from, to) => toFull().formatRangeToParts(from, to),
    resolvedOptions: () => toFull().resolvedOptions(),
  };
}

function isBare(count: unknown): boolean {
  return Number.isInteger(count) && Number(count) >= 0 && Number(count) < 1000;
}
