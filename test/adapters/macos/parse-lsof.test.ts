import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toAnswer } from '../../../electron/adapters/macos/ask-lsof.ts';
import { decodeEscapes } from '../../../electron/adapters/macos/decode-escapes.ts';
import { parseFiles } from '../../../electron/adapters/macos/parse-files.ts';
import { isListening, parseLsof } from '../../../electron/adapters/macos/parse-lsof.ts';
import type { LsofSocket } from '../../../electron/adapters/macos/parse-lsof.ts';
import { listSamples, readKey, readSample } from './fixtures.ts';

const keySchema = z.array(
  z.object({
    protocol: z.enum(['tcp', 'udp']),
    family: z.union([z.literal(4), z.literal(6)]).nullable(),
    address: z.string(),
    port: z.number().nullable(),
    pid: z.number(),
    process: z.string(),
    remote: z.unknown().optional(),
  }),
);
type Key = z.infer<typeof keySchema>;

/** As the key writes a socket: with the address that lsof shows for IPv4 within IPv6. */
function toKeyRow({ protocol, family, local, pid, name }: LsofSocket) {
  const address = local.address.replace(/^::ffff:(?=\d+\.)/, '');
  return { protocol, family, address, port: local.port, pid, process: name };
}

function sortRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(rows.map((row) => JSON.stringify(row)))].sort();
}

function toRows(key: Key) {
  return key
    .filter(({ remote }) => remote === undefined)
    .map(({ protocol, family, address, port, pid, process }) => ({
      protocol,
      family,
      address,
      port,
      pid,
      process: decodeEscapes(process),
    }));
}

describe('the fields of real sockets', () => {
  test.each(listSamples(/lsof-F.*-odd-names|lsof-F0/))('%s says what its key says', (name) => {
    const { sockets, isCut, unreadable } = parseLsof(readSample(name), 'tcp');
    expect({ isCut, unreadable }).toEqual({ isCut: false, unreadable: 0 });
    expect(sortRows(sockets.filter(isListening).map(toKeyRow))).toEqual(
      sortRows(toRows(readKey(name, keySchema))),
    );
  });

  /** These were captured without the field that tells the family. */
  test.each(listSamples(/macos-lsof-F/))('%s, with its family told, has its listeners', (name) => {
    const text = readSample(name).replaceAll(/^(f\d+)$/gm, '$1\ntIPv4');
    const found = parseLsof(text, 'tcp').sockets.filter(isListening);
    expect(
      sortRows(found.map(({ local, pid, name }) => ({ port: local.port, pid, name }))),
    ).toEqual(
      sortRows(
        readKey(name, keySchema).map(({ port, pid, process }) => ({ port, pid, name: process })),
      ),
    );
    const familyless = parseLsof(readSample(name), 'tcp');
    expect(familyless.sockets).toEqual([]);
    expect(familyless.unreadable).toBeGreaterThan(0);
  });
});

/** The same socket in fields, from a row of lsof's table. */
function toFields(row: string): string {
  const columns =
    /^(\S+)\s+(\d+)\s+(\S+)\s+(\d+\w*)\s+(IPv[46])\s+(\S+)\s+\S+\s+(TCP|UDP)\s+(\S+)(?: \((\w+)\))?\s*$/.exec(
      row,
    );
  if (columns === null) return '';
  const [, command, pid, user, descriptor, type, device, protocol, place, state] = columns;
  const fields = [`p${pid}`, `c${command}`, `L${user}`, `f${descriptor}`, `t${type}`];
  fields.push(`d${device}`, `P${protocol}`, `n${place}`);
  if (state !== undefined) fields.push(`TST=${state}`);
  return `${fields.join('\n')}\n`;
}

describe('the rows of real tables, in fields', () => {
  test.each(listSamples(/lsof-(?!F)/))('%s says what its key says', (name) => {
    const key = readKey(name, keySchema);
    const protocol = name.includes('udp') ? 'udp' : 'tcp';
    const text = readSample(name).split('\n').map(toFields).join('');
    const { sockets, unreadable } = parseLsof(text, protocol);
    /** Names of hosts and services are not taken for addresses and ports. */
    const isNumeric = ({ address, port }: Key[number]): boolean =>
      port !== null && /^[\d.:a-f]+$/i.test(address);
    expect(sortRows(sockets.filter(isListening).map(toKeyRow))).toEqual(
      sortRows(toRows(key.filter(isNumeric))),
    );
    expect(unreadable > 0).toBe(!key.every(isNumeric));
  });
});

