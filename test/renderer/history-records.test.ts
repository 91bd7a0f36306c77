import { describe, expect, test } from 'vitest';
import {
  showBounds,
  showMoment,
  SPANS,
  step,
  toBounds,
  zoomTo,
} from '../../renderer/history/range.ts';
import { filterRecords, toLanes, toRecords } from '../../renderer/history/records.ts';
import type { HistoryView, Interval } from '../../shared/history-view.ts';
import { toTranslate } from '../../shared/messages/translate.ts';
import { aWatchedPort } from '../support/builders.ts';

const t = toTranslate('en');
const at = (hour: number): string => new Date(Date.UTC(2025, 10, 20, hour)).toISOString();
const ms = (hour: number): number => Date.parse(at(hour));

function anInterval(id: string, facts: Partial<Interval> = {}): Interval {
  return {
    id,
    protocol: 'tcp',
    port: 3000,
    addresses: ['127.0.0.1'],
    holder: { title: 'vite', name: 'node', pid: 7, user: 'ann', folder: '/home/ann/blog' },
    standing: 'squatter',
    from: at(8),
    to: at(10),
    end: 'ended',
    ...facts,
  };
}

const view: HistoryView = {
  intervals: [
    anInterval('vite'),
    anInterval('db', {
      port: 5432,
      standing: 'unwatched',
      from: at(6),
      to: at(12),
      holder: { title: 'PostgreSQL', name: 'postgres', user: 'postgres' },
    }),
  ],
  events: [
    {
      kind: 'reassigned',
      id: 'm',
      at: at(9),
      watchedPortId: 'web',
      name: 'web',
      from: 3000,
      to: 3001,
      edits: [],
      backups: [],
    },
  ],
  skipped: 0,
  isCut: false,
};
const records = toRecords(view, t);
const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);
const everything = { text: '', shown: 'all', atMs: undefined } as const;

describe('records of history', () => {
  test('stand with the newest first', () => {
    expect(ids(records)).toEqual(['reassigned m', 'vite', 'db']);
  });

  test.each([
    ['3000', ['reassigned m', 'vite']],
    ['3001', ['reassigned m']],
    ['POSTGRES', ['db']],
    ['blog vite', ['vite']],
    ['blog postgres', []],
  ])('are found by "%s"', (text, expected) => {
    expect(ids(filterRecords(records, { ...everything, text }))).toEqual(expected);
  });

  test('are narrowed to a kind, and to who held a port at a moment', () => {
    const only = (filter: object) => ids(filterRecords(records, { ...everything, ...filter }));
    expect(only({ shown: 'held' })).toEqual(['vite', 'db']);
    expect(only({ shown: 'squatter' })).toEqual(['vite']);
    expect(only({ shown: 'events' })).toEqual(['reassigned m']);
    expect(only({ atMs: ms(11) })).toEqual(['db']);
    expect(only({ atMs: ms(13) })).toEqual([]);
  });

  test('make a lane for each port, watched ones on top, a move in both of its ports', () => {
    const watchedPort = aWatchedPort({ port: 5432, name: 'database' });
    const lanes = toLanes(records, [{ watchedPort, verdict: { kind: 'free' } }]);
    expect(lanes.map(({ port, name, records: [...of] }) => [port, name, ids(of)])).toEqual([
      [5432, 'database', ['db']],
      [3000, undefined, ['reassigned m', 'vite']],
      [3001, undefined, ['reassigned m']],
    ]);
  });
});

describe('the time that is looked at', () => {
  const now = ms(12);
  const day = { spanMs: SPANS.day, endMs: undefined };

  test('follows the clock until one goes back, and again when one comes to its end', () => {
    expect(toBounds(day, now)).toEqual({ fromMs: now - SPANS.day, toMs: now });
    const earlier = step(day, -1, now);
    expect(earlier.endMs).toBe(now - SPANS.day * 0.75);
    expect(step(earlier, 1, now)).toEqual(day);
  });

  test('is zoomed around its middle, or up to now', () => {
    expect(zoomTo(day, SPANS.week, now)).toEqual({ spanMs: SPANS.week, endMs: undefined });
    const past = showBounds({ fromMs: ms(2), toMs: ms(4) }, now);
    expect(toBounds(zoomTo(past, SPANS.hour, now), now)).toEqual({
      fromMs: ms(2) + 1_800_000,
      toMs: ms(3) + 1_800_000,
    });
  });

  test('is never shorter than a minute', () => {
    expect(showBounds({ fromMs: ms(2), toMs: ms(2) }, now).spanMs).toBe(60_000);
  });

  test('comes to a moment that was out of sight', () => {
    expect(showMoment(day, ms(11), now)).toBe(day);
    const { fromMs, toMs } = toBounds(showMoment(day, now - 5 * SPANS.day, now), now);
    expect((fromMs + toMs) / 2).toBe(now - 5 * SPANS.day);
  });
});
