import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { readProcStat } from '../../electron/adapters/linux/proc/process-stat.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import type { Listener } from '../../shared/listener.ts';
import { takePorts } from '../support/ports.ts';
import {
  byNumber,
  end,
  endAfterTest,
  ownersOf,
  scanned,
  startHolder,
  startPython,
  toLines,
  toPid,
} from './holders.ts';

const aPort = () => takePorts('integration/linux-scanner');

const isLinux = process.platform === 'linux';
const hasPython = isLinux && spawnSync('python3', ['-c', '']).status === 0;
const hasSs = isLinux && spawnSync('ss', ['-V']).status === 0;

describe.skipIf(!isLinux)('real listeners on this machine', () => {
  test.skipIf(!hasSs)(
    '500 of them are seen with the owners that ss sees',
    { timeout: 60_000 },
    async () => {
      const kinds = [
        ['tcp', '127.0.0.1'],
        ['tcp', '::1'],
        ['tcp', '0.0.0.0'],
        ['tcp', '::'],
        ['tcp', '::ffff:127.0.0.1'],
        ['udp', '127.0.0.1'],
        ['udp', '::1'],
        ['udp', '0.0.0.0'],
        ['udp', '::'],
        ['udp', '127.0.0.2'],
      ] as const;
      const starts = await Promise.all(
        Array.from({ length: 10 }, (_, index) => startHolder(49_000 + index * 200, kinds, 5)),
      );
      // Somebody else may have the same port on another address.
      const pids = new Set(starts.map(({ pid }) => String(pid)));
      const isOurs = (row: string): boolean => pids.has(row.split(' ').at(-1) ?? '');
      const scanner = createLinuxScanner();
      const seen = scanned(await scanner.scan())
        .flatMap(toRows)
        .filter(isOurs);
      expect(seen.toSorted()).toEqual(readSs().filter(isOurs).toSorted());
      const opened = starts.flatMap(({ ports }) => ports);
      expect(seen.map((row) => Number(row.split(' ')[2])).toSorted(byNumber)).toEqual(
        opened.toSorted(byNumber),
      );
      expect(new Set(opened).size).toBe(500);
    },
  );

  test('one that closes and opens again elsewhere is followed from scan to scan', async () => {
    const scanner = createLinuxScanner();
    const first = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    const [port = 0] = first.ports;
    expect(ownersOf(await scanner.scan(), port)).toEqual([first.pid]);
    await end(first.child);
    expect(ownersOf(await scanner.scan(), port)).toEqual(undefined);
    const second = await startHolder(port, [['tcp', '127.0.0.1']], 1);
    expect(second.ports).toEqual([port]);
    expect(ownersOf(await scanner.scan(), port)).toEqual([second.pid]);
  });

  test('connections on a port are read with their local address, in both families', async () => {
    const { ports } = await startHolder(aPort(), [['tcp', '::']], 1);
    const [port = 0] = ports;
    const scanner = createLinuxScanner();
    expect(await scanner.readConnected('tcp', port)).toEqual([]);
    const clients = await startClients(port, 3);
    const mapped = { family: 6, address: '::ffff:127.0.0.1' };
    expect(await scanner.readConnected('tcp', port)).toEqual([mapped, mapped, mapped]);
    await end(clients);
  });
});

