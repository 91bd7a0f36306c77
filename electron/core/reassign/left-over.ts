import type { HistoryEntry, MovedEntry } from '../../../shared/history.ts';
import type { Notice } from '../../../shared/snapshot.ts';
import type { Host } from '../host.ts';
import { listFiles, toInterrupted } from './reassign-port.ts';

/** What is still to be done for a move whose files were written by a run that ended. */
export interface LeftOver {
  /** Whether history has it, so that it can be taken back. */
  readonly isRecorded: boolean;
  readonly entries: readonly HistoryEntry[];
  /** Absent where nothing is uncertain. */
  readonly notice?: Notice;
}

/**
 * A move whose service was looked after leaves nothing to be told, and one that was taken back
 * since nothing at all.
 */
export function toLeftOver(
  host: Host,
  entry: MovedEntry,
  history: readonly HistoryEntry[],
): LeftOver | undefined {
  const isTakenBack = history.some(
    (other) => other.kind === 'reassign-undone' && other.undoes === entry.id,
  );
  if (isTakenBack) return undefined;
  const isRecorded = history.some(({ kind, id }) => kind === entry.kind && id === entry.id);
  const isSettled = history.some(
    (other) => other.kind === 'reassign-restarted' && other.follows === entry.id,
  );
  if (entry.kind === 'reassign-undone' || isSettled) return { isRecorded, entries: [] };
  const { name, from, to, edits } = entry;
  return {
    isRecorded,
    entries: [toInterrupted(host, entry)],
    notice: {
      kind: 'move-unfinished',
      id: `move-unfinished ${entry.id}`,
      name,
      from,
      to,
      files: listFiles(edits),
    },
  };
}
