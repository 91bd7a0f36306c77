import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { loadLibc } from '../../electron/adapters/linux/native/libc.ts';
import { createMountWatch } from '../../electron/adapters/linux/facts/mount-watch.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import type { ListenerScanner, ScanResult } from '../../electron/core/host.ts';
import type { Listener } from '../../shared/listener.ts';

/*
 * What the scanner sees in surroundings that a test cannot make for itself: other namespaces,
 * other users, other limits. The file is bundled and run there as a program of its own; see
 * linux-engine.test.ts. Each scenario prints what it saw as JSON.
 */

/** Binds what it is told, prints the ports, and ends with its input. */
const HOLDER = `
import json, socket, sys
held = []; ports = []
for protocol, address, v6only, reuse in json.loads(sys.argv[1]):
    s = socket.socket(socket.AF_INET6 if ':' in address else socket.AF_INET,
                      socket.SOCK_STREAM if protocol == 'tcp' else socket.SOCK_DGRAM)
    if ':' in address: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, v6only)
    if reuse: s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    s.bind((address, reuse)); held.append(s); ports.append(s.getsockname()[1])
    if protocol == 'tcp': s.listen()
print(json.dumps(ports), flush=True)
sys.stdin.read()
`;

/** Opens connections to itself and holds both ends, or closes the server's ends first. */
const CONNECTOR = `
import json, socket, sys
address, count, isClosing = sys.argv[1], int(sys.argv[2]), sys.argv[3] == 'closing'
s = socket.socket(); s.bind((address, 0)); s.listen(4096)
held = []
for i in range(count):
    c = socket.socket(); c.connect(s.getsockname()); a, _ = s.accept()
    if isClosing: a.close(); c.close()
    else: held += [a, c]
print(json.dumps([s.getsockname()[1], held[1].getsockname()[1] if held else 0]), flush=True)
if isClosing: s.close()
sys.stdin.read()
`;

type Kind = readonly [protocol: 'tcp' | 'udp', address: string, v6Only: 0 | 1, port: number];

interface Started {
  readonly pid: number;
  readonly ports: readonly number[];
  end(): Promise<void>;
}

interface Scanners {
  readonly netlink: ListenerScanner;
  readonly proc: ListenerScanner;
}

