import type { Listener } from '../../../../shared/listener.ts';
import { compareListeners } from '../../compare-listeners.ts';
import type { FoundSocket } from '../sockets/found-socket.ts';
import type { Pace } from '../proc/pace.ts';
import type { Owners } from './read-owners.ts';
import { splitPlace, toListener, toPlace, type Place } from './to-listener.ts';

interface Group {
  readonly place: Place;
  sockets: FoundSocket[];
  /** Whether some of the sockets are not in it any more. */
  isTorn: boolean;
  /** As it was told last. */
  listener: Listener | undefined;
  /** What other programs have on the same place; absent where there are none, as nearly always. */
  sharers: readonly Listener[] | undefined;
}

/** Beyond this, all groups are put in order at once. */
const FEW = 16;

/** What only holders and accounts can tell. */
interface ListenerSources {
  readonly owners: Owners;
  /** The inodes whose owners are others than at the last build; undefined where all may be. */
  readonly changed: ReadonlySet<number> | undefined;
  /** The same as at the last build, unless all may be others. */
  readonly toUserName: (uid: number) => string;
}

interface ListenerBuilder {
  /**
   * Merges sockets into listeners; sorted by port, protocol, family, address and user. Those that
   * are the same as the last time come back as the same objects. Undefined when time was up.
   */
  build(
    sockets: readonly FoundSocket[],
    sources: ListenerSources,
    pace: Pace,
  ): Promise<readonly Listener[] | undefined>;
}

/** Creates a builder that remembers what it built last, and goes over what changed since. */
export function createListenerBuilder(): ListenerBuilder {
  const groups = new Map<string, Group>();
  const groupOf = new Map<FoundSocket, Group>();
  const byInode = new Map<number, FoundSocket>();
  /** All groups in the order of their listeners; what came since the last build is at the end. */
  let ordered: Group[] = [];
  let last: readonly FoundSocket[] = [];
  /** Whether the last build came to its end; half of one is none. */
  let isWhole = true;

  function forget(): void {
    groups.clear();
    groupOf.clear();
    byInode.clear();
    ordered = [];
    last = [];
  }

  function join(found: FoundSocket, user: string): Group {
    const place = toPlace(found, user);
    let group = groups.get(place.key);
    if (group === undefined) {
      group = { place, sockets: [], isTorn: false, listener: undefined, sharers: undefined };
      groups.set(place.key, group);
      ordered.push(group);
    }
    group.sockets.push(found);
    groupOf.set(found, group);
    byInode.set(found.row.inode, found);
    return group;
  }

  /** Returns the group that it was in, which is torn then. */
  function leave(found: FoundSocket): Group | undefined {
    const group = groupOf.get(found);
    if (group === undefined) return undefined;
    group.isTorn = true;
    groupOf.delete(found);
    const { inode } = found.row;
    if (byInode.get(inode) === found) byInode.delete(inode);
    return group;
  }

  /** Clears the group of what left it, and drops it when nothing is left. */
  function mend(group: Group): void {
    if (!group.isTorn) return;
    group.isTorn = false;
    group.sockets = group.sockets.filter((found) => groupOf.get(found) === group);
    if (group.sockets.length === 0) groups.delete(group.place.key);
  }

  /** The groups with sockets of these inodes. */
  function listGroups(inodes: ReadonlySet<number>): readonly Group[] {
    /** It knows one socket of each inode; where several were told for one, all are looked at. */
    const isEachKnown = byInode.size === groupOf.size;
    const found = isEachKnown
      ? [...inodes].map((inode) => byInode.get(inode))
      : [...groupOf.keys()].filter(({ row }) => inodes.has(row.inode));
    return found.flatMap((each) => (each === undefined ? [] : (groupOf.get(each) ?? [])));
  }

  /** All listeners in order, after the last group came and the last one went. */
  function list(countBefore: number): readonly Listener[] {
    const isAnyEmpty = ordered.length > groups.size;
    const news = ordered.splice(countBefore).filter(isInUse);
    if (isAnyEmpty) ordered = ordered.filter(isInUse);
    if (news.length > FEW) ordered = [...ordered, ...news].sort(compareGroups);
    else for (const group of news) ordered.splice(findPlaceFor(group, ordered), 0, group);
    const listeners: Listener[] = [];
    for (const { listener, sharers } of ordered) {
      if (listener !== undefined) listeners.push(listener);
      if (sharers !== undefined) listeners.push(...sharers);
    }
    return listeners;
  }

  return {
    async build(sockets, { owners, changed, toUserName }, pace) {
      if (!isWhole) forget();
      isWhole = false;
      const countBefore = ordered.length;
      /** Only where not all are gone through. */
      const touched = new Set<Group>();
      const touch = (group: Group | undefined): void => {
        if (group !== undefined && changed !== undefined) touched.add(group);
      };
      const { gone, mayBeNew } = compareSockets(last, sockets);
      let step = 0;
      const isOverdue = async (): Promise<boolean> => (await pace.pause()) === 'overdue';
      for (const found of gone) {
        if (pace.isDueAt(step) && (await isOverdue())) return undefined;
        touch(leave(found));
        step += 1;
      }
      for (const found of changed === undefined ? sockets : mayBeNew) {
        if (pace.isDueAt(step) && (await isOverdue())) return undefined;
        const user = toUserName(found.row.uid);
        if (groupOf.get(found)?.place.user !== user) {
          touch(leave(found));
          touch(join(found, user));
        }
        step += 1;
      }
      if (changed !== undefined) listGroups(changed).forEach(touch);
      for (const group of changed === undefined ? groups.values() : touched) {
        if (pace.isDueAt(step) && (await isOverdue())) return undefined;
        mend(group);
        if (group.sockets.length > 0) tell(group, owners);
        step += 1;
      }
      last = sockets;
      isWhole = true;
      return list(countBefore);
    },
  };
}

