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
  let isSameOrder = before.length === now.length;
  let byInode: Map<string, FoundSocket> | undefined;
  const kept: FoundSocket[] = [];
  for (const [index, found] of now.entries()) {
    let last = isSameOrder ? before[index] : undefined;
    if (last === undefined || !isSame(last, found)) {
      isSameOrder = false;
      byInode ??= new Map(before.map((each) => [each.row.inode, each]));
      last = byInode.get(found.row.inode);
    }
    kept.push(last !== undefined && isSame(last, found) ? last : found);
  }
  return isSameOrder ? before : kept;
}

function isSame(a: FoundSocket, b: FoundSocket): boolean {
  return (
    a.table === b.table &&
    a.row.inode === b.row.inode &&
    a.row.port === b.row.port &&
    a.row.uid === b.row.uid &&
    a.row.address === b.row.address &&
    a.row.isV6Only === b.row.isV6Only
  );
}
