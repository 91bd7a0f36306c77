import type { SocketRow } from './parse-proc-net.ts';
import type { ProcNetName } from './read-proc-net.ts';

/** A socket and the table that it was found in. */
export interface FoundSocket {
  readonly table: ProcNetName;
  readonly row: SocketRow;
}

/**
 * What was found now, with the very objects of the last time for what is the same, and the very
 * array when all is.
 */
export function keepSame(
  before: readonly FoundSocket[],
  now: readonly FoundSocket[],
): readonly FoundSocket[] {
  const keep = createKeeper(before);
  return keepOrder(
    before,
    now.map((found, index) => {
      const last = before[index];
      return last !== undefined && isSame(last, found) ? last : keep(found);
    }),
  );
}

/** Creates what gives the very object of the last time for a socket that is the same. */
export function createKeeper(before: readonly FoundSocket[]): (found: FoundSocket) => FoundSocket {
  let byInode: Map<number, FoundSocket> | undefined;
  return (found) => {
    byInode ??= new Map(before.map((each) => [each.row.inode, each]));
    const last = byInode.get(found.row.inode);
    return last !== undefined && isSame(last, found) ? last : found;
  };
}

/** The very array of the last time when it holds the very same objects. */
export function keepOrder(
  before: readonly FoundSocket[],
  now: readonly FoundSocket[],
): readonly FoundSocket[] {
  const isSameOrder =
    before.length === now.length && now.every((found, index) => found === before[index]);
  return isSameOrder ? before : now;
}

function isSame(a: FoundSocket, b: FoundSocket): boolean {
  return (
    a.table === b.table &&
    a.row.inode === b.row.inode &&
    a.row.port === b.row.port &&
    a.row.uid === b.row.uid &&
    a.row.address === b.row.address &&
    a.row.isV6Only === b.row.isV6Only &&
    a.row.interfaceIndex === b.row.interfaceIndex
  );
}
