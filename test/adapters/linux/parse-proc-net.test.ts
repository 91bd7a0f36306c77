import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import {
  isPastListening,
  type ProcNetFormat,
} from '../../../electron/adapters/linux/sockets/parse-proc-net.ts';
import type { Family, Protocol } from '../../../shared/listener.ts';
import { createFakeProc, formatRow, HEADING, type FakeProc } from './fake-proc.ts';
import { readTable } from './read-table.ts';

const keySchema = z.array(
  z.object({
    address: z.string(),
    port: z.number(),
    inode: z.number(),
    uid: z.number(),
    remote: z.string().optional(),
  }),
);

let proc: FakeProc;
beforeAll(() => {
  proc = createFakeProc();
});
afterAll(() => proc.remove());

const tcp4 = { protocol: 'tcp', family: 4, endianness: 'LE' } as const;
const tcp6 = { protocol: 'tcp', family: 6, endianness: 'LE' } as const;

describe('the table of a real machine', () => {
  test.each([
    ['01-proc-net-tcp-ubuntu', 'tcp', 4],
    ['02-proc-net-tcp6-time-wait', 'tcp', 6],
    ['03-proc-net-tcp-old-kernel-same-inode', 'tcp', 4],
    ['04-proc-net-tcp6-no-listener', 'tcp', 6],
    ['06-proc-net-udp6', 'udp', 6],
    ['07-proc-net-udp-short-row', 'udp', 4],
    ['10-proc-net-tcp-kernel6', 'tcp', 4],
    ['11-proc-net-tcp6-kernel6', 'tcp', 6],
    ['12-proc-net-udp-kernel6', 'udp', 4],
  ] as const)('%s says what its key says', async (name, protocol, family) => {
    const sample = readSample(`${name}.txt`);
    const { rows } = await readTable(proc, sample, toFormat(protocol, family));
    const wanted = keySchema.parse(JSON.parse(readSample(`${name}.expected.json`).toString()));
    const open = rows.filter(({ state }) => state === 'listening' || state === 'bound');
    const connected = rows.filter(({ state }) => protocol === 'udp' && state === 'connected');
    expect(toComparable(open)).toEqual(toComparable(wanted.filter((row) => !('remote' in row))));
    expect(toComparable(connected)).toEqual(toComparable(wanted.filter((row) => 'remote' in row)));
  });

  test('a row that is too short is noticed and not guessed at', async () => {
    const sample = readSample('07-proc-net-udp-short-row.txt');
    const table = await readTable(proc, sample, toFormat('udp', 4));
    expect(table).toEqual({ rows: [], isWhole: false });
  });
});

describe('an address', () => {
  test.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['fe80:0:0:0:1:0:0:1', 'fe80::1:0:0:1'],
    ['2001:db8:0:0:1:0:0:0', '2001:db8:0:0:1::'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['0:0:0:0:0:ffff:7f00:1', '::ffff:127.0.0.1'],
    ['0:0:0:0:0:ffff:0:0', '::ffff:0.0.0.0'],
    ['ABCD:0:0:0:0:0:0:F', 'abcd::f'],
  ])('%s is printed as %s', async (full, canonical) => {
    const row = formatRow('tcp6', { address: full, port: 80, inode: 5 });
    const { rows } = await readTable(proc, row, tcp6);
    expect(rows.map(({ address }) => address)).toEqual([canonical]);
  });

  test('is read word by word on a big-endian machine', async () => {
    const row =
      '   0: 7F000001:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 7 1 0\n';
    const { rows } = await readTable(proc, row, { ...tcp4, endianness: 'BE' });
    expect(rows).toEqual([
      { address: '127.0.0.1', port: 3000, uid: 0, inode: 7, state: 'listening' },
    ]);
  });
});

