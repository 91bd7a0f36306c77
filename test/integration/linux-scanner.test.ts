import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { accessSync, constants, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { readProcStat } from '../../electron/adapters/linux/process-stat.ts';
import { createLinuxProcesses } from '../../electron/adapters/linux/processes.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import { createLinuxTerminator } from '../../electron/adapters/linux/terminator.ts';
import type { ScanResult } from '../../electron/core/host.ts';
import type { Listener, Owner } from '../../shared/listener.ts';

const isLinux = process.platform === 'linux';
const isRoot = process.geteuid?.() === 0;
const hasPython = isLinux && spawnSync('python3', ['-c', '']).status === 0;
const hasSs = isLinux && spawnSync('ss', ['-V']).status === 0;

/** Takes the first free ports from 45000 up, prints them, and holds them until it is ended. */
const NODE_HOLDER = `
const net = require('node:net'), dgram = require('node:dgram');
let next = 45000 + Number(process.argv[1]);
const bind = (protocol, address) => new Promise((resolve, reject) => {
  const attempt = () => {
    const port = next++;
    const socket = protocol === 'tcp' ? net.createServer() : dgram.createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', (error) => (error.code === 'EADDRINUSE' ? attempt() : reject(error)));
    if (protocol === 'tcp') socket.listen(port, address, () => resolve(port));
    else socket.bind(port, address, () => resolve(port));
  };
  attempt();
});
(async () => {
  const kinds = JSON.parse(process.argv[2]);
  const ports = [];
  for (let round = 0; round < Number(process.argv[3]); round += 1) {
    for (const [protocol, address] of kinds) ports.push(await bind(protocol, address));
  }
  console.log(JSON.stringify(ports));
})();
process.stdin.resume().on('end', () => process.exit());
`;

const children: ChildProcess[] = [];
afterEach(async () => {
  await Promise.all(children.splice(0).map(end));
});

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
        Array.from({ length: 10 }, (_, index) => startHolder(4000 + index * 200, kinds, 5)),
      );
      const ports = new Set(starts.flatMap((start) => start.ports));
      expect(ports.size).toBe(500);
      const scanner = createLinuxScanner();
      const seen = scanned(await scanner.scan()).filter(({ port }) => ports.has(port));
      const wanted = readSs().filter(({ port }) => ports.has(port));
      expect(seen.flatMap(toRows).sort()).toEqual(wanted.map(({ row }) => row).sort());
      expect(seen.flatMap(toRows)).toHaveLength(500);
    },
  );

  test('one that closes and opens again elsewhere is followed from scan to scan', async () => {
    const scanner = createLinuxScanner();
    const first = await startHolder(2000, [['tcp', '127.0.0.1']], 1);
    const [port = 0] = first.ports;
    expect(ownersOf(await scanner.scan(), port)).toEqual([first.pid]);
    await end(first.child);
    expect(ownersOf(await scanner.scan(), port)).toEqual(undefined);
    const second = await startHolder(port - 45_000, [['tcp', '127.0.0.1']], 1);
    expect(second.ports).toEqual([port]);
    expect(ownersOf(await scanner.scan(), port)).toEqual([second.pid]);
  });

  test('clients of a port are counted, in both families', async () => {
    const { ports } = await startHolder(2100, [['tcp', '::']], 1);
    const [port = 0] = ports;
    const scanner = createLinuxScanner();
    expect(await scanner.countClients('tcp', port)).toBe(0);
    const clients = await startClients(port, 3);
    expect(await scanner.countClients('tcp', port)).toBe(3);
    await end(clients);
  });
});