describe.skipIf(!hasPython)('sockets with several holders', () => {
  test('a parent and the children that it forked are all owners, later ones too', async () => {
    const { child, lines } = startPython(`
import ctypes, os, socket, sys, signal
s = socket.socket(); port = ${aPort()}
while True:
    try: s.bind(('127.0.0.1', port)); break
    except OSError: port += 1
s.listen()
kids = []
def fork():
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(1, 9)
        signal.pause()
    kids.append(pid)
fork()
print(port, os.getpid(), kids[0], flush=True)
sys.stdin.readline()
fork()
print(kids[1], flush=True)
sys.stdin.readline()
os.kill(kids[0], 9); os.waitpid(kids[0], 0)
print('gone', flush=True)
sys.stdin.readline()
os.kill(kids[1], 9)
`);
    const [port = 0, parent = 0, kid = 0] = (await lines.next()).split(' ').map(Number);
    const scanner = createLinuxScanner();
    expect(ownersOf(await scanner.scan(), port)).toEqual([parent, kid].sort(byNumber));
    child.stdin.write('\n');
    const late = Number(await lines.next());
    expect(ownersOf(await scanner.scan(), port)).toEqual([parent, kid, late].sort(byNumber));
    expect(ownersOf(await scanner.scanAfresh(), port)).toEqual([parent, kid, late].sort(byNumber));
    child.stdin.write('\n');
    expect(await lines.next()).toBe('gone');
    // A scan that meets new sockets, of anybody, may look at the known holders one scan later.
    await scanner.scan();
    expect(ownersOf(await scanner.scan(), port)).toEqual([parent, late].sort(byNumber));
    child.stdin.write('\n');
  });

  test('workers that share a port by SO_REUSEPORT are one listener with several sockets, and a stranger another', async () => {
    const program = `
import os, socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
port = int(sys.argv[1])
while True:
    try: s.bind(('127.0.0.1', port)); break
    except OSError: port += 1
s.listen()
print(port, os.getpid(), flush=True)
sys.stdin.readline()
`;
    const first = startPython(program, String(aPort()));
    const [port = 0, firstPid = 0] = (await first.lines.next()).split(' ').map(Number);
    const second = startPython(program, String(port));
    const [samePort, secondPid = 0] = (await second.lines.next()).split(' ').map(Number);
    expect(samePort).toBe(port);
    const found = scanned(await createLinuxScanner().scan()).filter((each) => each.port === port);
    expect(found.map(({ owners, sockets }) => [owners.map(toPid), sockets.length])).toEqual([
      [[firstPid, secondPid].sort(byNumber), 2],
    ]);
    const stranger = startPython(program, String(port), 'stranger');
    const [, strangerPid = 0] = (await stranger.lines.next()).split(' ').map(Number);
    const shared = scanned(await createLinuxScanner().scan()).filter((each) => each.port === port);
    expect(shared.map(({ owners }) => owners.map(toPid))).toEqual([
      [firstPid, secondPid].sort(byNumber),
      [strangerPid],
    ]);
    expect(shared[0]?.key).toBe(found[0]?.key);
    expect(shared[1]?.key).not.toBe(shared[0]?.key);
  });

  test('a process that was handed the socket while it ran is found before a kill', async () => {
    const { child, lines } = startPython(`
import array, ctypes, os, signal, socket, sys
a, b = socket.socketpair()
pid = os.fork()
if pid == 0:
    ctypes.CDLL(None).prctl(1, 9)
    b.recvmsg(1, socket.CMSG_LEN(4)); b.send(b'k'); signal.pause()
s = socket.socket(); port = ${aPort()}
while True:
    try: s.bind(('127.0.0.1', port)); break
    except OSError: port += 1
s.listen()
print(port, os.getpid(), pid, flush=True)
sys.stdin.readline()
a.sendmsg([b'x'], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array('i', [s.fileno()]))])
a.recv(1)
print('sent', flush=True)
sys.stdin.readline()
os.kill(pid, 9)
`);
    const [port = 0, parent = 0, kid = 0] = (await lines.next()).split(' ').map(Number);
    const scanner = createLinuxScanner();
    expect(ownersOf(await scanner.scan(), port)).toEqual([parent]);
    child.stdin.write('\n');
    expect(await lines.next()).toBe('sent');
    expect(ownersOf(await scanner.scanFor('tcp', port), port)).toEqual(
      [parent, kid].sort(byNumber),
    );
    expect(ownersOf(await scanner.scanAfresh(), port)).toEqual([parent, kid].sort(byNumber));
    child.stdin.write('\n');
  });

  test('a program cannot pass for another one by its name', async () => {
    const { lines } = startPython(`
import ctypes, os, socket, sys
ctypes.CDLL(None).prctl(15, b'a",pid=1,fd=3', 0, 0, 0)
s = socket.socket(); port = ${aPort()}
while True:
    try: s.bind(('127.0.0.1', port)); break
    except OSError: port += 1
s.listen()
print(port, os.getpid(), flush=True)
sys.stdin.readline()
`);
    const [port = 0, pid = 0] = (await lines.next()).split(' ').map(Number);
    const found = scanned(await createLinuxScanner().scan()).find((each) => each.port === port);
    expect(found?.owners.map(({ identity, name }) => [identity.pid, name])).toEqual([
      [pid, 'a",pid=1,fd=3'],
    ]);
  });
});

