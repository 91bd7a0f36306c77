import { expect, test } from 'vitest';
import { decodeEscapes } from '../../electron/adapters/macos/decode-escapes.ts';
import { parseLaunchdList, parseLaunchdPrint } from '../../electron/adapters/macos/launchd-list.ts';
import { parseFiles } from '../../electron/adapters/macos/parse-files.ts';
import { parseLsof } from '../../electron/adapters/macos/parse-lsof.ts';
import { parseNetstat } from '../../electron/adapters/macos/parse-netstat.ts';
import { parsePortLimits } from '../../electron/adapters/macos/port-limits.ts';
import { parseSocketName } from '../../electron/adapters/macos/socket-name.ts';
import { parsePs } from '../../electron/adapters/posix/parse-ps.ts';
import { parseToken } from '../../electron/adapters/posix/process-token.ts';
import { damagedText, readSamples } from './damage.ts';
import { expectSane } from './expect-sane.ts';
import { expectTaken, FUZZING } from './expect-taken.ts';

const LSOF = [
  'p4711\ncnode\nu501\nLann\nf23\ntIPv4\nd0x58eb68468222c33b\nPTCP\nn127.0.0.1:3000\nTST=LISTEN\n',
  'p1\ncx\\x20y\nu0\nf3\ntIPv6\nPTCP\nn[::1]:80->[::1]:4000\nTST=ESTABLISHED\nf4\ntIPv6\nPUDP\nn*:5353\n',
];

test('fields of lsof', FUZZING, () =>
  expectTaken({
    share: 90,
    inputs: damagedText([...LSOF, ...readSamples('macos', /lsof-F.*\.(txt|bin)$/)]),
    check: (text) => {
      for (const protocol of ['tcp', 'udp'] as const) {
        const { sockets } = parseLsof(text, protocol);
        expectSane(sockets);
        expect(sockets.every((socket) => socket.protocol === protocol)).toBe(true);
      }
    },
  }),
);

const NETSTAT = [
  'Proto Recv-Q Send-Q  Local Address   Foreign Address  (state)  rhiwat  shiwat    pid   epid  state\n' +
    'tcp46      0      0  *.6380          *.*              LISTEN   131072  131072  31195      0  00100\n' +
    'tcp4       0      0  127.0.0.1.5173  *.*              LISTEN   131072  131072  13942      0  00100\n',
  'Proto Recv-Q Send-Q  Local Address   Foreign Address  (state)  rxbytes  txbytes  rhiwat  shiwat  process:pid  state\n' +
    'tcp4       0      0  127.0.0.1.5173  *.*              LISTEN         0        0  131072  131072  Brave Browser He:13942  00100\n' +
    'udp6       0      0  fe80::1%lo0.53  *.*                             0        0  131072  131072  mDNSResponder:188  00100\n' +
    'tcp6       0      0  ::1.80          ::1.4000         ESTABLISHED    0        0  131072  131072  node:7  00100\n',
];

test('the table of netstat', FUZZING, () =>
  expectTaken({
    share: 90,
    inputs: damagedText(NETSTAT),
    examples: [
      // Of a cut address any beginning was taken, not only that of an address.
      'udp6       0      0  fe80fe80::1%lo0.53  *.*     0        0  131072  131072  mDNSResponder:188  00100\n',
    ],
    check: (text) => {
      const { sockets } = parseNetstat(text);
      expectSane(sockets.filter(({ isAddressCut }) => !isAddressCut));
      for (const { local, isAddressCut } of sockets) {
        expectSane({ port: local.port });
        const isBegun = /^[\da-f]{0,4}:[\da-f:.]*(%.*)?$/i.test(local.address);
        expect(isAddressCut && !isBegun).toBe(false);
      }
    },
  }),
);

const PS =
  '  640     1   501 S    ??       ann      rapportd         Sat Nov 21 07:45:11 2026     /usr/libexec/rapportd\n' +
  ' 4711  4700   501 S+   ttys003  ann      node             Sat Nov 21 14:26:21 2026     node server.js\n' +
  ' 4712  4711   501 Z    ttys003  ann      sh               Sat Nov 21 14:26:22 2026     (sh)\n';

test('the table of ps', FUZZING, () =>
  expectTaken({
    share: 60,
    inputs: damagedText([PS, ...readSamples('macos', /-ps-.*\.txt$/)]),
    check: (text) => {
      const processes = parsePs(text);
      expectSane([...processes.values()]);
      for (const [pid, process] of processes) expect(process.pid).toBe(pid);
    },
  }),
);

test('services, files and ranges', FUZZING, () =>
  expectTaken({
    // A process id that no system gives out.
    examples: ['4294967296\t-9\tcom.apple.homed\n', 'p4294967296\nfcwd\nn/Users/ann\n'],
    share: 30,
    inputs: damagedText([
      ...readSamples('macos', /launchctl.*\.txt$/),
      ...readSamples('macos', /sysctl.*\.txt$/),
      'p4711\nfcwd\nn/Users/ann/shop\nftxt\nn/usr/local/bin/node\n',
      'gui/501/x = {\n\tproperties = keepalive | runatload\n\tpid = 4711\n}\n',
      'tcp:3000:x',
      '1763721681.4294967295',
      'a\\x20b\\\\\\n^C\\u00e9',
    ]),
    check: (text) => {
      expectSane(parseLaunchdList(text));
      expectSane(parseLaunchdPrint(text));
      for (const pid of parseFiles(text).keys()) expectSane({ pid });
      expectSane(parsePortLimits(text));
      expectSane(parseSocketName(text));
      parseToken(text);
      expect(decodeEscapes(text).length).toBeLessThanOrEqual(text.length);
    },
  }),
);