const scenarios: Readonly<Record<string, () => Promise<unknown>>> = {
  /** Random workloads: do both ways see the same, and the truth, while sockets come and go? */
  async parity() {
    const scanners = createScanners();
    const rounds = Number(process.argv[3] ?? 5);
    const most = Number(process.argv[4] ?? 300);
    const differences: unknown[] = [];
    const alive: { readonly started: Started; readonly kinds: readonly Kind[] }[] = [];
    let seed = Number(process.argv[5] ?? 1);
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      return (seed >>> 8) % below;
    };
    for (let round = 0; round < rounds; round += 1) {
      while (alive.length > 0 && random(3) !== 0) {
        await alive.splice(random(alive.length), 1)[0]?.started.end();
      }
      /** So that some scans meet what went, some what came, and some both. */
      if (random(2) === 0) await scanners.netlink.scan();
      const processCount = 1 + random(6);
      const each = 1 + random(Math.ceil(most / processCount));
      for (let index = 0; index < processCount; index += 1) {
        const kinds = Array.from({ length: each }, () => KINDS[random(KINDS.length)] ?? KINDS[0]);
        alive.push({ started: await hold(kinds), kinds });
      }
      const quick = await scanners.netlink.scan();
      const slow = await scanners.proc.scan();
      const fresh = await scanners.netlink.scanAfresh();
      const again = await scanners.netlink.scan();
      const truth = alive.flatMap(({ started, kinds }) =>
        started.ports.map((port, index) => {
          const [protocol, address] = kinds[index] ?? KINDS[0];
          return `${protocol} ${address} ${port} ${started.pid}`;
        }),
      );
      for (const scan of [quick, slow, fresh, again]) {
        const seen = listenersOf(scan).flatMap(toRows);
        if (seen.toSorted().join() !== truth.toSorted().join()) {
          differences.push({ round, seen: seen.length, truth: truth.length });
        }
      }
      const isAsFresh = JSON.stringify(listenersOf(quick)) === JSON.stringify(listenersOf(fresh));
      if (!isAsFresh) differences.push({ round, reason: 'a scan of the changes and a whole one' });
      const isSame = JSON.stringify(withoutV6Only(quick)) === JSON.stringify(withoutV6Only(slow));
      if (!isSame) differences.push({ round, reason: 'netlink and /proc differ' });
    }
    await Promise.all(alive.map(({ started }) => started.end()));
    return { differences, sources: sourcesOf(scanners) };
  },

  /** Is a mount noticed, once? */
  async mounts() {
    const loading = await loadLibc();
    if (loading.kind === 'absent') return loading;
    const watch = createMountWatch(loading.libc);
    const before = [watch.hasChanged(), watch.hasChanged()];
    spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', '/mnt']);
    return [...before, watch.hasChanged(), watch.hasChanged()];
  },

  async v6only() {
    const scanners = createScanners();
    const only = await hold([['tcp', '::', 1, 0]]);
    const dual = await hold([['tcp', '::', 0, 0]]);
    const four = await hold([['tcp', '0.0.0.0', 0, 0]]);
    const seen = [];
    for (const scanner of [scanners.netlink, scanners.proc]) {
      const listeners = listenersOf(await scanner.scan());
      seen.push(
        [only, dual, four].map(
          ({ ports }) => listeners.find(({ port }) => port === ports[0])?.isV6Only ?? 'unknown',
        ),
      );
    }
    return seen;
  },

  /** Neither an outgoing port, nor one that is bound, nor one in TIME_WAIT is a listener. */
  async notListening() {
    const scanners = createScanners();
    const open = await startPython(CONNECTOR, ['127.0.0.1', '3', 'open']);
    const closing = await startPython(CONNECTOR, ['127.0.0.1', '20', 'closing']);
    const bound = await startPython(
      `import json, socket, sys
s = socket.socket(); s.bind(('127.0.0.1', 0))
print(json.dumps([s.getsockname()[1]]), flush=True); sys.stdin.read()`,
      [],
    );
    const [listening = 0, outgoing = 0] = open.ports;
    const seen = [];
    for (const scanner of [scanners.netlink, scanners.proc]) {
      const ports = new Set(listenersOf(await scanner.scan()).map(({ port }) => port));
      const asked = [listening, outgoing, closing.ports[0] ?? 0, bound.ports[0] ?? 0];
      seen.push([
        ...asked.map((port) => ports.has(port)),
        (await scanner.readConnected('tcp', listening))?.length,
      ]);
    }
    return seen;
  },

  async workers() {
    const scanners = createScanners();
    const first = await hold([['tcp', '127.0.0.1', 0, 63_001]]);
    const second = await hold([['tcp', '127.0.0.1', 0, 63_001]]);
    const seen = [];
    for (const scanner of [scanners.netlink, scanners.proc]) {
      const found = listenersOf(await scanner.scan()).filter(({ port }) => port === 63_001);
      seen.push(found.map(({ owners, sockets }) => [owners.length, sockets.length]));
    }
    return { seen, areTwo: first.pid !== second.pid };
  },

  /** The server died and left its socket to a child that knows nothing of it. */
  async leaked() {
    const scanner = createScanners().netlink;
    const { ports, pid } = await startPython(
      `import json, os, socket, subprocess, sys
s = socket.socket(); s.bind(('127.0.0.1', 0)); s.listen(); s.set_inheritable(True)
kid = subprocess.Popen(['sleep', '60'], close_fds=False)
print(json.dumps([s.getsockname()[1], kid.pid]), flush=True); sys.stdin.read()`,
      [],
    );
    const [port = 0, kid = 0] = ports;
    const before = ownersOf(await scanner.scan(), port);
    process.kill(pid, 'SIGKILL');
    await untilGone(pid);
    const after = ownersOf(await scanner.scan(), port);
    process.kill(kid, 'SIGKILL');
    return { before: before.length, isKidAfter: after.join() === String(kid) };
  },

  /** Another process gets the holder's pid, and its port, between two scans. */
  async wrapAround() {
    const scanner = createScanners().netlink;
    const first = await hold([['tcp', '127.0.0.1', 0, 63_002]]);
    const before = identitiesOf(await scanner.scan(), 63_002);
    await first.end();
    const { writeFileSync } = await import('node:fs');
    writeFileSync('/proc/sys/kernel/ns_last_pid', String(first.pid - 1));
    const second = await hold([['tcp', '127.0.0.1', 0, 63_002]]);
    const after = identitiesOf(await scanner.scan(), 63_002);
    return { isSamePid: second.pid === first.pid, before, after };
  },

  /** Thousands of short lives: what stays is seen throughout, by its owner. */
  async storm() {
    const scanner = createScanners().netlink;
    const { ports, pid } = await hold([['tcp', '127.0.0.1', 0, 0]]);
    const storm = spawn('sh', ['-c', 'for i in $(seq 2000); do true & done; wait'], {
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => storm.once('exit', resolve));
    let wrong = 0;
    for (let round = 0; round < 200; round += 1) {
      const scan = await (round % 20 === 0 ? scanner.scanAfresh() : scanner.scan());
      if (ownersOf(scan, ports[0] ?? 0).join() !== String(pid)) wrong += 1;
      await new Promise((resolve) => setImmediate(resolve));
    }
    await ended;
    return { wrong };
  },

  /** What remains to be seen without any rights, or where /proc hides others. */
  async stranger() {
    const scanners = createScanners();
    const port = Number(process.argv[3]);
    const seen = [];
    for (const scanner of [scanners.netlink, scanners.proc]) {
      const found = listenersOf(await scanner.scan()).find((each) => each.port === port);
      seen.push(found && [found.user, found.ownerVisibility, found.owners.length]);
    }
    return { seen, sources: sourcesOf(scanners) };
  },

  /** Without IPv6 nothing is missing. */
  async noIpv6() {
    const scanners = createScanners();
    const { ports } = await hold([['tcp', '127.0.0.1', 0, 0]]);
    const scans = [await scanners.netlink.scan(), await scanners.proc.scan()];
    return scans.map((scan) => [
      scan.kind === 'scanned' && scan.missing,
      listenersOf(scan).some(({ port }) => port === ports[0]),
    ]);
  },

  /**
   * 70,000 sockets that do not listen cost next to nothing once their holders are known, and the
   * loop goes on meanwhile. Measured is our own work: others may take the machine for as long.
   */
  async crowd() {
    const { netlink } = createScanners();
    const { ports } = await hold([['tcp', '127.0.0.1', 0, 0]]);
    await scanOften(netlink);
    const alone = await scanOften(netlink);
    const crowd = await Promise.all(
      [1, 2, 3, 4].map((part) => startPython(CONNECTOR, [`127.0.1.${part}`, '8800', 'open'])),
    );
    const first = await scanOften(netlink);
    const later = await scanOften(netlink);
    const connected = await netlink.readConnected('tcp', crowd[0]?.ports[0] ?? 0);
    const scans = [...first.scans, ...later.scans];
    const areSeen = scans.every((scan) => ownersOf(scan, ports[0] ?? 0).length === 1);
    await Promise.all(crowd.map((each) => each.end()));
    return {
      areSeen,
      clients: connected?.length,
      isQuick: later.scanMs < alone.scanMs + 5,
      isLoopFree: Math.max(first.longestMs, later.longestMs) < 100,
    };
  },

  /** Many scans neither gather memory nor files. */
  async flat() {
    const scanner = createScanners().netlink;
    const { readdirSync } = await import('node:fs');
    await hold(Array.from({ length: 50 }, () => KINDS[0]));
    const measure = () => {
      globalThis.gc?.();
      return { heap: process.memoryUsage().heapUsed, files: readdirSync('/proc/self/fd').length };
    };
    for (let round = 0; round < 500; round += 1) await scanner.scan();
    for (let round = 0; round < 20; round += 1) await scanner.scanAfresh();
    const before = measure();
    const count = Number(process.argv[3] ?? 2_000);
    for (let round = 0; round < count; round += 1) await scanner.scan();
    for (let round = 0; round < count / 50; round += 1) await scanner.scanAfresh();
    const after = measure();
    return {
      grownKiB: Math.round((after.heap - before.heap) / 1024),
      moreFiles: after.files - before.files,
    };
  },
};

