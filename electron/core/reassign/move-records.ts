import type { HistoryEntry } from '../../../shared/history.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';

/** Brings moves into history, and lets their journals go once they are there. */
export interface MoveRecords {
  record(moveId: string, entries: readonly HistoryEntry[]): void;
  /** Before what comes next is recorded, so that history has all moves in their order. */
  recordAgain(): void;
  /** After what was recorded of it; what could not be is recorded by the next start. */
  finish(moveId: string): void;
}

export function createMoveRecords(
  { configFiles }: Pick<Host, 'configFiles'>,
  keeper: Pick<Keeper, 'record' | 'enqueue'>,
): MoveRecords {
  /** By move's id: what history did not take. Until it has, the move's journal stays. */
  const unrecorded = new Map<string, readonly HistoryEntry[]>();

  function record(moveId: string, entries: readonly HistoryEntry[]): void {
    keeper.record(entries, () => {
      unrecorded.set(moveId, [...(unrecorded.get(moveId) ?? []), ...entries]);
    });
  }

  function finish(moveId: string): void {
    keeper.enqueue(async () => {
      if (!unrecorded.has(moveId)) await configFiles.finish(moveId);
    });
  }

  return {
    record,
    recordAgain() {
      for (const [moveId, entries] of unrecorded) {
        unrecorded.delete(moveId);
        record(moveId, entries);
        finish(moveId);
      }
    },
    finish,
  };
}
