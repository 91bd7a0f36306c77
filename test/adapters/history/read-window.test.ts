import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { formatEntry } from '../../../electron/adapters/history/history-lines.ts';
import { readHistoryWindow } from '../../../electron/adapters/history/read-window.ts';
import type { HistoryEntry } from '../../../shared/history.ts';
import { makeFolder } from '../surroundings.ts';
import { aMarker, anOccupancy, at, atMs } from './entries.ts';

function keep(entries: readonly HistoryEntry[]): string {
  const file = join(makeFolder(), 'history.jsonl');
  writeFileSync(file, entries.map(formatEntry).join(''));
  return file;
}

function ids(entries: readonly HistoryEntry[]): readonly string[] {
  return entries.map(({ kind, id }) => (kind.startsWith('occupancy') ? `${kind} ${id}` : kind));
}

const day = [
  aMarker('watching-began', at('08:00')),
  anOccupancy('occupancy-began', 'db', { at: at('08:00'), port: 5432 }),
  anOccupancy('occupancy-began', 'morning', { at: at('08:10') }),
  anOccupancy('occupancy-ended', 'morning', { at: at('09:00'), from: at('08:10') }),
  anOccupancy('occupancy-began', 'long', { at: at('09:30') }),
  anOccupancy('occupancy-began', 'noon', { at: at('12:00'), port: 8080 }),
  anOccupancy('occupancy-ended', 'noon', { at: at('12:20'), from: at('12:00'), port: 8080 }),
  anOccupancy('occupancy-ended', 'long', { at: at('16:00'), from: at('09:30') }),
  anOccupancy('occupancy-began', 'evening', { at: at('18:00') }),
] satisfies readonly HistoryEntry[];

describe('a window of history', () => {
  it('has what began before it and what ended after it', async () => {
    const file = keep(day);
    const window = { fromMs: atMs('10:00'), toMs: atMs('11:00') };
    const { entries } = await readHistoryWindow(file, window);
    expect(ids(entries)).toEqual(['watching-began', 'occupancy-began db', 'occupancy-ended long']);
  });

  it('of one port leaves out the others', async () => {
    const window = { fromMs: atMs('08:30'), toMs: atMs('19:00'), ports: new Set([3000]) };
    const { entries } = await readHistoryWindow(keep(day), window);
    expect(ids(entries)).toEqual([
      'watching-began',
      'occupancy-ended morning',
      'occupancy-ended long',
      'occupancy-began evening',
    ]);
  });

  it('reads back no further than to where everything held was told', async () => {
    const file = keep([
      { ...aMarker('watching-began', at('07:00')), id: 'older' },
      aMarker('watching-began', at('08:00')),
      anOccupancy('occupancy-began', 'db', { at: at('08:00') }),
      aMarker('watching-continued', at('12:00')),
      anOccupancy('occupancy-began', 'db', { at: at('12:00'), from: at('08:00') }),
    ]);
    const late = await readHistoryWindow(file, { fromMs: atMs('13:00'), toMs: atMs('14:00') });
    expect(ids(late.entries)).toEqual(['watching-continued', 'occupancy-began db']);
    const early = await readHistoryWindow(file, { fromMs: atMs('09:00'), toMs: atMs('14:00') });
    expect(ids(early.entries)).toEqual([
      'watching-began',
      'watching-continued',
      'occupancy-began db',
    ]);
  });

  it('goes on behind sessions by a clock that was wrong for a while', async () => {
    const wrongly = (id: string, time: string) => ({ ...aMarker('watching-began', time), id });
    const file = keep([
      ...day,
      aMarker('watching-ended', at('20:00')),
      wrongly('a', '1970-01-01T00:00:20.000Z'),
      aMarker('watching-continued', '1970-01-02T00:00:20.000Z'),
      wrongly('b', '1970-01-01T00:00:10.000Z'),
      anOccupancy('occupancy-began', 'next', { at: at('09:00', 21) }),
      wrongly('c', at('07:00', 19)),
      anOccupancy('occupancy-began', 'last', { at: at('10:00', 21) }),
    ]);
    const window = { fromMs: atMs('10:00'), toMs: atMs('23:00', 21) };
    const { entries } = await readHistoryWindow(file, window);
    const occupancies = ids(entries).filter((id) => id.startsWith('occupancy'));
    expect(occupancies).toEqual([
      'occupancy-began db',
      'occupancy-ended noon',
      'occupancy-ended long',
      'occupancy-began evening',
      'occupancy-began next',
      'occupancy-began last',
    ]);
  });

  it('tells when a session that broke off was last alive', async () => {
    const file = keep([
      aMarker('watching-began', at('08:00')),
      anOccupancy('occupancy-began', 'db', { at: at('08:05') }),
      aMarker('watching-began', at('12:00')),
    ]);
    const { entries } = await readHistoryWindow(file, {
      fromMs: atMs('07:00'),
      toMs: atMs('13:00'),
    });
    expect(entries.map(({ kind, at: time }) => `${kind} ${time.slice(11, 16)}`)).toEqual([
      'watching-began 08:00',
      'occupancy-began 08:05',
      'watching-ended 08:05',
      'watching-began 12:00',
    ]);
  });

  it('loses only the line that was torn in the middle, and counts it', async () => {
    const lines = day.map(formatEntry);
    for (const length of [0, 1, 14, 60, 90, 150]) {
      const torn = lines.map((line, n) => (n === 7 ? `${line.slice(0, length)}\n` : line));
      const file = join(makeFolder(), 'history.jsonl');
      writeFileSync(file, torn.join(''));
      const reading = await readHistoryWindow(file, { fromMs: 0, toMs: atMs('23:00') });
      expect(reading.skipped).toBe(length === 0 ? 0 : 1);
      expect(ids(reading.entries)).toContain('occupancy-ended morning');
      expect(ids(reading.entries)).toContain('occupancy-began evening');
    }
  });

  it('takes an entry that stands twice for one', async () => {
    const file = keep(day);
    appendFileSync(file, day.slice(-2).map(formatEntry).join(''));
    const { entries } = await readHistoryWindow(file, { fromMs: 0, toMs: atMs('23:00') });
    expect(ids(entries).filter((id) => id.endsWith('evening'))).toHaveLength(1);
  });

  it('is cut at its newest entries', async () => {
    const window = { fromMs: 0, toMs: atMs('23:00'), entriesMax: 2 };
    const reading = await readHistoryWindow(keep(day), window);
    expect(ids(reading.entries)).toEqual(['occupancy-ended long', 'occupancy-began evening']);
    expect(reading.isCut).toBe(true);
  });
});
