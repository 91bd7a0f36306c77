import { createKeeper, keepOrder, type FoundSocket } from './found-socket.ts';
import type { Extent, NetlinkChannel } from './netlink-channel.ts';
import type { NetlinkTable } from './netlink-table.ts';
import type { Endianness } from './parse-proc-net.ts';
import { eachSockDiag, parseSockDiagMessage } from './parse-sock-diag.ts';

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
  /** Where the message of each begins in the dump, and in the end how long the dump is. */
  readonly places: readonly number[];
}

const NOTHING_FOUND: Found = { sockets: [], places: [0] };

/** Creates the reading of a table that has not been read. */
export function createNetlinkRows(
  { name, request }: NetlinkTable,
  endianness: Endianness,
): NetlinkRows {
  const format = { request, endianness };
  let found = NOTHING_FOUND;

  return {
    read(channel, { from, to }, keptFrom, before) {
      const last = keptFrom === undefined ? NOTHING_FOUND : found;
      const placeOf = (index: number): number => last.places[index] ?? 0;
      const count = last.sockets.length;
      const grownBy = to - from - placeOf(count);
      const isSame = (start: number, end: number, grown: number): boolean =>
        channel.isSameAsKept(from + start + grown, from + end + grown, (keptFrom ?? 0) + start);

      /** How many are the same at the beginning, and how many of the others at the end. */
      const head = findMost(count, (size) => {
        const end = placeOf(size);
        return end <= to - from && isSame(0, end, 0);
      });
      const tail = findMost(count - head, (size) => {
        const start = placeOf(count - size);
        return start + grownBy >= placeOf(head) && isSame(start, placeOf(count), grownBy);
      });

      const middle: FoundSocket[] = [];
      const middlePlaces: number[] = [];
      const view = channel.view();
      const keep = createKeeper(count === 0 ? before : last.sockets.slice(head, count - tail));
      const isReadable = eachSockDiag(
        view,
        from + placeOf(head),
        from + placeOf(count - tail) + grownBy,
        format,
        (at, end) => {
          const row = parseSockDiagMessage(view, at, end, format);
          if (row === undefined) return false;
          middle.push(keep({ table: name, row }));
          middlePlaces.push(at - from);
          return true;
        },
      );
      if (!isReadable) return undefined;
      const tailPlaces = last.places.slice(count - tail).map((place) => place + grownBy);
      const sockets = [
        ...last.sockets.slice(0, head),
        ...middle,
        ...last.sockets.slice(count - tail),
      ];
      found = { sockets, places: [...last.places.slice(0, head), ...middlePlaces, ...tailPlaces] };
      return keepOrder(before, sockets);
    },
  };
}

/** The most of `max` for which it still holds: what holds for some holds for fewer. */
function findMost(max: number, holds: (size: number) => boolean): number {
  let most = 0;
  let tooMany = max + 1;
  while (tooMany - most > 1) {
    const size = Math.floor((most + tooMany) / 2);
    if (holds(size)) most = size;
    else tooMany = size;
  }
  return most;
}
