import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import {
  createLinuxScanner,
  type LinuxScannerOptions,
} from '../../../electron/adapters/linux/scanner.ts';
import type { ToldFacts } from '../../../electron/adapters/linux/facts/told-facts.ts';
import type { ScanResult } from '../../../electron/core/host.ts';
import { listenerSchema, type Listener } from '../../../shared/listener.ts';
import {
  createFakeProc,
  formatRow,
  HEADING,
  type FakeProc,
  type FakeProcess,
} from './fake-proc.ts';

const machine = fileURLToPath(new URL('../../fixtures/proc', import.meta.url));
const asRoot = process.geteuid?.() === 0;
const LOCAL = { address: '127.0.0.1' };

describe('the machine in test/fixtures/proc', () => {
  const scanner = createScanner(machine, { passwdFile: join(machine, 'passwd') });

  test('is read whole, with every owner, hidden ones apart', async () => {
    const scan = await scanner.scan();
    expect(scan).toEqual({ kind: 'scanned', takenAtMs: 1, listeners: scanned(scan), missing: [] });
    expect(scanned(scan).map(toLine)).toEqual([
      'tcp4|127.0.0.1|3000|ada loopback visible 101:node [1001]',
      'tcp6|::1|3000|ada loopback visible 101:node [1005]',
      'tcp6|::|3001|ada wildcard visible 101:node [1002]',
      'udp4|0.0.0.0|5353|ada wildcard visible 105:<img src=x> [1006]',
      'udp6|fe80::56e1:adff:fe7c:6609|5355|101 interface hidden  [1009]',
      'tcp4|127.0.0.1|5432|www-data loopback hidden  [1004]',
      'tcp4|127.0.0.1|6000|ada loopback hidden  [1008]',
      'tcp4|0.0.0.0|8000|ada wildcard visible 102:a",pid=1,fd=3 103:a",pid=1,fd=3 [1003]',
      'tcp6|::ffff:127.0.0.1|8081|ada loopback visible 106:\\x1b[31m\\nred [1007]',
      'tcp4|0.0.0.0|9000|ada wildcard visible 107:) S 1 109:share [1010 1011]',
    ]);
  });

  test('tells all that is known of an owner', async () => {
    const [listener] = scanned(await scanner.scan());
    expect(listener?.owners).toEqual([
      {
        identity: { pid: 101, startToken: '1234' },
        name: 'node',
        command: 'node server.js --token=***',
        executable: '/usr/bin/node',
        cwd: '/srv/shop',
        startedAt: '2023-11-14T22:13:32.340Z',
        user: 'ada',
        parentPid: 1,
      },
    ]);
  });

  test('is the same when nothing is remembered', async () => {
    expect(await scanner.scanAfresh()).toEqual(await scanner.scan());
  });

  test('keeps to the form that the windows get', async () => {
    const listeners = scanned(await scanner.scan());
    expect(listeners.map((listener) => listenerSchema.parse(listener))).toEqual(listeners);
  });

  test('has three connections at port 3000, mapped addresses among them', async () => {
    expect(await scanner.readConnected('tcp', 3000)).toHaveLength(3);
    expect(await scanner.readConnected('tcp', 9000)).toEqual([]);
  });
});

test('after an error halfway through the processes all are looked through again', async () => {
  const shared = { sockets: { 3: 77 } };
  const proc = createFakeProc([{ pid: 30, ...shared }, { pid: 20 }, { pid: 10, ...shared }]);
  proc.setTable('tcp', [{ ...LOCAL, port: 3000, inode: 77 }]);
  proc.setLastPid(30);
  const descriptors = join(proc.root, '20/fd');
  rmSync(descriptors, { recursive: true });
  writeFileSync(descriptors, 'no folder');
  const scanner = createScanner(proc.root);
  expect(await scanner.scan()).toMatchObject({ kind: 'failed', detail: 'ENOTDIR' });
  rmSync(descriptors);
  mkdirSync(descriptors);
  const [listener] = scanned(await scanner.scan());
  expect(listener?.owners.map(({ identity }) => identity.pid)).toEqual([10, 30]);
  proc.remove();
});

