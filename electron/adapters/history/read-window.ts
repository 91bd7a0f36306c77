import type { HistoryReading, HistoryWindow } from '../../core/host-stores.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import { findYounger } from './find-younger.ts';
import { HEAD_LENGTH, isOccupancy, parseEntry, parseHead, type LineHead } from './history-lines.ts';
import { visitOpenedBackward, withFile, type LineVisitor } from './read-lines.ts';

/** More would take longer to draw than anybody looks; the newest are kept. */
export const WINDOW_ENTRIES_MAX = 20_000;

/**
 * What is known of a time: the entries of it, and the occupancies that reach into it. Reads from
 * the end of the file back to the start of the window, and on to the last place before it where
 * everything held was told. A session by a clock that was back in 1970 is no such place: what
 * stands before it is younger.
 */
export async function readHistoryWindow(
  file: string,
  window: HistoryWindow,
): Promise<HistoryReading> {
  const from = toIso(window.fromMs);
  const to = toIso(window.toMs);
  const entriesMax = window.entriesMax ?? WINDOW_ENTRIES_MAX;
  const newestFirst: HistoryEntry[] = [];
  const known = new Set<string>();
  let skipped = 0;
  let isCut = false;
  let startsSession: HistoryEntry | undefined;
  /** Where reading stopped because nothing before seems to belong to the window; 0 nowhere. */
  let stoppedAt = 0;
  /** Up to here there is something of the window, whatever is dated before it. */
  let neededFrom = Infinity;

  function stopAt(start: number): 'go-on' | 'stop' {
    if (start > neededFrom) return 'go-on';
    stoppedAt = start;
    return 'stop';
  }

  /** Whoever was open when a session broke off was last seen at the entry before the next one. */
  function closeBrokenSession(at: string, kind: string): void {
    if (startsSession === undefined) return;
    if (kind !== 'watching-ended') {
      const id = `before ${startsSession.id}`;
      newestFirst.push({ kind: 'watching-ended', id, at, brokeOff: true });
    }
    startsSession = undefined;
  }

  function isWanted({ at, kind, port, id, from: began }: LineHead): boolean {
    if (kind.startsWith('watching-')) return true;
    if (port !== undefined && window.ports?.has(port) === false) return false;
    if (!isOccupancy(kind)) return at >= from && at <= to;
    if (known.has(id)) return false;
    known.add(id);
    return (began ?? at) <= to && (kind === 'occupancy-began' || at >= from);
  }

  const visit: LineVisitor = (bytes, start) => {
    const head = parseHead(bytes.toString('latin1', 0, HEAD_LENGTH));
    if (head !== undefined) {
      closeBrokenSession(head.at, head.kind);
      if (!isWanted(head)) return 'go-on';
    }
    const entry = parseEntry(bytes.toString('utf8'));
    if (entry === undefined) {
      skipped += 1;
      return 'go-on';
    }
    if (head === undefined) {
      // Version 1 knew no occupancies, so before its last line nothing is held.
      const isIn = entry.at >= from && entry.at <= to && concernsPorts(entry, window.ports);
      if (isIn) newestFirst.push(entry);
      return entry.at < from ? stopAt(start) : 'go-on';
    }
    if (!concernsPorts(entry, window.ports)) return 'go-on';
    newestFirst.push(entry);
    if (entry.kind === 'watching-began') startsSession = entry;
    const tellsAll = entry.kind === 'watching-began' || entry.kind === 'watching-continued';
    if (tellsAll && entry.at <= from && stopAt(start) === 'stop') return 'stop';
    isCut = newestFirst.length >= entriesMax;
    return isCut ? 'stop' : 'go-on';
  };
  await withFile(file, async (handle, size) => {
    for (let end = size; end > 0; end = stoppedAt) {
      stoppedAt = 0;
      await visitOpenedBackward(handle, end, visit);
      const younger = await findYounger(handle, stoppedAt, window.fromMs);
      if (younger === undefined) return;
      neededFrom = younger;
    }
  });
  return { entries: newestFirst.toReversed(), skipped, isCut };
}

function concernsPorts(entry: HistoryEntry, ports: ReadonlySet<number> | undefined): boolean {
  if (ports === undefined || entry.kind.startsWith('watching-')) return true;
  if ('port' in entry) return ports.has(entry.port);
  return 'from' in entry && 'to' in entry && (ports.has(entry.from) || ports.has(entry.to));
}

/** A time that no date can hold is as far away as one can be. */
function toIso(ms: number): string {
  return new Date(Math.min(Math.max(ms, 0), 253_402_300_799_999)).toISOString();
}