describe.skipIf(!isLinux)('while processes come and go', () => {
  test('no scan fails or loses a listener that stays', { timeout: 60_000 }, async () => {
    const { pid, ports } = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    const storm = spawn('sh', ['-c', 'for i in $(seq 1500); do true & done; wait'], {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => storm.once('exit', resolve));
    const scanner = createLinuxScanner();
    for (let round = 0; round < 60; round += 1) {
      const scan = await (round % 3 === 0 ? scanner.scanAfresh() : scanner.scan());
      expect(ownersOf(scan, ports[0] ?? 0)).toEqual([pid]);
    }
    await ended;
  });

  test('a listener that is gone has no hidden owner', { timeout: 60_000 }, async () => {
    const scanner = createLinuxScanner();
    const hidden = new Set<number>();
    for (let round = 0; round < 60; round += 1) {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      const scanning = scanner.scan();
      server.close();
      for (const listener of scanned(await scanning)) {
        if (listener.port === port && listener.ownerVisibility === 'hidden') hidden.add(port);
      }
    }
    expect([...hidden]).toEqual([]);
  });

  test('an exec shows although the name stays the same', async () => {
    const child = spawn('sh', ['-c', 'read x; exec sh -c "read y"'], {
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    endAfterTest(child);
    const pid = child.pid ?? 0;
    const before = imageOf(pid);
    child.stdin.write('\n');
    await expect.poll(() => imageOf(pid)).not.toBe(before);
    expect(imageOf(pid)?.endsWith(' sh')).toBe(true);
  });
});

async function startClients(port: number, count: number): Promise<ChildProcess> {
  const program = `
const net = require('node:net');
let open = 0;
for (let i = 0; i < ${count}; i += 1) net.connect(${port}, '127.0.0.1', () => { if (++open === ${count}) console.log('open'); });
`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  endAfterTest(child);
  await toLines(child).next();
  return child;
}

function toRows({ protocol, address, port, owners }: Listener): readonly string[] {
  return owners.map((owner) => `${protocol} ${address} ${port} ${owner.identity.pid}`);
}

/** tcp LISTEN 0 511 127.0.0.1:45000 0.0.0.0:* users:(("node",pid=1,fd=20)) */
function readSs(): readonly string[] {
  const output = execFileSync('ss', ['-H', '-ltnup'], { encoding: 'utf8', maxBuffer: 64 << 20 });
  return output.split('\n').flatMap((line) => {
    const [protocol = '', , , , local = ''] = line.split(/\s+/);
    const at = local.lastIndexOf(':');
    const address = local
      .slice(0, at)
      .replace(/^\[|\]$/g, '')
      .replace(/^\*$/, '::');
    const port = local.slice(at + 1);
    return [...line.matchAll(/pid=(\d+)/g)].map(
      ([, pid]) => `${protocol} ${address} ${port} ${pid}`,
    );
  });
}

function imageOf(pid: number): string | undefined {
  const look = readProcStat('/proc', pid);
  return look.kind === 'read' ? look.value.imageToken : undefined;
}
