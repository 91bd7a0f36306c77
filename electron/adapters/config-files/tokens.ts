/*
 * What a parser read, as a flat list of words, so that two readings can be compared without going
 * down two trees at once: `{`, `k:port`, `number:3000`, `}`.
 */

/** The words of a plain value, keys in their order. */
export function listTokens(value: unknown): readonly string[] {
  const tokens: string[] = [];
  const visit = (current: unknown): void => {
    if (Array.isArray(current)) {
      tokens.push('[');
      for (const entry of current) visit(entry);
      tokens.push(']');
    } else if (current instanceof Date) {
      tokens.push(`date:${current.toISOString()}`);
    } else if (typeof current === 'object' && current !== null) {
      tokens.push('{');
      for (const [key, entry] of Object.entries(current)) {
        tokens.push(`k:${key}`);
        visit(entry);
      }
      tokens.push('}');
    } else {
      tokens.push(toToken(current));
    }
  };
  visit(value);
  return tokens;
}

export function toToken(scalar: unknown): string {
  const type = typeof scalar === 'bigint' ? 'number' : typeof scalar;
  return `${type}:${String(scalar)}`;
}

/** The one word that differs, or undefined when none does or several do. */
export function findOnlyDifference(
  before: readonly string[],
  after: readonly string[],
): readonly [string, string] | undefined {
  if (before.length !== after.length) return undefined;
  const different = before.flatMap((word, index) => {
    const other = after[index] ?? '';
    return word === other ? [] : [[word, other] as const];
  });
  return different.length === 1 ? different[0] : undefined;
}

/** The readings differ in one word, which is the same but for the port. */
export function isPortSwap(
  before: readonly string[],
  after: readonly string[],
  from: number,
  to: number,
): boolean {
  const difference = findOnlyDifference(before, after);
  if (difference === undefined) return false;
  const [old, now] = difference;
  // One place, as in 3000:3000 for a container, or all, as in 3000-3000.
  const isOnePlace = [...old.matchAll(toBounded(from))].some(
    ({ index }) => `${old.slice(0, index)}${to}${old.slice(index + String(from).length)}` === now,
  );
  return isOnePlace || old.replaceAll(toBounded(from), String(to)) === now;
}

/** Every place of a number that is not part of a longer one. */
export function toBounded(port: number): RegExp {
  return new RegExp(`(?<!\\d)${port}(?!\\d)`, 'g');
}
