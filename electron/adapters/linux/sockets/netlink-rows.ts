import { createKeeper, keepOrder, type FoundSocket } from './found-socket.ts';
import type { Extent, NetlinkChannel } from './netlink-channel.ts';
import type { NetlinkTable } from './netlink-table.ts';
import type { Endianness } from './parse-proc-net.ts';
import { eachSockDiag, findSockDiagFamily, parseSockDiagMessage } from './parse-sock-diag.ts';

/*
 * When a socket comes or goes, the messages before and behind it are byte for byte what they were:
 * they need no parsing.
 */

/** The sockets of one table. */
export interface NetlinkRows {
  /**
   * Reads a dump of the table. Of sockets that are the same as `before`, the objects are too, and
   * the very array when all are. `keptFrom` is where the dump of the last reading was kept, if it
   * was. Undefined when something was unreadable.
   */
  read(
    channel: Pick<NetlinkChannel, 'view' | 'isSameAsKept'>,
    extent: Extent,
    keptFrom: number | undefined,
    before: readonly FoundSocket[],
  ): readonly FoundSocket[] | undefined;
}

/** What a reading found. */
interface Found {
  readonly sockets: readonly FoundSocket[];
  /** Where in the dump each begins, with whatever came before the first of them. */
  readonly places: readonly number[];
  /** Of the dump. */
  readonly length: number;
}

const NOTHING_FOUND: Found = { sockets: [], places: [], length: 0 };

/** Creates the reading of a table that has not been read. */
export function createNetlinkRows(
  { names, request }: NetlinkTable,
  endianness: Endianness,
): NetlinkRows {
  const format = { request, endianness };
  let found = NOTHING_FOUND;

  return {
    read(channel, { from, to }, keptFrom, before) {
      const last = keptFrom === undefined ? NOTHING_FOUND : found;
      const length = to - from;
      const { head, headEnd, tail, tailStart } = findSame(last, length, (start, end, movedBy) =>
        channel.isSameAsKept(from + start + movedBy, from + end + movedBy, (keptFrom ?? 0) + start),
      );
      const tailFrom = last.sockets.length - tail;
      const keep = createKeeper(
        keptFrom === undefined ? before : last.sockets.slice(head, tailFrom),
      );
      const view = channel.view();
      const middle: FoundSocket[] = [];
      const middlePlaces: number[] = [];
      const isReadable = eachSockDiag(view, from + headEnd, from + tailStart, format, (at, end) => {
        const row = parseSockDiagMessage(view, at, end, format);
        const family = findSockDiagFamily(view, at);
        const table = names.find((name) => name.family === family);
        if (row === undefined || table === undefined) return false;
        middle.push(keep({ table, row }));
        middlePlaces.push(at - from);
        return true;
      });
      if (!isReadable) return undefined;
      const movedBy = length - last.length;
      const tailPlaces = last.places.slice(tailFrom).map((place) => place + movedBy);
      const sockets = [...last.sockets.slice(0, head), ...middle, ...last.sockets.slice(tailFrom)];
      const places = [...last.places.slice(0, head), ...middlePlaces, ...tailPlaces];
      if (places.length > 0) places[0] = 0;
      found = { sockets, places, length };
      return keepOrder(before, sockets);
    },
  };
}

/**
 * How many sockets of the last reading are the same at the beginning of a dump, and how many of the
 * others at its end; where what lies between begins and ends. `isSame` compares the bytes of the
 * last dump from `start` to `end` with those that lie so much further in this one.
 */
function findSame(
  last: Found,
  length: number,
  isSame: (start: number, end: number, movedBy: number) => boolean,
) {
  const count = last.sockets.length;
  const movedBy = length - last.length;
  const placeOf = (index: number): number => last.places[index] ?? last.length;
  const head = findMost(
    count,
    (size, known) => placeOf(size) <= length && isSame(placeOf(known), placeOf(size), 0),
  );
  const headEnd = head === 0 ? 0 : placeOf(head);
  const tail = findMost(count - head, (size, known) => {
    const start = placeOf(count - size);
    return start + movedBy >= headEnd && isSame(start, placeOf(count - known), movedBy);
  });
  return { head, headEnd, tail, tailStart: placeOf(count - tail) + movedBy };
}

/**
 * The most of `max` for which it holds. `holds` is told for how many it is known to hold, and has
 * to look at the others alone.
 */
function findMost(max: number, holds: (size: number, known: number) => boolean): number {
  /** At the end the ordinary case: one socket came, and all behind it are the same. */
  if (holds(max, 0)) return max;
  let most = 0;
  let tooMany = max;
  while (tooMany - most > 1) {
    const size = Math.floor((most + tooMany) / 2);
    if (holds(size, most)) most = size;
    else tooMany = size;
  }
  return most;
}