describe('what cannot be read', () => {
  let proc: FakeProc;
  afterEach(() => proc.remove());

  test('a kernel without IPv6 lacks nothing', async () => {
    proc = createFakeProc();
    proc.removeTable('tcp6');
    proc.removeTable('udp6');
    expect(await createScanner(proc.root).scan()).toEqual(scannedAs([], []));
  });

  test('a table of IPv4 that is not there is missing', async () => {
    proc = createFakeProc();
    proc.removeTable('udp');
    expect(await createScanner(proc.root).scan()).toEqual(scannedAs([], ['udp']));
  });

  test('a table that is a folder is missing, and connections cannot be read', async () => {
    proc = createFakeProc();
    proc.removeTable('tcp6');
    mkdirSync(join(proc.root, 'net', 'tcp6'));
    const scanner = createScanner(proc.root);
    expect(await scanner.scan()).toEqual(scannedAs([], ['tcp6']));
    expect(await scanner.readConnected('tcp', 80)).toBe(undefined);
  });

  test.skipIf(asRoot)('a forbidden table is missing', async () => {
    proc = createFakeProc();
    chmodSync(join(proc.root, 'net', 'tcp6'), 0);
    expect(await createScanner(proc.root).scan()).toEqual(scannedAs([], ['tcp6']));
  });

  test('a table with a broken line keeps the others and is named as missing', async () => {
    proc = createFakeProc();
    const row = formatRow('tcp', { address: '127.0.0.1', port: 3000, inode: 5 });
    proc.writeTable('tcp', `${HEADING}   0: nonsense\n${row}`);
    const scan = await createScanner(proc.root).scan();
    expect(scanned(scan).map(({ port }) => port)).toEqual([3000]);
    expect(scan).toMatchObject({ missing: ['tcp'] });
  });

  test('an empty table is not an empty machine', async () => {
    proc = createFakeProc();
    proc.writeTable('udp', '');
    expect(await createScanner(proc.root).scan()).toEqual(scannedAs([], ['udp']));
  });

  test('without any table the scan failed', async () => {
    proc = createFakeProc();
    rmSync(join(proc.root, 'net'), { recursive: true });
    expect(await createScanner(proc.root).scan()).toMatchObject({
      kind: 'failed',
      reason: 'not-found',
    });
  });

  test('a scan that takes too long failed, and the next one is whole again', async () => {
    proc = createFakeProc([{ pid: 7, sockets: { 3: 5 } }, { pid: 8 }]);
    proc.setTable('tcp', [{ address: '127.0.0.1', port: 3000, inode: 5 }]);
    let nowMs = 0;
    let stepMs = 100;
    const scanner = createScanner(proc.root, {
      monotonicMs: () => (nowMs += stepMs),
      deadlineMs: 150,
    });
    expect(await scanner.scan()).toMatchObject({ kind: 'failed', reason: 'timed-out' });
    stepMs = 0;
    expect(scanned(await scanner.scan()).map(toLine)).toEqual([
      'tcp4|127.0.0.1|3000|1000 loopback visible 7:node [5]',
    ]);
  });
});

describe('a /proc that hides other processes', () => {
  test('leaves sockets with their user and a hidden owner, and asks nobody to guess', async () => {
    const proc = createFakeProc([{ pid: 7 }]);
    proc.setTable('tcp', [{ address: '0.0.0.0', port: 22, inode: 5, uid: 0 }]);
    let questions = 0;
    const scanner = createScanner(proc.root, {
      listProcesses: () => {
        questions += 1;
        return Promise.resolve([{ pid: 9, command: 'sshd', uid: 0 }]);
      },
    });
    const scan = await scanner.scan();
    expect(scan).toEqual({ ...scannedAs([], []), listeners: scanned(scan) });
    expect(scanned(scan).map(toLine)).toEqual(['tcp4|0.0.0.0|22|0 wildcard hidden  [5]']);
    expect(questions).toBe(0);
    proc.remove();
  });
});

describe.skipIf(asRoot)('an owner whose command line /proc does not show', () => {
  function createCase(): FakeProc {
    const proc = createFakeProc([{ pid: 7, sockets: { 3: 5 } }]);
    proc.setTable('tcp', [{ address: '127.0.0.1', port: 3000, inode: 5 }]);
    chmodSync(join(proc.root, '7', 'cmdline'), 0);
    return proc;
  }

  test('gets it from the other source, once and without secrets', async () => {
    const proc = createCase();
    let questions = 0;
    const scanner = createScanner(proc.root, {
      listProcesses: () => {
        questions += 1;
        return Promise.resolve([{ pid: 7, command: 'node a.js --token=abc', uid: 1000 }]);
      },
    });
    for (let scan = 0; scan < 2; scan += 1) {
      const [listener] = scanned(await scanner.scan());
      expect(listener?.owners.map(({ command }) => command)).toEqual(['node a.js --token=***']);
    }
    expect(questions).toBe(1);
    proc.remove();
  });

  test('gets it late on every row, where the other source failed at first', async () => {
    const proc = createFakeProc([
      { pid: 7, sockets: { 3: 5, 4: 6 } },
      { pid: 8, sockets: { 3: 9 } },
    ]);
    chmodSync(join(proc.root, '7', 'cmdline'), 0);
    let told: readonly ToldFacts[] = [];
    const scanner = createScanner(proc.root, { listProcesses: () => Promise.resolve(told) });
    const scan = async (inodes: readonly number[]) => {
      proc.setTable(
        'tcp',
        inodes.map((inode) => ({ ...LOCAL, port: 3000 + inode, inode })),
      );
      return scanned(await scanner.scan()).map(({ owners }) => owners[0]?.command);
    };
    expect(await scan([5, 6])).toEqual(['', '']);
    told = [{ pid: 7, command: 'node a.js', uid: 1000 }];
    expect(await scan([5, 6, 9])).toEqual(['node a.js', 'node a.js', 'node server.js']);
    proc.remove();
  });

  test('stays without where the other source fails', async () => {
    const proc = createCase();
    const scanner = createScanner(proc.root, {
      listProcesses: () => Promise.reject(new Error('no ps here')),
    });
    const [listener] = scanned(await scanner.scan());
    expect(listener?.owners.map(({ command }) => command)).toEqual(['']);
    proc.remove();
  });
});

