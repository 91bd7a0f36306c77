import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchSockets } from '../../../electron/adapters/macos/match-sockets.ts';
import { isListening, parseLsof } from '../../../electron/adapters/macos/parse-lsof.ts';
import { isListeningRow, parseNetstat } from '../../../electron/adapters/macos/parse-netstat.ts';
import type { PsProcess } from '../../../electron/adapters/posix/parse-ps.ts';
import { toCountedTable, toNamedTable, toNumberedTable, type TableRow } from './netstat-tables.ts';

const rows: readonly TableRow[] = [
  { protocol: 'tcp4', local: '127.0.0.1.5173', state: 'LISTEN', name: 'node', pid: 13942 },
  { protocol: 'tcp46', local: '*.6380', state: 'LISTEN', name: 'Brave Browser He', pid: 31195 },
  { protocol: 'tcp6', local: '::1.5432', state: 'LISTEN', name: 'postgres', pid: 901 },
  { protocol: 'tcp6', local: 'fe80::1%lo0.8021', state: 'LISTEN', name: 'launchd', pid: 1 },
  {
    protocol: 'tcp4',
    local: '127.0.0.1.61234',
    remote: '127.0.0.1.5173',
    state: 'ESTABLISHED',
    name: 'curl',
    pid: 77,
  },
];
const udpRows: readonly TableRow[] = [
  { protocol: 'udp4', local: '*.5353', name: 'mDNSResponder', pid: 321 },
  { protocol: 'udp4', local: '*.*', name: 'syslogd', pid: 90 },
  { protocol: 'udp6', local: '::1.6000', remote: '::1.53', name: 'dig', pid: 91 },
];

const layouts = [
  ['a column for the pid', toNumberedTable],
  ['counters before it', toCountedTable],
  ['a column for name and pid', toNamedTable],
  [
    'names under the heading of pids',
    (list: readonly TableRow[]) => toNamedTable(list, 'pid   epid'),
  ],
] as const;

describe.each(layouts)('a table with %s', (_name, toTable) => {
  test('tells who listens where', () => {
    const { sockets, isCut, unreadable } = parseNetstat(toTable(rows));
    expect({ isCut, unreadable }).toEqual({ isCut: false, unreadable: 0 });
    expect(
      sockets.filter(isListeningRow).map(({ local, pid, isDual }) => ({ ...local, pid, isDual })),
    ).toEqual([
      { address: '127.0.0.1', port: 5173, pid: 13942, isDual: false },
      { address: '::', port: 6380, pid: 31195, isDual: true },
      { address: '::1', port: 5432, pid: 901, isDual: false },
      { address: 'fe80::1%lo0', port: 8021, pid: 1, isDual: false },
    ]);
  });

  test('tells of UDP, whose rows have no state', () => {
    const { sockets } = parseNetstat(toTable(udpRows));
    expect(sockets.filter(isListeningRow).map(({ local, pid }) => ({ ...local, pid }))).toEqual([
      { address: '0.0.0.0', port: 5353, pid: 321 },
    ]);
  });
});

test('a name that looks like the end of its column does not', () => {
  const [row] = parseNetstat(
    toNamedTable([
      { protocol: 'tcp4', local: '*.80', state: 'LISTEN', name: 'a:1 00100 0:22 b', pid: 4711 },
    ]),
  ).sockets;
  expect(row?.pid).toBe(4711);
});

test('a column that nobody has seen yet leaves the pid unknown', () => {
  const table = toNumberedTable(rows).replace('    pid   epid', ' owner  epid');
  expect(parseNetstat(table).sockets.map(({ pid }) => pid)).toEqual(rows.map(() => undefined));
  const headless = toNumberedTable(rows).split('\n').slice(2).join('\n');
  expect(parseNetstat(headless).sockets.map(({ pid }) => pid)).toEqual(rows.map(() => undefined));
});

const toProcess = (pid: number, name: string): PsProcess => ({
  pid,
  name,
  parentPid: 1,
  uid: 0,
  user: 'root',
  stat: 'Ss',
  startedAtSeconds: 1_795_000_000,
  command: name,
});
const processes = new Map(
  [
    toProcess(13942, 'node'),
    toProcess(31195, 'Brave Browser Helper'),
    toProcess(901, 'postgres'),
  ].map((process) => [process.pid, process]),
);

/** What lsof, without rights, shows of them: the first alone. */
const seen = parseLsof(
  'p13942\ncnode\nu501\nLann\nf23\ntIPv4\nd0x58eb68468222c33b\nPTCP\nn127.0.0.1:5173\nTST=LISTEN\n',
  'tcp',
).sockets.filter(isListening);

describe('of a socket that lsof hides', () => {
  const pidsOf = (table: string) =>
    matchSockets(seen, parseNetstat(table).sockets.filter(isListeningRow), processes).unseen.map(
      ({ socket, pid }) => ({ port: socket.local.port, pid }),
    );

  test('the process is known where ps knows it by the same name', () => {
    expect(pidsOf(toNamedTable(rows))).toEqual([
      { port: 6380, pid: 31195 },
      { port: 5432, pid: 901 },
      { port: 8021, pid: undefined },
    ]);
    const renamed = rows.map((row) => (row.pid === 901 ? { ...row, name: 'mysqld' } : row));
    expect(pidsOf(toNamedTable(renamed))).toContainEqual({ port: 5432, pid: undefined });
  });

  test('a bare number counts only where the column is right for what lsof shows', () => {
    expect(pidsOf(toNumberedTable(rows))).toContainEqual({ port: 5432, pid: 901 });
    const shifted = toNumberedTable(rows).replace(
      'rhiwat  shiwat    pid   epid',
      'rhiwat  pid   epid',
    );
    expect(pidsOf(shifted).map(({ pid }) => pid)).toEqual([undefined, undefined, undefined]);
  });
});

test('a link-local address is the same in both, however each writes its interface', () => {
  const own = parseLsof(
    'p1\nclaunchd\nf3\ntIPv6\nPTCP\nn[fe80:1::1]:8021\nTST=LISTEN\np2\ncx\nf4\ntIPv6\nPTCP\nn[fe80:4::aede:48ff:fe00:1122]:9\nTST=LISTEN\n',
    'tcp',
  ).sockets;
  const table = toNamedTable([
    ...rows.filter(({ pid }) => pid === 1),
    { protocol: 'tcp6', local: 'fe80::aede:48ff:fe00:1122.9', state: 'LISTEN', name: 'x', pid: 2 },
  ]);
  expect(matchSockets(own, parseNetstat(table).sockets, new Map()).unseen).toEqual([]);
});

test('any text is read without a throw, and no pid is made up', () => {
  const whole = toNamedTable(rows) + toNumberedTable(udpRows);
  const piece = fc.oneof(
    fc.nat(whole.length).map((at) => whole.slice(at, at + 90)),
    fc.string({ maxLength: 40, unit: 'binary' }),
    fc.constant('\n'),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const text = pieces.join('');
      for (const { pid, local } of parseNetstat(text).sockets) {
        expect(text).toMatch(pid === undefined ? '' : new RegExp(`(?<!\\d)0*${pid}(?!\\d)`));
        expect(local.port).toBeGreaterThan(0);
        expect(local.port).toBeLessThan(65_536);
      }
    }),
    { numRuns: 2_000 },
  );
});
