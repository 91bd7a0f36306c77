import { settingsSchema, type Settings } from './settings.ts';

export interface MergedSettings {
  readonly settings: Settings;
  /** The watched ports whose changes of ours were left out; a preference has no name. */
  readonly leftOut: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * What we changed (`before` to `ours`) together with what somebody else did meanwhile (`before` to
 * `theirs`): entry by entry, and field by field within one. Where both changed the same, theirs
 * stands, for it is written already.
 */
export function mergeSettings(before: Settings, ours: Settings, theirs: Settings): MergedSettings {
  const leftOut = new Set<string>();
  const merged = mergeFields(before, ours, theirs, (key) => {
    switch (key) {
      case 'watchedPorts': {
        const lists = [before.watchedPorts, ours.watchedPorts, theirs.watchedPorts] as const;
        return mergeLists(lists, ({ id }) => id, leftOut);
      }
      case 'mutes':
        return mergeLists(
          [before.mutes, ours.mutes, theirs.mutes],
          ({ watchedPortId }) => watchedPortId,
          new Set(),
        );
      case 'heldPorts':
        return mergeLists(
          [before.heldPorts, ours.heldPorts, theirs.heldPorts],
          (id) => id,
          new Set(),
        );
      default:
        leftOut.add('');
        return undefined;
    }
  });
  const parsed = settingsSchema.safeParse(merged);
  // Together they may be what neither is alone: one port watched twice, for example.
  return parsed.success
    ? { settings: parsed.data, leftOut: [...leftOut] }
    : { settings: theirs, leftOut: listChangedNames(before, ours) };
}

/** `settle` gives what becomes of a field that both changed; undefined for theirs. */
function mergeFields(
  before: Fields,
  ours: Fields,
  theirs: Fields,
  settle: (key: string) => unknown,
): Fields {
  const keys = new Set([before, ours, theirs].flatMap((fields) => Object.keys(fields)));
  const entries = [...keys].map((key) => {
    const [was, own, other] = [before[key], ours[key], theirs[key]];
    if (isSame(was, own) || isSame(own, other)) return [key, other];
    return [key, isSame(was, other) ? own : (settle(key) ?? other)];
  });
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Fields;
}

/** In their order, with what we added at the end. */
function mergeLists<Item extends object | string>(
  [before, ours, theirs]: readonly [readonly Item[], readonly Item[], readonly Item[]],
  toId: (item: Item) => string,
  leftOut: Set<string>,
): readonly unknown[] {
  const index = (items: readonly Item[]) => new Map(items.map((item) => [toId(item), item]));
  const [was, own, other] = [index(before), index(ours), index(theirs)];
  const leave = (item: Item): void => {
    leftOut.add(typeof item === 'object' && 'name' in item ? String(item.name) : '');
  };
  const kept = theirs.flatMap((item): readonly unknown[] => {
    const [old, mine] = [was.get(toId(item)), own.get(toId(item))];
    if (mine === undefined) {
      if (old === undefined) return [item];
      if (isSame(old, item)) return [];
      leave(item);
      return [item];
    }
    if (typeof mine === 'string' || typeof item === 'string') return [item];
    const merged = mergeFields((old ?? {}) as Fields, mine as Fields, item as Fields, () => {
      leave(mine);
      return undefined;
    });
    return [merged];
  });
  const added = ours.filter((item) => {
    if (other.has(toId(item))) return false;
    const old = was.get(toId(item));
    if (old !== undefined && !isSame(old, item)) leave(item);
    return old === undefined;
  });
  return [...kept, ...added];
}

function listChangedNames(before: Settings, ours: Settings): readonly string[] {
  const changed = ours.watchedPorts.filter(
    (own) => !before.watchedPorts.some((old) => isSame(old, own)),
  );
  return changed.length === 0 ? [''] : changed.map(({ name }) => name);
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
