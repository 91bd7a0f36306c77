/**
 * Whether this is what a write in place left that was ended at some byte: of `after` over `before`,
 * or of `before` over that again. Then it is `before`, `after` and `before` again, each in its own
 * place, and each perhaps empty; the length changes as the write passes the end, and once more when
 * all is written.
 */
export function isMixture(now: Buffer, after: Buffer, before: Buffer): boolean {
  const putBack = findDifference(now, before, 0);
  const written = findDifference(now, after, putBack);
  return written === now.length
    ? now.length >= Math.min(after.length, before.length)
    : now.subarray(written).equals(before.subarray(written));
}

/** The first place from there on where the two differ, or one of them ends. */
function findDifference(a: Buffer, b: Buffer, from: number): number {
  let place = from;
  while (place < a.length && a[place] === b[place]) place += 1;
  return place;
}
