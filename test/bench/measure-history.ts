import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatEntry } from '../../electron/adapters/history/history-lines.ts';
import { createHistoryStore } from '../../electron/adapters/history/history-store.ts';
import { toHistoryView } from '../../electron/core/history/to-history-view.ts';
import type { HistoryEntry, OccupancyEntry } from '../../shared/history.ts';
import { median } from './samples.ts';
import { toNumber, toTable } from './tables.ts';

/*
 * What it takes to open a history of 200,000 entries: the last day as the window shows it first, a
 * day of a month ago, one port over all of it, and what the app recalls when it starts.
 */

const ENTRIES = 200_000;
const DAYS = 60;
const DAY_MS = 86_400_000;
const OPEN_AT_MOST_MS = 300;
const NOW_MS = Date.UTC(2026, 0, 5, 9);

export interface HistoryMeasured {
  readonly series: readonly { readonly case: string; readonly medianMs: number }[];
  readonly text: string;
}

export async function measureHistory(isQuick: boolean): Promise<HistoryMeasured> {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-bench-'));
  try {
    const file = join(folder, 'history.jsonl');
    writeFileSync(file, makeHistory().map(formatEntry).join(''));
    const store = createHistoryStore({ folder });
    const open = async (fromMs: number, toMs: number, port?: number): Promise<number> => {
      const window = { fromMs, toMs, ...(port !== undefined && { port }) };
      const view = toHistoryView(await store.read(window), window);
      return view.intervals.length + view.events.length;
    };
    const cases = {
      'the last day': () => open(NOW_MS - DAY_MS, NOW_MS),
      'a day of a month ago': () => open(NOW_MS - 31 * DAY_MS, NOW_MS - 30 * DAY_MS),
      'one port, all of it': () => open(0, NOW_MS, 3000),
      'all of it, cut at the newest 20,000': () => open(0, NOW_MS),
      'what the app recalls': async () => (await store.load()).length,
    };
    const rows: { case: string; medianMs: number; found: number }[] = [];
    for (const [name, task] of Object.entries(cases)) {
      const walls: number[] = [];
      let found = 0;
      for (let round = -1; round < (isQuick ? 3 : 9); round += 1) {
        const startedMs = performance.now();
        found = await task();
        if (round >= 0) walls.push(performance.now() - startedMs);
      }
      rows.push({ case: name, medianMs: median(walls), found });
    }
    const first = rows[0]?.medianMs ?? 0;
    const megabytes = statSync(file).size / 1024 / 1024;
    return {
      series: rows,
      text: toTable([
        [`${ENTRIES} entries, ${toNumber(megabytes)} MB`, 'ms', 'found'],
        ...rows.map(({ case: name, medianMs, found }) => [name, toNumber(medianMs), String(found)]),
        [
          'the last day opens',
          toNumber(first),
          `at most ${OPEN_AT_MOST_MS}: ${first <= OPEN_AT_MOST_MS ? 'met' : 'MISSED'}`,
        ],
      ]),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Sessions of a day, each port taken and given up all day long. */
function makeHistory(): readonly HistoryEntry[] {
  const perDay = Math.floor(ENTRIES / DAYS);
  const entries: HistoryEntry[] = [];
  for (let day = 0; day < DAYS; day += 1) {
    const startMs = NOW_MS - (DAYS - day) * DAY_MS;
    const toIso = (n: number): string =>
      new Date(startMs + Math.floor((n / perDay) * DAY_MS)).toISOString();
    entries.push({ kind: 'watching-continued', id: `day ${day}`, at: toIso(0) });
    for (let n = 1; n < perDay; n += 2) {
      const occupancy = toOccupancy(day * perDay + n, toIso(n));
      entries.push({ ...occupancy, kind: 'occupancy-began', at: toIso(n) });
      entries.push({ ...occupancy, kind: 'occupancy-ended', at: toIso(n + 1) });
    }
  }
  return entries;
}

function toOccupancy(n: number, from: string): Omit<OccupancyEntry, 'kind' | 'at'> {
  return {
    id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    protocol: 'tcp',
    port: 3000 + (n % 97),
    addresses: ['127.0.0.1', '::1'],
    holder: {
      title: 'vite',
      name: 'node',
      pid: 1000 + (n % 30_000),
      startToken: String(n * 7),
      user: 'ann',
      executable: '/usr/local/bin/node',
      folder: `/home/ann/projects/project-${n % 40}`,
      startedAt: from,
    },
    standing: n % 5 === 0 ? 'squatter' : 'unwatched',
    from,
  };
}
