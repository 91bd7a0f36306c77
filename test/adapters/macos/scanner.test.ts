import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createMacosScanner } from '../../../electron/adapters/macos/scanner.ts';
import type { ListenerScanner, ScanResult } from '../../../electron/core/host.ts';
import type { Listener } from '../../../shared/listener.ts';
import { eventually } from '../../support/eventually.ts';
import { createFakeTools, type FakeTools } from './fake-tools.ts';
import { toNamedTable, type TableRow } from './netstat-tables.ts';

/*
 * The scanner with tools that answer as those of a Mac do, and as they do when things go wrong.
 */

const OWN = 'p4711\ncnode\nu501\nLann\nf23\ntIPv4\nd0x1\nPTCP\nn127.0.0.1:3000\nTST=LISTEN\n';
const OWN_UDP = 'p4711\ncnode\nu501\nLann\nf24\ntIPv6\nd0x2\nPUDP\nn*:5353\n';
const FILES = `p4711\nfcwd\nn/Users/ann/shop\nftxt\nn/opt/homebrew/bin/node\n`;
const PS = [
  ' 4711  4700   501 S+   ttys003  ann      node             Sat Nov 21 14:26:21 2026     node server.js --token=abc',
  '   88     1    70 Ss   ??       _www     postgres         Sat Nov 21 07:00:00 2026     /opt/postgres -D /data',
].join('\n');
const ROWS: readonly TableRow[] = [
  { protocol: 'tcp4', local: '127.0.0.1.3000', state: 'LISTEN', name: 'node', pid: 4711 },
  { protocol: 'tcp46', local: '*.5432', state: 'LISTEN', name: 'postgres', pid: 88 },
];
const UDP_ROWS: readonly TableRow[] = [
  { protocol: 'udp6', local: '*.5353', name: 'node', pid: 4711 },
];

interface Mac {
  readonly tools: FakeTools;
  readonly scanner: ListenerScanner;
  /** How often lsof was asked for listeners of TCP. */
  countLsof(): number;
  pass(ms: number): void;
}

function createMac(): Mac {
  const tools = createFakeTools();
  let nowMs = 0;
  writeLsof(tools, `cat '${tools.folder}/tcp'`);
  tools.print('tcp', OWN);
  tools.print('udp', OWN_UDP);
  tools.print('files', FILES);
  writeNetstat(tools, ROWS, UDP_ROWS);
  return {
    tools,
    scanner: createMacosScanner({
      lsof: join(tools.folder, 'lsof'),
      netstat: join(tools.folder, 'netstat'),
      ps: tools.print('ps', `${PS}\n`),
      homeFolder: '/Users/ann',
      self: { uid: 501, user: 'ann' },
      monotonicMs: () => nowMs,
      wallMs: () => 1_000,
    }),
    countLsof: () =>
      existsSync(join(tools.folder, 'asked'))
        ? readFileSync(join(tools.folder, 'asked'), 'utf8').length
        : 0,
    pass: (ms) => {
      nowMs += ms;
    },
  };
}

/** An lsof whose answer about TCP is the output of `tcp`. */
function writeLsof(tools: FakeTools, tcp: string): void {
  const { folder } = tools;
  tools.write(
    'lsof',
    `case "$*" in
  *cwd,txt*) cat '${folder}/files.out' ;;
  *-iTCP*) printf x >>'${folder}/asked'; ${tcp.replace(`'${folder}/tcp'`, `'${folder}/tcp.out'`)} ;;
  *-iUDP*) cat '${folder}/udp.out' ;;
esac`,
  );
}

function writeNetstat(tools: FakeTools, tcp: readonly TableRow[], udp: readonly TableRow[]): void {
  tools.print('netstat-tcp', toNamedTable(tcp));
  tools.print('netstat-udp', toNamedTable(udp));
  tools.write('netstat', `exec cat "${tools.folder}/netstat-$3.out"`);
}

function toShort({ protocol, address, port, user, ownerVisibility, owners, isV6Only }: Listener) {
  const pids = owners.map(({ identity }) => identity.pid);
  return { protocol, address, port, user, ownerVisibility, pids, isV6Only };
}

function toListeners(scan: ScanResult): readonly Listener[] {
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  return scan.listeners;
}