const KINDS: readonly [Kind, ...Kind[]] = [
  ['tcp', '127.0.0.1', 0, 0],
  ['tcp', '::1', 0, 0],
  ['tcp', '0.0.0.0', 0, 0],
  ['tcp', '::', 1, 0],
  ['tcp', '::', 0, 0],
  ['udp', '127.0.0.1', 0, 0],
  ['udp', '::1', 0, 0],
  ['udp', '0.0.0.0', 0, 0],
  ['udp', '::', 1, 0],
];

function createScanners(): Scanners {
  const absent = { kind: 'absent', why: 'by request' } as const;
  return {
    netlink: createLinuxScanner(),
    proc: createLinuxScanner({ loadLibc: () => Promise.resolve(absent) }),
  };
}

function sourcesOf({ netlink, proc }: Scanners): readonly (string | undefined)[] {
  return [netlink.describeSource?.(), proc.describeSource?.()];
}

/** Scans twenty times; tells the work of a scan, and the longest piece for which the loop stood. */
async function scanOften(scanner: ListenerScanner) {
  const readWorkMs = (): number => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const startedMs = readWorkMs();
  let [last, longestMs, isOver] = [startedMs, 0, false];
  const tick = (): void => {
    const now = readWorkMs();
    longestMs = Math.max(longestMs, now - last);
    last = now;
    if (!isOver) setImmediate(tick);
  };
  setImmediate(tick);
  const scans: ScanResult[] = [];
  for (let round = 0; round < 20; round += 1) scans.push(await scanner.scan());
  const scanMs = (readWorkMs() - startedMs) / 20;
  isOver = true;
  // What the loop stood for since its last turn counts, too.
  tick();
  return { scans, scanMs, longestMs };
}

