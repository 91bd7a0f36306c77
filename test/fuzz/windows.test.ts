import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  parseCommandLineInformation,
  splitCommandLine,
} from '../../electron/adapters/windows/command-line.ts';
import { decodeOutput } from '../../electron/adapters/windows/decode-output.ts';
import { parseCim } from '../../electron/adapters/windows/parse-cim.ts';
import { parseNetstat } from '../../electron/adapters/windows/parse-netstat.ts';
import {
  parseDynamicRange,
  parseExcludedRanges,
} from '../../electron/adapters/windows/parse-port-ranges.ts';
import { parseProcessTable } from '../../electron/adapters/windows/parse-process-table.ts';
import { parseServices } from '../../electron/adapters/windows/parse-services.ts';
import { parseSocketName } from '../../electron/adapters/windows/parse-socket-name.ts';
import { parseSocketTable } from '../../electron/adapters/windows/parse-socket-table.ts';
import { parseTasklist } from '../../electron/adapters/windows/parse-tasklist.ts';
import { parseFailureActions } from '../../electron/adapters/windows/services.ts';
import { damagedBytes, damagedText, readSamples } from './damage.ts';
import { expectSane } from './expect-sane.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

const ADDRESS = 0x1_0000_0000n;
/** A count and then rows, as all tables of the system begin. */
const TABLES = [1, 3, 200].map((count) => {
  const bytes = Buffer.alloc(8 + 3 * 192, 0x11);
  bytes.writeUInt32LE(count, 0);
  return new Uint8Array(bytes);
});

test('netstat -ano of any language', FUZZING, () =>
  expectTaken({
    share: 60,
    inputs: damagedText([
      ...readSamples('windows/netstat', /\.(txt|bin)$/),
      '  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         1068\r\n' +
        '  UDP    [fe80::1c2%12]:5353    *:*                                    2220\r\n',
    ]),
    check: (text) => expectSane(parseNetstat(text)),
    // Digits and colons were an address, whatever they said.
    examples: ['  UDP    [4294967296fe80::1c2%12]:5353    *:*\r\n'],
  }),
);

test('tables of sockets', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: fc.tuple(
      damagedBytes(TABLES),
      fc.constantFrom('tcp' as const, 'udp' as const),
      fc.constantFrom(4 as const, 6 as const),
    ),
    check: ([bytes, protocol, family]) => expectSane(parseSocketTable(protocol, family, bytes)),
  }),
);

test('tables of processes and services', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: fc.tuple(damagedBytes(TABLES), fc.nat(5000)),
    check: ([bytes, count]) => {
      expectSane(parseProcessTable(bytes, ADDRESS));
      expectSane(parseServices(bytes, count, ADDRESS));
      if (bytes.length >= 40) parseFailureActions(bytes, ADDRESS);
      parseCommandLineInformation(bytes);
      decodeOutput(bytes);
    },
  }),
);

test('what tools print', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: damagedText([
      ...readSamples('windows/excluded-ranges', /./),
      ...readSamples('windows/dynamic-range', /./),
      ...readSamples('windows/processes', /./),
      '"node.exe","4711","Console","1","40,000 K"\r\n',
      '{"processes":[{"pid":4711,"parentPid":1,"name":"node.exe","startToken":"133","command":"node a"}]}',
      'tcp4|127.0.0.1|3000|4711',
      '"C:\\Program Files\\node.exe" "a \\"b\\"" c\\\\',
    ]),
    check: (text) => {
      expectSane(parseTasklist(text));
      expectSane(parseCim(text));
      expectSane(parseSocketName(text));
      for (const { from, to } of parseExcludedRanges(text)) expectRange(from, to);
      const range = parseDynamicRange(text);
      if (range !== undefined) expectRange(range.from, range.to);
      splitCommandLine(text);
    },
  }),
);

function expectRange(from: number, to: number): void {
  expect(from).toBeGreaterThanOrEqual(1);
  expect(to).toBeLessThanOrEqual(65_535);
  expect(from).toBeLessThanOrEqual(to);
}
