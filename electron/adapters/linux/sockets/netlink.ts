import type { FoundSocket } from './found-socket.ts';
import {
  createNetlinkChannel,
  type Extent,
  type NetlinkFailure,
  type NetlinkLibc,
} from './netlink-channel.ts';
import { createNetlinkRows } from './netlink-rows.ts';
import { listTablesApart, listTablesJoined, type NetlinkTable } from './netlink-table.ts';
import type { Pace } from '../proc/pace.ts';
import type { Endianness } from './parse-proc-net.ts';

export type NetlinkReading =
  | {
      readonly kind: 'read';
      /** The very same array as the last time when nothing changed. */
      readonly sockets: readonly FoundSocket[];
      /** The tables that changed in every attempt, so that a socket may be missing. */
      readonly missing: readonly string[];
    }
  | NetlinkFailure;

export interface NetlinkReader {
  /** Reads all listening and bound sockets. Calls must not overlap. */
  read(pace: Pace): Promise<NetlinkReading>;
}

const MAX_INTERRUPTIONS = 4;
const NOTHING_KEPT: readonly Extent[] = [];

type Dump = { readonly kind: 'dumped'; readonly extents: readonly Extent[] } | NetlinkFailure;
/** The sockets of each table. */
type Tables = readonly (readonly FoundSocket[])[];

/*
 * The kernel filters the sockets itself, so that connections cost nothing. Two buffers take
 * turns: a table that is byte for byte the last one needs no parsing.
 */

/** Creates the reader of listening sockets over one netlink socket, which it keeps open. */
export function createNetlinkReader(libc: NetlinkLibc, endianness: Endianness): NetlinkReader {
  const withRows = (table: NetlinkTable) => ({
    ...table,
    rows: createNetlinkRows(table, endianness),
  });
  let tables = listTablesJoined(endianness).map(withRows);
  let hasRead = false;
  const channel = createNetlinkChannel(libc, endianness);
  let last: readonly FoundSocket[] = [];
  let lastTables: Tables = [];
  /** Where the kept dumps lie. */
  let lastExtents = NOTHING_KEPT;
  let missing: readonly string[] = [];

  async function dumpAll(pace: Pace): Promise<Dump> {
    const extents: Extent[] = [];
    channel.rewind(0);
    for (const table of tables) {
      let dump = await channel.dump(table.bytes, pace);
      for (let again = 0; again < MAX_INTERRUPTIONS; again += 1) {
        if (dump.kind !== 'dumped' || dump.extent.isWhole) break;
        channel.rewind(dump.extent.from);
        dump = await channel.dump(table.bytes, pace);
      }
      if (dump.kind !== 'dumped') return dump;
      extents.push(dump.extent);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return { kind: 'timed-out' };
    }
    return { kind: 'dumped', extents };
  }

  async function parse(
    extents: readonly Extent[],
    keptExtents: readonly Extent[],
    pace: Pace,
  ): Promise<Tables | NetlinkFailure> {
    const parsed: (readonly FoundSocket[])[] = [];
    for (const [index, { rows }] of tables.entries()) {
      const extent = extents[index];
      const kept = keptExtents[index];
      const before = lastTables[index] ?? [];
      if (extent === undefined || isSameTable(extent, kept)) {
        parsed.push(before);
        continue;
      }
      const sockets = rows.read(channel, extent, kept?.from, before);
      if (sockets === undefined) return { kind: 'failed', errno: 'EPROTO' };
      parsed.push(sockets);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return { kind: 'timed-out' };
    }
    return parsed;
  }

  function isSameTable({ from, to }: Extent, kept: Extent | undefined): boolean {
    /** Wherever it lies: the tables before it may have grown. */
    if (kept === undefined || kept.to - kept.from !== to - from) return false;
    return channel.isSameAsKept(from, to, kept.from);
  }

  async function readOnce(pace: Pace): Promise<NetlinkReading> {
    const dump = await dumpAll(pace);
    if (dump.kind !== 'dumped') return dump;
    const { extents } = dump;
    if (channel.isAllAsKept()) return { kind: 'read', sockets: last, missing };
    const keptExtents = lastExtents;
    /** What the tables remember from now on is of this dump, which may not come to be kept. */
    lastExtents = NOTHING_KEPT;
    let parsed = await parse(extents, keptExtents, pace);
    if ('kind' in parsed) return parsed;
    missing = tables
      .filter((_, index) => extents[index]?.isWhole !== true)
      .flatMap(({ names }) => names.map(({ name }) => name));
    const isDoubtful = parsed.some(
      (sockets, index) =>
        extents[index]?.isInParts === true && isAnyLost(lastTables[index] ?? [], sockets),
    );
    if (missing.length === 0 && !isDoubtful) {
      channel.keep();
      lastExtents = extents;
    } else {
      channel.forget();
    }
    if (isDoubtful) {
      const again = await dumpAll(pace);
      if (again.kind !== 'dumped') return again;
      const others = await parse(again.extents, NOTHING_KEPT, pace);
      if ('kind' in others) return others;
      const first = parsed;
      parsed = others.map((sockets, index) => unite(sockets, first[index] ?? []));
    }
    const before = lastTables;
    const isSame = parsed.every((sockets, index) => sockets === before[index]);
    if (!isSame) {
      const all: FoundSocket[] = [];
      for (const sockets of parsed) for (const found of sockets) all.push(found);
      last = all;
    }
    lastTables = parsed;
    return { kind: 'read', sockets: last, missing };
  }

  return {
    async read(pace) {
      const reading = await readOnce(pace);
      hasRead ||= reading.kind === 'read';
      if (reading.kind === 'read') return reading;
      /** What is left of a broken dump must not pass for the next one. */
      channel.close();
      if (reading.kind === 'timed-out') return reading;
      /** Perhaps this kernel does not know the message that asks for both families. */
      if (!hasRead) tables = listTablesApart(endianness).map(withRows);
      const again = await readOnce(pace);
      if (again.kind !== 'read') channel.close();
      return again;
    },
  };
}

function isAnyLost(before: readonly FoundSocket[], after: readonly FoundSocket[]): boolean {
  const inodes = new Set(after.map(({ row }) => row.inode));
  return before.some(({ row }) => !inodes.has(row.inode));
}

/** All of the first, and those of the second that it lacks. */
function unite(
  first: readonly FoundSocket[],
  second: readonly FoundSocket[],
): readonly FoundSocket[] {
  const inodes = new Set(first.map(({ row }) => row.inode));
  const lacking = second.filter(({ row }) => !inodes.has(row.inode));
  return lacking.length === 0 ? first : [...first, ...lacking];
}