test('an account that comes later gives its name to the sockets that are there', async () => {
  const proc = createFakeProc();
  const passwdFile = join(proc.root, 'passwd');
  writeFileSync(passwdFile, 'ada:x:1000:1000::/:/bin/sh\n');
  const scanner = createScanner(proc.root, { passwdFile });
  const scan = async (others: number) => {
    const ports = Array.from({ length: others }, (_, index) => 4000 + index);
    proc.setTable('tcp', [
      { ...LOCAL, port: 3000, inode: 5, uid: 4242 },
      ...ports.map((port) => ({ ...LOCAL, port, inode: port, uid: 1000 })),
    ]);
    return scanned(await scanner.scan())[0]?.user;
  };
  expect([await scan(0), await scan(1)]).toEqual(['4242', '4242']);
  writeFileSync(passwdFile, 'ada:x:1000:1000::/:/bin/sh\nbob:x:4242:4242::/:/bin/sh\n');
  expect([await scan(2), await scan(3)]).toEqual(['bob', 'bob']);
  proc.remove();
});

test('scans that are asked for at once come one after the other', async () => {
  const proc = createFakeProc(many(40));
  proc.setTable('tcp', [{ address: '127.0.0.1', port: 3000, inode: 120 }]);
  const scanner = createScanner(proc.root, { sliceMs: 0 });
  const scans = await Promise.all([scanner.scan(), scanner.scanAfresh(), scanner.scan()]);
  for (const scan of scans)
    expect(scanned(scan).map(toLine)).toEqual([
      'tcp4|127.0.0.1|3000|1000 loopback visible 20:node [120]',
    ]);
  proc.remove();
});

test('others get to run between any two holders of one socket', async () => {
  const apart = await countTurns(many(40));
  const together = await countTurns(many(40).map(({ pid }) => ({ pid, sockets: { 3: 120 } })));
  expect(together - apart).toBeGreaterThanOrEqual(39);
});

/** How often others got to run while these were scanned, of which somebody holds a listener. */
async function countTurns(processes: readonly FakeProcess[]): Promise<number> {
  const proc = createFakeProc(processes);
  proc.setTable('tcp', [{ address: '127.0.0.1', port: 3000, inode: 120 }]);
  const scanner = createScanner(proc.root, { sliceMs: 0 });
  let turns = 0;
  let isOver = false;
  const turn = (): void => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  scanned(await scanner.scan());
  isOver = true;
  proc.remove();
  return turns;
}

function many(count: number): readonly FakeProcess[] {
  return Array.from({ length: count }, (_, index) => ({
    pid: index + 1,
    sockets: { 3: index + 101 },
  }));
}

function createScanner(procRoot: string, options: Partial<LinuxScannerOptions> = {}) {
  return createLinuxScanner({
    procRoot,
    passwdFile: join(machine, 'passwd-of-nobody'),
    homeFolder: '/home/ada',
    endianness: 'LE',
    wallMs: () => 1,
    ...options,
  });
}

function scanned(scan: ScanResult): readonly Listener[] {
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  return scan.listeners;
}

function scannedAs(listeners: readonly Listener[], missing: readonly string[]): ScanResult {
  return { kind: 'scanned', takenAtMs: 1, listeners, missing };
}

function toLine(listener: Listener): string {
  const owners = listener.owners.map(({ identity, name }) => `${identity.pid}:${name}`).join(' ');
  return `${listener.key} ${listener.scope} ${listener.ownerVisibility} ${owners} [${listener.sockets.join(' ')}]`;
}
