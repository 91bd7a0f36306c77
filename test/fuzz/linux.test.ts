import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  parseContainers,
  parseInspection,
} from '../../electron/adapters/containers/parse-containers.ts';
import { parseCgroup } from '../../electron/adapters/linux/facts/parse-cgroup.ts';
import { parseContainer } from '../../electron/adapters/linux/facts/parse-container.ts';
import { parseIgnoresTerm } from '../../electron/adapters/linux/facts/parse-condition.ts';
import { parseListen } from '../../electron/adapters/linux/units/parse-listen.ts';
import { parsePortUse } from '../../electron/adapters/linux/sockets/parse-port-use.ts';
import { parseProcStat } from '../../electron/adapters/linux/proc/parse-proc-stat.ts';
import {
  parseArguments,
  parseEnvironment,
} from '../../electron/adapters/linux/launch/parse-recipe.ts';
import { parseShell } from '../../electron/adapters/linux/watchers/parse-shell.ts';
import {
  findSockDiagEnd,
  parseSockDiag,
  TCP_LISTEN,
} from '../../electron/adapters/linux/sockets/parse-sock-diag.ts';
import {
  parseTimeSpan,
  parseUnitProperties,
} from '../../electron/adapters/linux/units/parse-unit-properties.ts';
import { parsePasswd } from '../../electron/adapters/linux/facts/user-names.ts';
import { parseLocalhost } from '../../electron/adapters/localhost-order.ts';
import { createFakeProc, type FakeProc } from '../adapters/linux/fake-proc.ts';
import { readTable } from '../adapters/linux/read-table.ts';
import {
  concat,
  formatDiagEnd,
  formatDiagError,
  formatDiagMessage,
} from '../adapters/linux/sock-diag-bytes.ts';
import { damagedBytes, damagedText, readSamples } from './damage.ts';
import { expectSane } from './expect-sane.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

let proc: FakeProc;
beforeAll(() => {
  proc = createFakeProc();
});
afterAll(() => proc.remove());

const format = fc.record({
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
  family: fc.constantFrom(4 as const, 6 as const),
  endianness: fc.constantFrom('LE' as const, 'BE' as const),
});
const latin1 = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const procNet = readSamples('linux', /proc-net.*\.txt$/);

test('a table of /proc/net', FUZZING, () =>
  expectTaken({
    share: 110,
    inputs: fc.tuple(damagedText(procNet).map(latin1), format),
    check: async ([bytes, how]) => {
      const { rows } = await readTable(proc, bytes, how);
      // A socket of UDP that is not bound has no port, and says so.
      expectSane(rows.filter(({ port }) => port !== 0));
      expect(rows.every(({ port }) => port >= 0 && port <= 65_535)).toBe(true);
    },
  }),
);

test('a line of a socket that does not listen', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: fc.tuple(
      damagedText(procNet.flatMap((table) => table.split('\n'))),
      format,
      fc.array(fc.nat(65_535), { maxLength: 3 }),
    ),
    check: ([line, how, ports]) => {
      const wanted = new Set([0x0035, 0x14e9, ...ports]);
      const row = parsePortUse(line, wanted, how);
      expectSane(row);
      expect(row === undefined || wanted.has(row.port)).toBe(true);
    },
  }),
);

const sockDiag = [true, false].map((isLittle) =>
  concat([
    formatDiagMessage(
      { family: 4, state: 10, octets: [127, 0, 0, 1], address: '', port: 3000, uid: 1, inode: 9 },
      isLittle,
    ),
    formatDiagMessage(
      {
        family: 6,
        state: 10,
        octets: Array<number>(16).fill(0),
        address: '',
        port: 80,
        uid: 0,
        inode: 4294967295,
        isV6Only: true,
      },
      isLittle,
    ),
    formatDiagEnd(0, 1, isLittle),
  ]),
);