describe.skipIf(process.platform === 'win32')('a scan', () => {
  test('tells of our own sockets and of everybody else’s', async () => {
    const scan = await createMac().scanner.scan();
    expect(scan).toMatchObject({ kind: 'scanned', takenAtMs: 1_000, missing: [] });
    expect(toListeners(scan).map(toShort)).toEqual([
      {
        protocol: 'tcp',
        address: '127.0.0.1',
        port: 3000,
        user: 'ann',
        ownerVisibility: 'visible',
        pids: [4711],
        isV6Only: undefined,
      },
      {
        protocol: 'udp',
        address: '::',
        port: 5353,
        user: 'ann',
        ownerVisibility: 'visible',
        pids: [4711],
        isV6Only: true,
      },
      {
        protocol: 'tcp',
        address: '::',
        port: 5432,
        user: '_www',
        ownerVisibility: 'visible',
        pids: [88],
        isV6Only: false,
      },
    ]);
  });

  test('tells of an owner what a person wants to know, without its secrets', async () => {
    const [listener] = toListeners(await createMac().scanner.scan());
    expect(listener?.owners).toEqual([
      {
        identity: { pid: 4711, startToken: expect.stringMatching(/^1795271181\.\d+$/) as unknown },
        name: 'node',
        command: 'node server.js --token=***',
        executable: '/opt/homebrew/bin/node',
        cwd: '/Users/ann/shop',
        startedAt: '2026-11-21T14:26:21.000Z',
        user: 'ann',
        parentPid: 4700,
      },
    ]);
    expect(listener?.sockets).toEqual(['tcp:3000:0x1']);
  });

  test('leaves the owner hidden where ps does not know the process by that name', async () => {
    const mac = createMac();
    const doubtful = ROWS.map((row) => (row.pid === 88 ? { ...row, name: 'mysqld' } : row));
    writeNetstat(mac.tools, doubtful, UDP_ROWS);
    expect(toListeners(await mac.scanner.scan()).map(toShort)).toContainEqual({
      protocol: 'tcp',
      address: '::',
      port: 5432,
      user: '?',
      ownerVisibility: 'hidden',
      pids: [],
      isV6Only: false,
    });
  });

  test('that finds nothing changed asks lsof no more, and answers with the same array', async () => {
    const mac = createMac();
    const first = toListeners(await mac.scanner.scan());
    mac.pass(2_000);
    expect(toListeners(await mac.scanner.scan())).toBe(first);
    expect(mac.countLsof()).toBe(1);
    mac.pass(10_000);
    expect(toListeners(await mac.scanner.scan())).toBe(first);
    expect(mac.countLsof()).toBe(2);
    await mac.scanner.scanFor('tcp', 3000);
    await mac.scanner.scanAfresh();
    expect(mac.countLsof()).toBe(4);
  });

  test('looks again as soon as netstat shows something else', async () => {
    const mac = createMac();
    await mac.scanner.scan();
    writeNetstat(mac.tools, ROWS.slice(0, 1), UDP_ROWS);
    expect(toListeners(await mac.scanner.scan()).map(({ port }) => port)).toEqual([3000, 5353]);
    expect(mac.countLsof()).toBe(2);
  });
});

describe.skipIf(process.platform === 'win32')('tools that do not answer as they should', () => {
  test.each([
    ['lsof is missing', 'rm', 'not-found'],
    ['lsof fails', "echo 'lsof: no' >&2; exit 1", 'unreadable'],
    ['lsof is killed', 'kill -9 $$', 'unreadable'],
    ['lsof writes without end', "while :; do printf 'p1\\ncx\\n%4000s\\n' x; done", 'unreadable'],
  ])('%s: the scan fails, and nobody takes that for free ports', async (_name, text, reason) => {
    const mac = createMac();
    const broken =
      text === 'rm'
        ? createMacosScanner({
            lsof: join(mac.tools.folder, 'none'),
            netstat: join(mac.tools.folder, 'netstat'),
          })
        : mac.scanner;
    writeLsof(mac.tools, text);
    expect(await broken.scan()).toMatchObject({ kind: 'failed', reason });
  });

  test(
    'lsof hangs, with a child of its own: both are ended, and the scan says so',
    { timeout: 30_000 },
    async () => {
      const mac = createMac();
      const file = join(mac.tools.folder, 'child');
      writeLsof(mac.tools, `sleep 300 & echo $! >'${file}'; wait`);
      expect(await mac.scanner.scan()).toMatchObject({ kind: 'failed', reason: 'timed-out' });
      const child = Number(readFileSync(file, 'utf8'));
      await eventually(() => isGone(child) || undefined, 'the child to end');
    },
  );

  test('half a list, or a list with an error, is told as such', async () => {
    const mac = createMac();
    writeLsof(mac.tools, `cat '${mac.tools.folder}/tcp.out'; printf 'p9\\ncno'`);
    const cut = await mac.scanner.scan();
    expect(cut).toMatchObject({ kind: 'scanned', missing: ['tcp'] });
    expect(toListeners(cut).map(({ port }) => port)).toEqual([3000, 5353, 5432]);
    writeLsof(mac.tools, `cat '${mac.tools.folder}/tcp.out'; echo 'lsof: lost' >&2; exit 1`);
    expect(await mac.scanner.scan()).toMatchObject({ kind: 'scanned', missing: ['tcp'] });
  });

  test('without netstat others’ sockets are hidden, so the coverage is not complete', async () => {
    const mac = createMac();
    mac.tools.write('netstat', 'exit 1');
    const scan = await mac.scanner.scan();
    expect(scan).toMatchObject({ missing: ['netstat-tcp', 'netstat-udp'] });
    expect(toListeners(scan).map(({ port }) => port)).toEqual([3000, 5353]);
  });

  test('without ps nobody is named, and the coverage is not complete', async () => {
    const mac = createMac();
    mac.tools.write('ps', 'exit 2');
    const scan = await mac.scanner.scan();
    expect(scan).toMatchObject({ missing: ['ps'] });
    expect(toListeners(scan).flatMap(({ owners }) => owners)).toEqual([]);
  });

  test('a socket that closes between the tools is gone, and not hidden', async () => {
    const mac = createMac();
    const { folder } = mac.tools;
    mac.tools.print('later', toNamedTable(ROWS.slice(0, 1)));
    const once = `[ "$3" = tcp ] && [ -e '${folder}/asked' ] && exec cat '${folder}/later.out'`;
    mac.tools.write('netstat', `${once}\nexec cat "${folder}/netstat-$3.out"`);
    expect(toListeners(await mac.scanner.scan()).map(({ port }) => port)).toEqual([3000, 5353]);
  });
});

/** Ended, and nobody's pid any more but perhaps a zombie's. */
function isGone(pid: number): boolean {
  try {
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
  } catch {
    return true;
  }
}
