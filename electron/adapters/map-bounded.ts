/** As `Promise.all` over the items, with at most `atOnce` of them under way; answers in their order. */
export async function mapBounded<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  task: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  // Shared by all, so that each takes the next item that nobody has taken.
  const waiting = items.entries();
  const takeEach = async (): Promise<void> => {
    for (const [index, item] of waiting) results[index] = await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, takeEach));
  return results;
}