test('what netlink replies', FUZZING, () =>
  expectTaken({
    share: 110,
    inputs: fc.tuple(damagedBytes([...sockDiag, formatDiagError(1)]), format),
    check: ([bytes, { endianness, family, protocol }]) => {
      const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const request = { protocol, family, states: 1 << TCP_LISTEN, port: 0, sequence: 1 };
      findSockDiagEnd(view, 0, bytes.length, endianness);
      parseSockDiag(view, 0, bytes.length, { request, endianness }, (row) => {
        expectSane({ ...row, port: row.port === 0 ? 1 : row.port });
      });
    },
  }),
);

test('/proc/[pid]/stat', FUZZING, () =>
  expectTaken({
    // A process id that no kernel gives out was taken over.
    examples: [
      '22959229597 (a) S 1 1 1 0 -1 4194368 0 0 0 0 0 0 0 0 20 0 1 0 272142 0 0 0 0 0 0 0 0',
    ],
    share: 50,
    inputs: damagedText(readSamples('linux', /pid-stat.*\.txt$/)),
    check: (text) => expectSane(parseProcStat(text)),
  }),
);

test('control groups', FUZZING, () =>
  expectTaken({
    share: 60,
    inputs: damagedText(readSamples('linux', /cgroup.*\.txt$/)),
    check: (text) => {
      expectSane(parseCgroup(text));
      const container = parseContainer(text);
      // LXC names its containers as it likes.
      const isLxc = container?.runtime === 'lxc';
      const id = isLxc ? undefined : container?.id;
      expect(id === undefined || /^[0-9a-f]{64}$/.test(id)).toBe(true);
    },
  }),
);

test('what systemctl shows', FUZZING, () =>
  expectTaken({
    share: 40,
    inputs: damagedText([...readSamples('linux', /systemctl.*\.txt$/), '1min 30s', '2h 5ms']),
    check: (text) => {
      for (const unit of parseUnitProperties(text)) expectSane(parseListen(unit));
      const ms = parseTimeSpan(text);
      expect(ms ?? 0).toBeGreaterThanOrEqual(0);
    },
  }),
);

test('accounts, hosts, masks and scripts', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: damagedText([
      'root:x:0:0:root:/root:/bin/bash\nann:x:1000:1000::/home/ann:/bin/sh\n',
      '127.0.0.1 localhost\n::1 ip6-localhost localhost # x\n',
      'Name:\tx\nSigIgn:\t0000000000004000\n',
      'while true; do node s.js; sleep .3; done\nuntil x; do y; done',
    ]),
    check: (text) => {
      for (const uid of parsePasswd(text).keys()) expectSane({ uid });
      expectSane(parseLocalhost(text).map((family) => ({ family })));
      parseIgnoresTerm(text);
      parseShell(text);
    },
  }),
);

test('arguments and an environment', FUZZING, () =>
  expectTaken({
    share: 20,
    inputs: damagedBytes([
      latin1('node\0server.js\0--port=1\0'),
      latin1('PATH=/bin\0A=b=c\0__proto__=x\0'),
    ]),
    check: (bytes) => {
      const argv = parseArguments(bytes, '/usr/bin/node') ?? [];
      expect(argv.every((word) => !word.includes('\0'))).toBe(true);
      const env = parseEnvironment(bytes) ?? {};
      expect(Object.getPrototypeOf(env)).toBe(Object.prototype);
      expect(Object.values(env).every((value) => typeof value === 'string')).toBe(true);
    },
  }),
);

test('what a container engine answers', FUZZING, () =>
  expectTaken({
    share: 30,
    inputs: damagedText([
      ...readSamples('containers', /\.json$/),
      '[{"Id":"abcdefabcdef","Names":["/web"],"Image":"x","Ports":[{"PrivatePort":80,"PublicPort":8080,"Type":"tcp","IP":"0.0.0.0"}]}]',
      '{"Id":"abcdefabcdef","State":{"Pid":7,"Running":true},"HostConfig":{"RestartPolicy":{"Name":"always"}}}',
    ]),
    check: (text) => {
      expectSane(parseInspection(text));
      for (const container of parseContainers(text) ?? []) {
        expect(container.id).toMatch(/^[0-9a-f]{64}$/);
        expectSane(container.published.map(({ publicPort }) => ({ port: publicPort })));
      }
    },
  }),
);
