import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCommandLineInformation } from '../../../electron/adapters/windows/command-line.ts';
import {
  parseProcessTable,
  type ProcessRow,
} from '../../../electron/adapters/windows/parse-process-table.ts';
import { parseServices } from '../../../electron/adapters/windows/parse-services.ts';
import {
  formatIpv6,
  parseSocketTable,
} from '../../../electron/adapters/windows/parse-socket-table.ts';
import { listAbove, listBelow } from '../../../electron/adapters/windows/process-table.ts';
import { parseFailureActions } from '../../../electron/adapters/windows/services.ts';
import { createSizedReader } from '../../../electron/adapters/windows/sized-read.ts';
import { writeProcessTable, writeSocketTable } from './tables.ts';

const LOOPBACK6 = [...Array<number>(15).fill(0), 1];
const tables = [
  ['tcp', 4],
  ['tcp', 6],
  ['udp', 4],
  ['udp', 6],
] as const;

describe('the system’s table of sockets', () => {
  test('tells of a listener on IPv4 all there is', () => {
    const bytes = writeSocketTable('tcp', 4, [
      { local: [127, 0, 0, 1], port: 3000, pid: 4711, createdAt: 133_799_123_456_789_000n },
    ]);
    expect(parseSocketTable('tcp', 4, bytes)).toEqual([
      {
        protocol: 'tcp',
        family: 4,
        address: '127.0.0.1',
        port: 3000,
        remoteAddress: '0.0.0.0',
        remotePort: 0,
        state: 2,
        pid: 4711,
        createdAt: '133799123456789000',
      },
    ]);
  });

  test('tells of a connection on IPv6 all there is', () => {
    const remote = [0x20, 1, 0x0d, 0xb8, ...Array<number>(11).fill(0), 9];
    const bytes = writeSocketTable('tcp', 6, [
      { local: LOOPBACK6, port: 65_535, pid: 8, state: 5, remote, remotePort: 443 },
    ]);
    expect(parseSocketTable('tcp', 6, bytes)).toMatchObject([
      {
        address: '::1',
        port: 65_535,
        remoteAddress: '2001:db8::9',
        remotePort: 443,
        state: 5,
        pid: 8,
      },
    ]);
  });

  test('tells of UDP sockets of both families', () => {
    const four = writeSocketTable('udp', 4, [
      { local: [0, 0, 0, 0], port: 5353, pid: 16, createdAt: 7n },
    ]);
    const six = writeSocketTable('udp', 6, [{ local: LOOPBACK6, port: 1, pid: 20, createdAt: 9n }]);
    const [row4] = parseSocketTable('udp', 4, four);
    const [row6] = parseSocketTable('udp', 6, six);
    expect(row4).toMatchObject({ address: '0.0.0.0', port: 5353, pid: 16, createdAt: '7' });
    expect(row6).toMatchObject({ address: '::1', port: 1, pid: 20, createdAt: '9' });
  });

  test.each(tables)('of %s%i that is cut gives the rows that are whole', (protocol, family) => {
    const local = family === 4 ? [10, 0, 0, 1] : LOOPBACK6;
    const rows = [1, 2, 3].map((port) => ({ local, port, pid: port * 4 }));
    const bytes = writeSocketTable(protocol, family, rows);
    const whole = parseSocketTable(protocol, family, bytes);
    expect(whole.map(({ pid }) => pid)).toEqual([4, 8, 12]);
    for (let length = 0; length < bytes.length; length += 3) {
      const part = parseSocketTable(protocol, family, bytes.subarray(0, length));
      expect(part).toEqual(whole.slice(0, part.length));
    }
  });

  test('of any bytes is never a failure, and no more than fits into them', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 2000 }),
        fc.constantFrom(...tables),
        (bytes, table) => {
          const rows = parseSocketTable(table[0], table[1], bytes);
          expect(rows.length).toBeLessThanOrEqual(bytes.length / 160);
        },
      ),
    );
  });

  test.each([
    ['::', Array<number>(16).fill(0)],
    ['::ffff:10.1.2.3', [...Array<number>(10).fill(0), 255, 255, 10, 1, 2, 3]],
    ['fe80::1:0:0:2', [0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 2]],
    ['2001:0:1::', [0x20, 1, 0, 0, 0, 1, ...Array<number>(10).fill(0)]],
    ['1:2:3:4:5:6:7:8', [0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 8]],
  ])('writes %s as people do', (text, bytes) => {
    expect(formatIpv6(Uint8Array.from(bytes))).toBe(text);
  });
});

const AT = 0x7ff6_0000_0000n;
const table = [
  { pid: 0, parentPid: 0, createdAt: 0n, name: '' },
  { pid: 4, parentPid: 0, createdAt: 10n, name: 'System' },
  { pid: 800, parentPid: 4, createdAt: 1000n, name: 'cmd.exe' },
  { pid: 900, parentPid: 800, createdAt: 2000n, name: 'node.exe' },
  { pid: 1000, parentPid: 900, createdAt: 3000n, name: 'worker ü.exe' },
  /** Its parent is gone, and another has that pid by now. */
  { pid: 1100, parentPid: 900, createdAt: 1500n, name: 'orphan.exe' },
];