describe('a line that is not whole', () => {
  const whole = formatRow('tcp', { address: '127.0.0.1', port: 3000, inode: 987654 }).trimEnd();

  test('never yields a row with a part of its inode', async () => {
    for (let length = 0; length <= whole.length; length += 1) {
      const { rows } = await readTable(proc, whole.slice(0, length), tcp4);
      expect(rows.every(({ inode, port }) => inode === 987654 && port === 3000)).toBe(true);
    }
  });

  test.each([
    ['port zero', whole.replace(':0BB8', ':0000')],
    ['a letter in the address', whole.replace('0100007F', '0100G07F')],
    ['an address of the other family', whole.replace('0100007F', '0'.repeat(32))],
    ['a state of three digits', whole.replace(' 0A ', ' 00A ')],
    ['a negative inode', whole.replace(' 987654 ', ' -9 ')],
    ['an inode with a dot', whole.replace(' 987654 ', ' 98.7 ')],
    ['an inode that no number tells exactly', whole.replace(' 987654 ', ` ${'9'.repeat(16)} `)],
    ['a uid of more than 32 bits', whole.replace(/ +\d+( +\d+ 987654 )/, ' 12345678901$1')],
    ['no number in front', whole.replace('0:', 'x:')],
  ])('is unreadable with %s', async (_, line) => {
    const table = await readTable(proc, `${HEADING}${line}\n`, tcp4);
    expect(table).toEqual({ rows: [], isWhole: false });
  });

  test('tells by its start that the LISTEN rows are over', () => {
    const listening = Buffer.from(whole);
    const connected = Buffer.from(whole.replace(' 0A ', ' 01 '));
    expect(isPastListening(listening, 0, 100)).toBe(false);
    expect(isPastListening(connected, 0, 100)).toBe(true);
    expect(isPastListening(connected, 0, 36)).toBe(false);
    expect(isPastListening(Buffer.from(HEADING), 0, 90)).toBe(false);
  });
});

describe('whatever bytes come', () => {
  const formats: readonly ProcNetFormat[] = [tcp4, tcp6, toFormat('udp', 4), toFormat('udp', 6)];

  test('nothing is thrown and no inode is invented', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 600 }),
        fc.constantFrom(...formats),
        async (noise, format) => {
          const text = Buffer.from(noise).toString('latin1');
          const { rows } = await readTable(proc, noise, format);
          for (const { inode } of rows) expect(text).toContain(String(inode));
        },
      ),
    );
  });

  test('a damaged table yields only inodes that stand in it', async () => {
    const table =
      HEADING +
      [11, 222, 3333, 44444]
        .map((inode) => formatRow('tcp', { address: '127.0.0.1', port: 3000 + inode, inode }))
        .join('');
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(table.length - 1), fc.nat(255)), { maxLength: 12 }),
        fc.nat(table.length),
        async (changes, length) => {
          const bytes = Buffer.from(table).subarray(0, length);
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          const words = new Set(bytes.toString('latin1').split(/[ \n]+/));
          const { rows } = await readTable(proc, bytes, tcp4);
          expect(rows.every(({ inode }) => words.has(String(inode)))).toBe(true);
        },
      ),
    );
  });

  test('every row that a kernel can print is read back as it is', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.ipV4(),
        fc.integer({ min: 1, max: 65_535 }),
        fc.integer({ min: 1, max: 2 ** 32 - 1 }),
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        async (address, port, inode, uid) => {
          const row = formatRow('tcp', { address, port, inode, uid });
          const table = await readTable(proc, HEADING + row, tcp4);
          const read = { address, port, uid, inode, state: 'listening' };
          expect(table).toEqual({ rows: [read], isWhole: true });
        },
      ),
    );
  });
});

function readSample(name: string): Buffer {
  return readFileSync(new URL(`../../fixtures/linux/${name}`, import.meta.url));
}

function toFormat(protocol: Protocol, family: Family): ProcNetFormat {
  return { protocol, family, endianness: 'LE' };
}

/** Identical rows are one, in a fixed order. */
function toComparable(
  rows: readonly { address: string; port: number; inode: string | number; uid: number }[],
): readonly string[] {
  const lines = rows.map((row) => `${row.address} ${row.port} ${row.inode} ${row.uid}`);
  return [...new Set(lines)].sort();
}
