/** Things that are looked at round and round, a few at a time. */
export interface Round<T> {
  /** The next ones, at most `count` and each once. */
  take(count: number): readonly T[];
  /** What the round goes over from now on. */
  set(items: readonly T[]): void;
}

/** Creates a round over nothing. */
export function createRound<T>(): Round<T> {
  let items: readonly T[] = [];
  let at = 0;
  return {
    take(count) {
      const size = Math.min(Math.ceil(count), items.length);
      const from = at >= items.length ? 0 : at;
      at = from + size;
      const taken = items.slice(from, at);
      if (at <= items.length) return taken;
      at -= items.length;
      return [...taken, ...items.slice(0, at)];
    },
    set(next) {
      items = next;
    },
  };
}
