import type { HistoryQuery } from '../../../shared/contract.ts';
import { DAY_MS, type DayStrips } from '../../../shared/day-strip.ts';
import type { HistoryView } from '../../../shared/history-view.ts';
import type { Host } from '../host.ts';
import type { Keeper } from '../keeper.ts';
import type { StateCell } from '../state.ts';
import type { HistoryRecorder } from './recorder.ts';
import { toDayStrips } from './to-day-strips.ts';
import { toHistoryView } from './to-history-view.ts';

/** More than a window can show at once. */
const SHOWN_ENTRIES_MAX = 8000;

/** Reads history for the windows, with what has just happened in it. */
export interface HistoryReader {
  read(query: HistoryQuery): Promise<HistoryView>;
  /** The last 24 hours of the ports that are watched now. */
  readDay(): Promise<DayStrips>;
}

interface HistoryReaderParts {
  readonly host: Pick<Host, 'clock' | 'historyStore'>;
  readonly cell: Pick<StateCell, 'get'>;
  readonly keeper: Pick<Keeper, 'settled'>;
  readonly recorder: Pick<HistoryRecorder, 'flush'>;
}

export function createHistoryReader(parts: HistoryReaderParts): HistoryReader {
  const { host, cell, keeper, recorder } = parts;

  async function writeOut(): Promise<void> {
    recorder.flush();
    await keeper.settled();
  }

  return {
    async read({ fromMs, toMs, port }) {
      await writeOut();
      const window = {
        fromMs,
        toMs,
        entriesMax: SHOWN_ENTRIES_MAX,
        ...(port !== undefined && { ports: new Set([port]) }),
      };
      return toHistoryView(await host.historyStore.read(window), window);
    },
    async readDay() {
      await writeOut();
      const { watchedPorts } = cell.get().settings;
      const toMs = host.clock.wallMs();
      const ports = new Set(watchedPorts.map(({ port }) => port));
      const window = { fromMs: toMs - DAY_MS, toMs, ports };
      return toDayStrips(await host.historyStore.read(window), window, watchedPorts);
    },
  };
}