describe.skipIf(!hasPython)('sockets with several holders', () => {
  test('a parent and the children that it forked are all owners, later ones too', async () => {
    const { child, lines } = startPython(`
import ctypes, os, socket, sys, signal
s = socket.socket(); port = 47200
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
    expect(ownersOf(await scanner.scan(), port)).toEqual([parent, late].sort(byNumber));
    child.stdin.write('\n');
  });

  test('workers that share a port by SO_REUSEPORT are one listener with several sockets', async () => {
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
    const first = startPython(program, '47300');
    const [port = 0, firstPid = 0] = (await first.lines.next()).split(' ').map(Number);
    const second = startPython(program, String(port));
    const [samePort, secondPid = 0] = (await second.lines.next()).split(' ').map(Number);
    expect(samePort).toBe(port);
    const found = scanned(await createLinuxScanner().scan()).filter((each) => each.port === port);
    expect(found.map(({ owners, sockets }) => [owners.map(toPid), sockets.length])).toEqual([
      [[firstPid, secondPid].sort(byNumber), 2],
    ]);
  });

  test('a process that was handed the socket while it ran is found before a kill', async () => {
    const { child, lines } = startPython(`
import array, ctypes, os, signal, socket, sys
a, b = socket.socketpair()
pid = os.fork()
if pid == 0:
    ctypes.CDLL(None).prctl(1, 9)
    b.recvmsg(1, socket.CMSG_LEN(4)); b.send(b'k'); signal.pause()
s = socket.socket(); port = 47400
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
    expect(ownersOf(await scanner.scanAfresh(), port)).toEqual([parent, kid].sort(byNumber));
    child.stdin.write('\n');
  });

  test('a program cannot pass for another one by its name', async () => {
    const { lines } = startPython(`
import ctypes, os, socket, sys
ctypes.CDLL(None).prctl(15, b'a",pid=1,fd=3', 0, 0, 0)
s = socket.socket(); port = 47500
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
    const { pid, ports } = await startHolder(2300, [['tcp', '127.0.0.1']], 1);
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
    children.push(child);
    const pid = child.pid ?? 0;
    const before = imageOf(pid);
    child.stdin.write('\n');
    await expect.poll(() => imageOf(pid)).not.toBe(before);
    expect(imageOf(pid)?.endsWith(' sh')).toBe(true);
  });
});

describe.skipIf(!isLinux || !isRoot)('as another user', () => {
  test('an owner is hidden, its user and port are not, and it cannot be ended', async () => {
    const { ports } = await startHolder(2400, [['tcp', '127.0.0.1']], 1);
    const owner = findOwner(await createLinuxScanner().scan(), ports[0] ?? 0);
    const terminator = createLinuxTerminator();
    const { listener, result } = await asUser(65_534, async () => ({
      listener: scanned(await createLinuxScanner().scan()).find(({ port }) => port === ports[0]),
      result: terminator.signal(owner.owner, owner.sockets, 'graceful'),
    }));
    expect([listener?.user, listener?.ownerVisibility, listener?.owners]).toEqual([
      'root',
      'hidden',
      [],
    ]);
    expect(result).toBe('not-permitted');
  });
});

describe.skipIf(!isLinux)('ending a process', () => {
  test('works on the one that was seen', async () => {
    const { child, ports } = await startHolder(2500, [['tcp', '127.0.0.1']], 1);
    const ended = new Promise((resolve) => child.once('exit', (_, name) => resolve(name)));
    const { owner, sockets } = findOwner(await createLinuxScanner().scan(), ports[0] ?? 0);
    expect(createLinuxTerminator().signal(owner, sockets, 'graceful')).toBe('sent');
    expect(await ended).toBe('SIGTERM');
    expect(createLinuxTerminator().signal(owner, sockets, 'force')).toBe('gone');
    expect(createLinuxProcesses().isAlive(owner.identity)).toBe(false);
  });

  test('works on a stopped one', async () => {
    const { child, pid, ports } = await startHolder(2600, [['tcp', '127.0.0.1']], 1);
    const ended = new Promise((resolve) => child.once('exit', (_, name) => resolve(name)));
    const { owner, sockets } = findOwner(await createLinuxScanner().scan(), ports[0] ?? 0);
    process.kill(pid, 'SIGSTOP');
    await expect.poll(() => readState(pid)).toBe('T');
    expect(createLinuxTerminator().signal(owner, sockets, 'graceful')).toBe('sent');
    expect(await ended).toBe('SIGTERM');
  });

  const lastPid = '/proc/sys/kernel/ns_last_pid';
  test.skipIf(!isRoot || !isWritable(lastPid))(
    'leaves alone the process that got the pid meanwhile',
    { timeout: 30_000, retry: 3 },
    async () => {
      const first = await startHolder(2700, [['tcp', '127.0.0.1']], 1);
      const { owner, sockets } = findOwner(await createLinuxScanner().scan(), first.ports[0] ?? 0);
      await end(first.child);
      let next: ChildProcess | undefined;
      for (let attempt = 0; attempt < 20 && next?.pid !== first.pid; attempt += 1) {
        if (next !== undefined) await end(next);
        writeFileSync(lastPid, String(first.pid - 1));
        next = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 20000)'], { stdio: 'ignore' });
        children.push(next);
      }
      expect(next?.pid).toBe(first.pid);
      await expect.poll(() => readProcStat('/proc', first.pid).kind).toBe('read');
      expect(createLinuxTerminator().signal(owner, sockets, 'force')).toBe('changed');
      const token = startTokenOf(first.pid);
      const twin: Owner = { ...owner, identity: { pid: first.pid, startToken: token } };
      expect(createLinuxTerminator().signal(twin, sockets, 'force')).toBe('changed');
      expect(createLinuxProcesses().isAlive(twin.identity)).toBe(true);
    },
  );
});

interface Started {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly ports: readonly number[];
}

async function startHolder(
  offset: number,
  kinds: readonly (readonly ['tcp' | 'udp', string])[],
  rounds: number,
): Promise<Started> {
  const child = spawn(
    process.execPath,
    ['-e', NODE_HOLDER, '--', String(offset), JSON.stringify(kinds), String(rounds)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  children.push(child);
  const ports = z.array(z.number()).parse(JSON.parse(await toLines(child).next()));
  return { child, pid: child.pid ?? 0, ports };
}

async function startClients(port: number, count: number): Promise<ChildProcess> {
  const program = `
const net = require('node:net');
let open = 0;
for (let i = 0; i < ${count}; i += 1) net.connect(${port}, '127.0.0.1', () => { if (++open === ${count}) console.log('open'); });
`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  await toLines(child).next();
  return child;
}

function startPython(program: string, ...argv: readonly string[]) {
  const child = spawn('python3', ['-c', program, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  return { child, lines: toLines(child) };
}

function toLines(child: ChildProcess): { next(): Promise<string> } {
  if (child.stdout === null) throw new Error('no output');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { next: async () => String((await lines.next()).value) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

async function asUser<T>(uid: number, run: () => Promise<T>): Promise<T> {
  process.seteuid?.(uid);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

function scanned(scan: ScanResult): readonly Listener[] {
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  expect(scan.missing).toEqual([]);
  return scan.listeners;
}

function ownersOf(scan: ScanResult, port: number): readonly number[] | undefined {
  return scanned(scan)
    .find((listener) => listener.port === port)
    ?.owners.map(toPid);
}

function findOwner(scan: ScanResult, port: number) {
  const listener = scanned(scan).find((each) => each.port === port);
  const [owner] = listener?.owners ?? [];
  if (listener === undefined || owner === undefined) throw new Error(`nobody holds ${port}`);
  return { owner, sockets: listener.sockets };
}

function toPid(owner: Owner): number {
  return owner.identity.pid;
}

function toRows({ protocol, address, port, owners }: Listener): readonly string[] {
  return owners.map((owner) => `${protocol} ${address} ${port} ${owner.identity.pid}`);
}

/** tcp LISTEN 0 511 127.0.0.1:45000 0.0.0.0:* users:(("node",pid=1,fd=20)) */
function readSs(): readonly { readonly port: number; readonly row: string }[] {
  const output = execFileSync('ss', ['-H', '-ltnup'], { encoding: 'utf8', maxBuffer: 64 << 20 });
  return output.split('\n').flatMap((line) => {
    const [protocol = '', , , , local = ''] = line.split(/\s+/);
    const at = local.lastIndexOf(':');
    const address = local
      .slice(0, at)
      .replace(/^\[|\]$/g, '')
      .replace(/^\*$/, '::');
    const port = Number(local.slice(at + 1));
    return [...line.matchAll(/pid=(\d+)/g)].map(([, pid]) => ({
      port,
      row: `${protocol} ${address} ${port} ${pid}`,
    }));
  });
}

function imageOf(pid: number): string | undefined {
  const look = readProcStat('/proc', pid);
  return look.kind === 'read' ? look.value.imageToken : undefined;
}

function startTokenOf(pid: number): string {
  const look = readProcStat('/proc', pid);
  return look.kind === 'read' ? look.value.startToken : '';
}

function readState(pid: number): string | undefined {
  return / ([A-Za-z]) \d/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1];
}

function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function byNumber(a: number, b: number): number {
  return a - b;
}
