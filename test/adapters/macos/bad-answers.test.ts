import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMacosPortLimits } from '../../../electron/adapters/macos/port-limits.ts';
import { createMacosProcessStories } from '../../../electron/adapters/macos/process-stories.ts';
import { createMacosScanner } from '../../../electron/adapters/macos/scanner.ts';
import { createFakeTools, type FakeTools } from './fake-tools.ts';
import { toNamedTable } from './netstat-tables.ts';

/*
 * Every tool of macOS that is asked, with every bad answer: a reading that claims to be whole tells
 * of every listener, and no pid is told that the good answers do not have.
 */

const TCP = 'p4711\ncnode\nu501\nLann\nf23\ntIPv4\nd0x1\nPTCP\nn127.0.0.1:3000\nTST=LISTEN\n';
const UDP = 'p4711\ncnode\nu501\nLann\nf24\ntIPv6\nd0x2\nPUDP\nn*:5353\n';
const GOOD = {
  'lsof-tcp': TCP,
  'lsof-udp': UDP,
  'lsof-files': 'p4711\nfcwd\nn/Users/ann/shop\nftxt\nn/opt/homebrew/bin/node\n',
  'netstat-tcp': toNamedTable([
    { protocol: 'tcp4', local: '127.0.0.1.3000', state: 'LISTEN', name: 'node', pid: 4711 },
    { protocol: 'tcp46', local: '*.5432', state: 'LISTEN', name: 'postgres', pid: 88 },
  ]),
  'netstat-udp': toNamedTable([{ protocol: 'udp6', local: '*.5353', name: 'node', pid: 4711 }]),
  ps: [
    ' 4711  4700   501 S+   ttys003  ann      node             Sat Nov 21 14:26:21 2026     node server.js',
    '   88     1    70 Ss   ??       _www     postgres         Sat Nov 21 07:00:00 2026     /opt/postgres',
    '',
  ].join('\n'),
} as const;
type Question = keyof typeof GOOD;
const QUESTIONS = Object.keys(GOOD) as Question[];
const PIDS = new Set([88, 4711]);
const PORTS = [3000, 5353, 5432];

/** What a shell does instead of printing the good answer, which stands in `$good`. */
const BAD: readonly (readonly [string, string | ((good: string) => string | Uint8Array)])[] = [
  ['says nothing', ''],
  ['fails', 'echo "no" >&2; exit 1'],
  ['crashes', 'kill -9 $$'],
  ['answers and crashes', 'cat "$good"; kill -9 $$'],
  ['fails with half a list', 'head -c 90 "$good"; echo "lost" >&2; exit 1'],
  ['is cut in the middle', (good) => good.slice(0, good.length - 5)],
  ['answers in UTF-16', (good) => Buffer.from(good, 'utf16le')],
  ['answers in another code page', (good) => Buffer.from(`\x9c\xd8${good}`, 'latin1')],
  ['answers what is no text', () => Buffer.alloc(5_000, 0xfe)],
  ['answers 50 MB', 'head -c 52428800 /dev/zero | tr "\\0" "x"'],
  ['has columns of its own', () => 'PORT;OWNER\n3000;4711\ntcp4 3000 4711\n'],
];

/** A Mac whose tools answer well but for one question. */
function createMac(question: Question, [, bad]: (typeof BAD)[number]) {
  const tools = createFakeTools();
  for (const [name, text] of Object.entries(GOOD)) writeFileSync(toFile(tools, name), text);
  if (typeof bad === 'function') writeFileSync(toFile(tools, question), bad(GOOD[question]));
  const toAnswer = (one: Question): string => {
    const file = toFile(tools, one);
    return one === question && typeof bad === 'string' ? `good='${file}'; ${bad}` : `cat '${file}'`;
  };
  const paths = {
    lsof: tools.write(
      'lsof',
      `case "$*" in
  *cwd,txt*) ${toAnswer('lsof-files')} ;;
  *-iTCP*) ${toAnswer('lsof-tcp')} ;;
  *-iUDP*) ${toAnswer('lsof-udp')} ;;
esac`,
    ),
    netstat: tools.write(
      'netstat',
      `case "$*" in *tcp*) ${toAnswer('netstat-tcp')} ;; *) ${toAnswer('netstat-udp')} ;; esac`,
    ),
    ps: tools.write('ps', toAnswer('ps')),
    homeFolder: '/Users/ann',
    self: { uid: 501, user: 'ann' },
  };
  return { paths, scanner: createMacosScanner(paths) };
}

const toFile = (tools: FakeTools, question: string): string =>
  join(tools.folder, `${question}.answer`);

describe.skipIf(process.platform === 'win32').each(QUESTIONS)('where %s', (question) => {
  test.each(BAD)('%s, nothing is left out in silence and nobody is invented', async (...bad) => {
    const scan = await createMac(question, bad).scanner.scan();
    if (scan.kind === 'failed') return;
    for (const { owners } of scan.listeners) {
      for (const { identity } of owners) expect(PIDS).toContain(identity.pid);
    }
    if (scan.missing.length > 0) return;
    expect(scan.listeners.map(({ port }) => port)).toEqual(PORTS);
  });
});

describe.skipIf(process.platform === 'win32')('a tool that hangs', () => {
  test.each(['lsof-tcp', 'lsof-udp', 'netstat-tcp', 'netstat-udp', 'ps'] as const)(
    '%s is given up in time, and the reading says so',
    { timeout: 60_000 },
    async (question) => {
      const scan = await createMac(question, ['hangs', 'sleep 300 & wait']).scanner.scan();
      expect(scan.kind === 'failed' ? [scan.reason] : scan.missing).toEqual(
        {
          'lsof-tcp': ['timed-out'],
          'lsof-udp': ['udp'],
          'netstat-tcp': ['netstat-tcp'],
          'netstat-udp': ['netstat-udp'],
          ps: ['ps'],
        }[question],
      );
    },
  );
});

describe.skipIf(process.platform === 'win32')('where ps or sysctl answer badly', () => {
  test.each(BAD)('%s, there is no story and no limit, or the right ones', async (...bad) => {
    const { paths } = createMac('ps', bad);
    const stories = createMacosProcessStories({ ...paths, launchctl: '/no/such/launchctl' });
    const story = await stories.read({ pid: 4711, startToken: '1795271181.1' });
    expect(story).toBeUndefined();
    const limits = await readMacosPortLimits(paths.ps);
    expect(limits).toBeUndefined();
  });
});