function tell(group: Group, owners: Owners): void {
  const { place, sockets, listener, sharers } = group;
  if (sockets.length === 1) {
    group.listener = toListener(place, sockets, owners, listener);
    group.sharers = undefined;
    return;
  }
  const [first, ...others] = splitPlace(place, sockets, owners);
  group.listener = toListener(place, first?.found ?? sockets, owners, listener);
  group.sharers =
    others.length === 0
      ? undefined
      : others.map((other) => {
          const last = sharers?.find(({ key }) => key === other.place.key);
          return toListener(other.place, other.found, owners, last);
        });
}

const isInUse = ({ sockets }: Group): boolean => sockets.length > 0;

function compareGroups(a: Group, b: Group): number {
  return compareListeners(a.place, b.place);
}

/** Behind how many of those in order it belongs. */
function findPlaceFor(group: Group, ordered: readonly Group[]): number {
  let from = 0;
  let to = ordered.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const other = ordered[middle];
    if (other !== undefined && compareGroups(other, group) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}

/** Which sockets are not there any more, and among which are all that are new. */
function compareSockets(
  before: readonly FoundSocket[],
  now: readonly FoundSocket[],
): { readonly gone: readonly FoundSocket[]; readonly mayBeNew: readonly FoundSocket[] } {
  const shorter = Math.min(before.length, now.length);
  let head = 0;
  while (head < shorter && before[head] === now[head]) head += 1;
  let tail = 0;
  const isSameFromEnd = (back: number): boolean =>
    before[before.length - back] === now[now.length - back];
  while (tail < shorter - head && isSameFromEnd(tail + 1)) tail += 1;
  const mayBeNew = now.slice(head, now.length - tail);
  const middle = before.slice(head, before.length - tail);
  if (middle.length === 0) return { gone: middle, mayBeNew };
  const all = new Set(now);
  return { gone: middle.filter((found) => !all.has(found)), mayBeNew };
}
