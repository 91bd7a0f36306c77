import { describe, expect, test } from 'vitest';
import { toHistoryCsv, toHistoryJson } from '../../shared/history-export.ts';
import type { HistoryView, Interval } from '../../shared/history-view.ts';

const interval: Interval = {
  id: 'a',
  protocol: 'tcp',
  port: 3000,
  addresses: ['0.0.0.0', '::'],
  holder: { title: 'vite', name: 'node', pid: 4711, user: 'ann', folder: '/home/ann/blog' },
  standing: 'squatter',
  from: '2025-11-20T16:00:00.000Z',
  to: '2025-11-20T17:00:00.000Z',
  end: 'ended',
};

const view = (facts: Partial<HistoryView> = {}): HistoryView => ({
  intervals: [interval],
  events: [],
  skipped: 0,
  isCut: false,
  ...facts,
});

describe('history for other programs', () => {
  test('is a table by time', () => {
    const events = [
      {
        kind: 'killed',
        id: 'k',
        at: '2025-11-20T15:00:00.000Z',
        protocol: 'tcp',
        port: 8080,
        names: ['java'],
        pids: [12],
        means: 'graceful',
        outcome: 'freed',
      },
    ] as const;
    expect(toHistoryCsv(view({ events }))).toBe(
      [
        'kind,port,protocol,from,to,end,standing,title,name,pid,user,folder,addresses,detail',
        'killed,8080,tcp,2025-11-20T15:00:00.000Z,,,,,java,12,,,,freed',
        'held,3000,tcp,2025-11-20T16:00:00.000Z,2025-11-20T17:00:00.000Z,ended,squatter,vite,node,4711,ann,/home/ann/blog,0.0.0.0 ::,',
        '',
      ].join('\r\n'),
    );
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', ' =cmd|x', '＝1'])(
    'computes nothing in a spreadsheet: %j',
    (name) => {
      const holder = { ...interval.holder, name, title: name };
      const csv = toHistoryCsv(view({ intervals: [{ ...interval, holder }] }));
      expect(csv.includes(`,'${name},`) || csv.includes(`,"'${name}",`)).toBe(true);
    },
  );

  test('keeps quotes, commas and line ends within their cell', () => {
    const holder = { ...interval.holder, name: 'a,"b"\nc' };
    const csv = toHistoryCsv(view({ intervals: [{ ...interval, holder }] }));
    expect(csv).toContain(',"a,""b""\nc",');
  });

  test('is a document in which what is absent is null', () => {
    const { to: _, ...open } = interval;
    const document: unknown = JSON.parse(
      toHistoryJson(view({ intervals: [{ ...open, end: 'goes-on' }] })),
    );
    expect(document).toMatchObject({
      intervals: [{ to: null, end: 'goes-on', holder: { container: null, pid: 4711 } }],
      events: [],
      skippedLines: 0,
      cut: false,
    });
  });
});
