import type { HistoryEntry, OccupancyEntry } from '../../../shared/history.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';
import type { AppState } from '../state.ts';
import { trackOccupancies, type Occupancies, type Occupancy } from './occupancies.ts';

/** What changes within this time is written together. */
const BATCH_MS = 5000;
/** How long after it was told what is held, it is told again with the next batch. */
const RETELL_MS = 24 * 60 * 60_000;

/** Records who holds which port from when to when. Writes nothing while nothing changes. */
export interface HistoryRecorder {
  /** Takes the state after a good scan. */
  look(state: AppState): void;
  /** Nobody watches from now on; the next look begins anew. */
  endWatching(): void;
  /** Hands what is not written yet to the keeper. */
  flush(): void;
}

export function createHistoryRecorder(
  host: Pick<Host, 'clock' | 'createId'>,
  keeper: Pick<Keeper, 'record'>,
): HistoryRecorder {
  const { clock, createId } = host;
  let open: Occupancies = new Map();
  let seen: Pick<AppState, 'reading' | 'judged' | 'settings' | 'surroundings'> | undefined;
  /** Told nowhere yet. */
  const unwritten = new Set<Occupancy>();
  let ended: OccupancyEntry[] = [];
  let toldAtMs: number | undefined;
  let cancelBatch: (() => void) | undefined;

  const toNow = (): string => new Date(clock.wallMs()).toISOString();

  function toBegan(occupancy: Occupancy, at = occupancy.from): HistoryEntry {
    return { ...occupancy, kind: 'occupancy-began', at };
  }

  /** Everything held, so that who reads backward need not go further. */
  function tellAll(kind: 'watching-began' | 'watching-continued'): readonly HistoryEntry[] {
    const at = toNow();
    toldAtMs = clock.monotonicMs();
    const earlier = [...open.values()].filter((occupancy) => !unwritten.has(occupancy));
    return [{ kind, id: createId(), at }, ...earlier.map((occupancy) => toBegan(occupancy, at))];
  }

  function flush(): void {
    cancelBatch?.();
    cancelBatch = undefined;
    if (unwritten.size === 0 && ended.length === 0) return;
    const entries: HistoryEntry[] = [];
    if (toldAtMs === undefined) {
      const at = [...unwritten, ...ended].map(({ from }) => from).toSorted()[0] ?? toNow();
      entries.push({ kind: 'watching-began', id: createId(), at });
      toldAtMs = clock.monotonicMs();
    } else if (clock.monotonicMs() - toldAtMs >= RETELL_MS) {
      entries.push(...tellAll('watching-continued'));
    }
    const changes = [...[...unwritten].map((occupancy) => toBegan(occupancy)), ...ended];
    entries.push(...changes.toSorted((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at))));
    unwritten.clear();
    ended = [];
    keeper.record(entries);
  }

  function endWatching(): void {
    seen = undefined;
    flush();
    open = new Map();
    if (toldAtMs === undefined) return;
    toldAtMs = undefined;
    keeper.record([{ kind: 'watching-ended', id: createId(), at: toNow() }]);
  }

  return {
    flush,
    endWatching,
    look(state) {
      if (!state.settings.recordOccupancies) {
        endWatching();
        return;
      }
      const { reading, judged, settings, surroundings } = state;
      const isSame = seen?.reading === reading && seen?.judged === judged;
      const isSameElse = seen?.settings === settings && seen.surroundings === surroundings;
      if (isSame && isSameElse) return;
      seen = { reading, judged, settings, surroundings };
      const nowIso = toNow();
      const change = trackOccupancies(open, state, { nowIso, createId });
      open = change.open;
      for (const occupancy of change.began) unwritten.add(occupancy);
      for (const occupancy of change.ended) {
        // Told whole by its end, so its beginning need not be told if it was not yet.
        unwritten.delete(occupancy);
        ended.push({ ...occupancy, kind: 'occupancy-ended', at: nowIso });
      }
      if (unwritten.size > 0 || ended.length > 0) {
        cancelBatch ??= clock.schedule(BATCH_MS, flush);
      }
    },
  };
}
