import { closeSync, openSync, readSync } from 'node:fs';
import type { Family, Protocol } from '../../../../shared/listener.ts';
import { readErrorCode } from '../../errno.ts';
import type { Pace } from '../proc/pace.ts';
import {
  isPastListening,
  parseProcNetLine,
  type Endianness,
  type ProcNetRow,
} from './parse-proc-net.ts';

export interface ProcNetName {
  readonly name: 'tcp' | 'tcp6' | 'udp' | 'udp6';
  readonly protocol: Protocol;
  readonly family: Family;
}

export const PROC_NET_TABLES: readonly ProcNetName[] = [
  { name: 'tcp', protocol: 'tcp', family: 4 },
  { name: 'tcp6', protocol: 'tcp', family: 6 },
  { name: 'udp', protocol: 'udp', family: 4 },
  { name: 'udp6', protocol: 'udp', family: 6 },
];

type TableReading =
  | {
      readonly kind: 'read';
      /** Some line could not be trusted, so a socket may be missing. */
      readonly isWhole: boolean;
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly errno: string };

interface TableReader {
  /**
   * Hands over the rows in LISTEN or bound, and reads no further than they go. Pauses between
   * chunks; calls must not overlap.
   */
  readListening(
    table: ProcNetName,
    onRow: (row: ProcNetRow) => void,
    pace: Pace,
  ): Promise<TableReading>;
  /** Hands over every row; pauses between chunks. */
  readAll(table: ProcNetName, onRow: (row: ProcNetRow) => void, pace: Pace): Promise<TableReading>;
}

const BUFFER_BYTES = 64 * 1024;
/** No system has smaller ones. */
const PAGE_BYTES = 4096;
/** Longer than a row of IPv6 whose every number has all the digits that its type allows. */
const ROW_BYTES_MAX = 320;
/**
 * The kernel fills a page of rows for one read and stops short only at the table's end or where
 * the next row does not fit any more. So a page with room for any row is the end, and the read
 * that would only say so, which walks all connections again, can be saved.
 */
const SURE_END_BYTES = PAGE_BYTES - ROW_BYTES_MAX;
/** Where the next row's state is surely part of what was read; less than any row is long. */
const NEXT_STATE_BYTES = 100;

/** Creates the reader of the socket tables below `procRoot`. */
export function createTableReader(procRoot: string, endianness: Endianness): TableReader {
  const shared = Buffer.allocUnsafe(BUFFER_BYTES);
  /** How many bytes the heading and the LISTEN rows took last time, by table. */
  const lastBytes = new Map<string, number>();

  /** Reads one chunk at a time; the caller decides when to go on. */
  function* chunks(
    table: ProcNetName,
    buffer: Buffer,
    stopsEarly: boolean,
    onRow: (row: ProcNetRow) => void,
  ): Generator<undefined, TableReading, undefined> {
    const format = { protocol: table.protocol, family: table.family, endianness };
    const descriptor = openSync(`${procRoot}/net/${table.name}`, 'r');
    let isWhole = true;
    let hasHeading = false;
    let kept = 0;
    let total = 0;
    let listening = 0;
    /** A request just past the known rows makes the kernel look for one more row, not a page. */
    const known = stopsEarly ? lastBytes.get(table.name) : undefined;
    const expected = known === undefined ? 0 : known + NEXT_STATE_BYTES;
    const finish = (): TableReading => {
      if (stopsEarly) lastBytes.set(table.name, listening);
      return { kind: 'read', isWhole: isWhole && hasHeading };
    };
    try {
      for (;;) {
        const room = buffer.length - kept;
        const asked = expected > total ? Math.min(room, expected - total) : room;
        const count = readSync(descriptor, buffer, kept, asked, null);
        const end = kept + count;
        total += count;
        let from = 0;
        while (from < end) {
          let to = buffer.subarray(0, end).indexOf(0x0a, from);
          if (to === -1) {
            const isCutOff = count === 0 || (from === 0 && end === buffer.length);
            if (!isCutOff) {
              if (stopsEarly && isPastListening(buffer, from, end)) return finish();
              break;
            }
            to = end;
          }
          const line = parseProcNetLine(buffer, from, to, format);
          if (line === 'heading') hasHeading = true;
          else if (line === 'unreadable') isWhole = false;
          else if (stopsEarly && line.state !== 'listening') return finish();
          else onRow(line);
          listening += to + 1 - from;
          from = to + 1;
        }
        if (count === 0 || (count < asked && count < SURE_END_BYTES && from >= end)) {
          return finish();
        }
        kept = Math.max(0, end - from);
        if (kept > 0) buffer.copyWithin(0, from, end);
        yield;
      }
    } finally {
      closeSync(descriptor);
    }
  }

  return {
    readListening(table, onRow, pace) {
      const onListener = (row: ProcNetRow): void => {
        if (row.state === 'listening' || row.state === 'bound') onRow(row);
      };
      return runPaced(chunks(table, shared, table.protocol === 'tcp', onListener), pace);
    },
    readAll: (table, onRow, pace) =>
      runPaced(chunks(table, Buffer.allocUnsafe(BUFFER_BYTES), false, onRow), pace),
  };
}

async function runPaced(
  steps: Generator<undefined, TableReading, undefined>,
  pace: Pace,
): Promise<TableReading> {
  for (;;) {
    const step = tryStep(steps);
    if (step.done) return step.value;
    if (pace.isDue() && (await pace.pause()) === 'overdue') {
      /** Closes the file. */
      steps.return({ kind: 'timed-out' });
      return { kind: 'timed-out' };
    }
  }
}

function tryStep(
  steps: Generator<undefined, TableReading, undefined>,
): IteratorResult<undefined, TableReading> {
  try {
    return steps.next();
  } catch (error) {
    const errno = readErrorCode(error);
    if (errno === undefined) throw error;
    return { done: true, value: { kind: 'failed', errno } };
  }
}
