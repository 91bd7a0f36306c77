const SLIPS_MAX = 2;

/** The one of these words that was probably meant, a slip or two away. */
export function findNearest<Word extends string>(
  written: string,
  words: readonly Word[],
): Word | undefined {
  const [nearest] = words
    .map((word) => ({ word, slips: countSlips(written, word) }))
    .toSorted((a, b) => a.slips - b.slips);
  // Of a short word too little is left then.
  const isNear = nearest !== undefined && nearest.slips <= SLIPS_MAX;
  return isNear && nearest.slips < written.length / 2 ? nearest.word : undefined;
}

/** Letters to be put in, left out or changed (Levenshtein). */
function countSlips(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let line = 0; line < from.length; line += 1) {
    const next = [line + 1];
    for (let column = 0; column < to.length; column += 1) {
      const changed = (row[column] ?? 0) + (from[line] === to[column] ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