const children: ChildProcess[] = [];

function hold(kinds: readonly Kind[]): Promise<Started> {
  return startPython(HOLDER, [JSON.stringify(kinds)]);
}

async function startPython(program: string, argv: readonly string[]): Promise<Started> {
  const child = spawn('python3', ['-c', program, ...argv], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = await lines.next();
  if (line.done === true) throw new Error('the holder failed');
  return {
    pid: child.pid ?? 0,
    ports: JSON.parse(line.value) as readonly number[],
    async end() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

async function untilGone(pid: number): Promise<void> {
  const { readFileSync } = await import('node:fs');
  for (let round = 0; round < 200; round += 1) {
    try {
      if (/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return;
    } catch {
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function listenersOf(scan: ScanResult): readonly Listener[] {
  if (scan.kind === 'failed') throw new Error(`${scan.reason}: ${scan.detail}`);
  return scan.listeners;
}

function withoutV6Only(scan: ScanResult): readonly object[] {
  return listenersOf(scan).map((listener) => ({ ...listener, isV6Only: undefined }));
}

function toRows({ protocol, address, port, owners }: Listener): readonly string[] {
  return owners.map(({ identity }) => `${protocol} ${address} ${port} ${identity.pid}`);
}

function ownersOf(scan: ScanResult, port: number): readonly number[] {
  return identitiesOf(scan, port).map(({ pid }) => pid);
}

function identitiesOf(scan: ScanResult, port: number) {
  const found = listenersOf(scan).filter((listener) => listener.port === port);
  return found.flatMap(({ owners }) => owners.map(({ identity }) => identity));
}

const scenario = scenarios[process.argv[2] ?? ''];
if (scenario === undefined) throw new Error(`no scenario ${process.argv[2]}`);
/** A fresh network namespace has a loopback device, but it is down. */
if (process.env['LAB_LOOPBACK'] === 'down') spawnSync('ip', ['link', 'set', 'lo', 'up']);
try {
  process.stdout.write(`${JSON.stringify(await scenario())}\n`);
} finally {
  for (const child of children) child.kill('SIGKILL');
}