test('a name cannot pretend to be another process', () => {
  const text = 'p10\ncevil\\np1\\nf3\nf3\ntIPv4\nPTCP\nn*:80\nTST=LISTEN\n';
  const { sockets } = parseLsof(text, 'tcp');
  expect(sockets.map(({ pid, name }) => ({ pid, name }))).toEqual([
    { pid: 10, name: 'evil\np1\nf3' },
  ]);
});

test('escapes are bytes, and bytes are UTF-8', () => {
  expect(decodeEscapes('caf\\xc3\\xa9 \\\\x41 \\t')).toBe('café \\x41 \t');
  expect(decodeEscapes('\\xff')).toBe('\ufffd');
});

test('the folder and the program of a process are its first', () => {
  const text =
    'p7\nfcwd\nn/Users/ann/my\\x20shop\nftxt\nn/opt/node\nftxt\nn/usr/lib/dyld\np8\nfcwd\nnunknown\n';
  expect(parseFiles(text)).toEqual(
    new Map([
      [7, { cwd: '/Users/ann/my shop', executable: '/opt/node' }],
      [8, {}],
    ]),
  );
});

const whole = readSample('30-linux-lsof-FpcuLftPnT-odd-names.txt');
const ended = { kind: 'ended', exitCode: 0, stdout: whole, stderr: '' } as const;

describe('an answer of lsof', () => {
  test('that was cut anywhere has only sockets of the whole, and says so unless a line was whole', () => {
    const all = new Set(
      parseLsof(whole, 'tcp').sockets.map((socket) => JSON.stringify(toKeyRow(socket))),
    );
    for (let length = 1; length < whole.length; length += 1) {
      const answer = toAnswer({ ...ended, stdout: whole.slice(0, length) }, 'tcp');
      if (answer.kind === 'failed') throw new Error('an answer with exit code 0');
      for (const socket of answer.sockets) {
        expect(all.has(JSON.stringify(toKeyRow(socket)))).toBe(true);
      }
      expect(answer.isPartial || whole[length - 1] === '\n').toBe(true);
    }
  });

  test.each([
    ['nothing found is no error', { ...ended, exitCode: 1, stdout: '' }, 'read', false],
    [
      'an error is no empty list',
      { ...ended, exitCode: 1, stdout: '', stderr: 'lsof: no' },
      'failed',
      false,
    ],
    [
      'half a list with an error is partial',
      { ...ended, exitCode: 1, stderr: 'lsof: no' },
      'read',
      true,
    ],
    ['a crash after some sockets is partial', { ...ended, exitCode: 2 }, 'read', true],
    [
      'a table is no list of fields',
      { ...ended, stdout: 'COMMAND PID USER\nnode 1 a\n' },
      'read',
      true,
    ],
    [
      'UTF-16 is no list of fields',
      { ...ended, stdout: Buffer.from(whole, 'utf16le').toString() },
      'read',
      true,
    ],
    ['too much of it is no answer', { kind: 'too-much-output' }, 'failed', false],
    ['a tool that hung has not answered', { kind: 'timed-out' }, 'failed', false],
  ] as const)('%s', (_name, result, kind, isPartial) => {
    const answer = toAnswer(result, 'tcp');
    expect(answer.kind).toBe(kind);
    expect(answer.kind === 'read' && answer.isPartial).toBe(isPartial);
  });
});

test('any text is read without a throw, and no pid is made up', () => {
  const line = fc.oneof(
    fc.constantFrom('p12', 'p-1', 'p0', 'p99999999999', 'f3', 'tIPv4', 'tIPv6', 'PTCP', 'PUDP'),
    fc.constantFrom(
      'n*:80',
      'n[::1]:80',
      'n1.2.3.4:70000',
      'n*:http',
      'na->b',
      'TST=LISTEN',
      'n*:*',
    ),
    fc.string({ maxLength: 30, unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 40 }), (lines) => {
      const text = lines.join('\n');
      const told = new Set(
        [...text.matchAll(/^p(\d{1,10})(?=[\0\n]|$)/gm)].map(([, pid]) => Number(pid)),
      );
      for (const tcp of [true, false]) {
        for (const socket of parseLsof(text, tcp ? 'tcp' : 'udp').sockets) {
          expect(told.has(socket.pid)).toBe(true);
          expect(socket.local.port).toBeGreaterThan(0);
          expect(socket.local.port).toBeLessThan(65_536);
        }
      }
      parseFiles(text);
    }),
    { numRuns: 2_000 },
  );
});