function toTable(rows: readonly ProcessRow[]): ReadonlyMap<number, ProcessRow> {
  return new Map(rows.map((row) => [row.pid, row]));
}

describe('the system’s table of processes', () => {
  const rows = parseProcessTable(writeProcessTable(table, AT), AT);

  test('tells of each its parent, its start and its name', () => {
    expect(rows).toEqual(
      table.map(({ pid, parentPid, createdAt, name }) => ({
        pid,
        parentPid,
        startToken: String(createdAt / 10n),
        name,
      })),
    );
  });

  test('a process that is older than its parent is no child of it', () => {
    const all = toTable(rows);
    const below = listBelow(all, [{ pid: 900, startToken: '200' }]);
    expect(below.map(({ pid }) => pid)).toEqual([1000]);
    const node = rows.find(({ pid }) => pid === 900);
    expect(node && listAbove(all, node).map(({ pid }) => pid)).toEqual([800, 4]);
  });

  test('whoever has the pid and another start has nobody below', () => {
    expect(listBelow(toTable(rows), [{ pid: 900, startToken: '201' }])).toEqual([]);
  });

  test('cut anywhere, it gives no process that the whole does not give', () => {
    const bytes = writeProcessTable(table, AT);
    const whole = new Set(rows.map(({ pid, startToken }) => `${pid} ${startToken}`));
    for (let length = 0; length < bytes.length; length += 5) {
      for (const { pid, startToken } of parseProcessTable(bytes.subarray(0, length), AT)) {
        expect(whole).toContain(`${pid} ${startToken}`);
      }
    }
  });

  test('of any bytes is never a failure, and ends', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), fc.bigInt(0n, 2n ** 64n), (bytes, at) => {
        expect(parseProcessTable(bytes, at).length).toBeLessThanOrEqual(bytes.length / 100);
      }),
    );
  });
});

describe('services', () => {
  test('are read with their names and processes', () => {
    const bytes = Buffer.alloc(400);
    const write = (at: number, name: string, shown: string, pid: number, textAt: number) => {
      const text = Buffer.from(`${name}\0${shown}\0`, 'utf16le');
      text.copy(bytes, textAt);
      bytes.writeBigUInt64LE(AT + BigInt(textAt), at);
      bytes.writeBigUInt64LE(AT + BigInt(textAt + name.length * 2 + 2), at + 8);
      bytes.writeUInt32LE(4, at + 20);
      bytes.writeUInt32LE(pid, at + 44);
    };
    write(0, 'Dnscache', 'DNS-Client', 1200, 200);
    write(56, 'Stopped', 'Off', 0, 300);
    expect(parseServices(bytes, 2, AT)).toEqual([
      { name: 'Dnscache', displayName: 'DNS-Client', pid: 1200 },
    ]);
    expect(parseServices(bytes, 5000, AT)).toHaveLength(1);
  });

  test('of any bytes are never a failure', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 500 }),
        fc.nat(),
        fc.bigInt(0n, 600n),
        (bytes, count, at) => {
          parseServices(bytes, count, at);
          parseCommandLineInformation(bytes);
          if (bytes.length >= 40) parseFailureActions(bytes, at);
        },
      ),
    );
  });

  test('tell whether Windows starts them again', () => {
    const bytes = Buffer.alloc(64);
    bytes.writeUInt32LE(3, 24);
    bytes.writeBigUInt64LE(AT + 40n, 32);
    bytes.writeUInt32LE(1, 40);
    bytes.writeUInt32LE(60_000, 44);
    expect(parseFailureActions(bytes, AT)).toEqual({ restarts: true, restartAfterMs: 60_000 });
    bytes.writeUInt32LE(0, 40);
    expect(parseFailureActions(bytes, AT)).toEqual({ restarts: false });
  });
});

describe('what tells its size only when it is asked', () => {
  test('is asked again with enough, and more than enough where it grows meanwhile', () => {
    let size = 100;
    const asked: number[] = [];
    const filled = createSizedReader(16).read((bytes, length) => {
      asked.push(bytes.length);
      length[0] = size;
      size += 20;
      return bytes.length >= size - 20 ? 'filled' : 'too-small';
    });
    expect(filled?.bytes.length).toBeLessThanOrEqual(filled?.whole.length ?? 0);
    expect(asked.length).toBeLessThanOrEqual(4);
  });

  test('that never has enough is given up', () => {
    let count = 0;
    const filled = createSizedReader(16).read((_bytes, length) => {
      count += 1;
      length[0] = 0xffff_ffff;
      return 'too-small';
    });
    expect(filled).toBeUndefined();
    expect(count).toBeLessThanOrEqual(8);
  });

  test('that fails is not asked again', () => {
    let count = 0;
    createSizedReader(16).read(() => {
      count += 1;
      return 'failed';
    });
    expect(count).toBe(1);
  });
});
