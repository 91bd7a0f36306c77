import { spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createLinuxProcesses } from '../../electron/adapters/linux/processes.ts';
import { createLinuxScanner } from '../../electron/adapters/linux/scanner.ts';
import {
  createLinuxTerminator,
  type LinuxTerminator,
} from '../../electron/adapters/linux/kill/terminator.ts';
import type { Proof } from '../../electron/core/host-processes.ts';
import type { Listener, Owner } from '../../shared/listener.ts';
import { eventually } from '../support/eventually.ts';
import { takePorts } from '../support/ports.ts';
import { byNumber, scanned, startHolder, startPython, toPid } from './holders.ts';
import { buildScenarios, type ScenarioProgram } from './scenario-program.ts';

/*
 * Processes that do not simply end, seen by the scanner and signalled by the terminator. Pids that
 * change hands have a file of their own, kill-races.test.ts.
 */

const isLinux = process.platform === 'linux';
const isRoot = isLinux && process.geteuid?.() === 0;
const hasPython = isLinux && spawnSync('python3', ['-c', '']).status === 0;
const hasMounts = isRoot && spawnSync('unshare', ['-m', 'true']).status === 0;

const aPort = () => takePorts('integration/kill-faults');
const scanner = createLinuxScanner();
const processes = createLinuxProcesses();

/** Binds `s` to the first free port from sys.argv[1] up, and listens. */
const LISTEN = `
import ctypes, os, signal, socket, subprocess, sys
libc = ctypes.CDLL(None)
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1); port = int(sys.argv[1])
while True:
    try: s.bind(('127.0.0.1', port)); s.listen(); break
    except OSError: port += 1
def tell(*words): print(port, *words, flush=True)
`;

describe.skipIf(!hasPython).each(['pidfd', 'pid'])('signalled by its %s, a process', (way) => {
  let terminator: LinuxTerminator;
  beforeEach(async () => {
    const absent = { kind: 'absent', why: 'by request' } as const;
    terminator = createLinuxTerminator(
      way === 'pidfd' ? {} : { loadLibc: () => Promise.resolve(absent) },
    );
    const isReady = () => terminator.describeWay().split(':')[0] === way;
    await eventually(() => isReady() || undefined, `the way by its ${way}`);
  });

  const signal = (owner: Owner, { sockets }: Listener, means: 'graceful' | 'force') =>
    terminator.signal(owner, { kind: 'holds-socket', sockets }, means);

  test('that hears the request ends, and its port is free', async () => {
    const { child, ports } = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    const [listener, owner] = await findHolder(ports[0] ?? 0);
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await endOf(child)).toBe('SIGTERM');
    expect(signal(owner, listener, 'force')).toBe('gone');
    expect(processes.isAlive(owner.identity)).toBe(false);
    expect(await findListeners(listener.port)).toEqual([]);
  });

  test('that ignores the request goes on until it is forced', async () => {
    const { child, lines } = startPython(
      `${LISTEN}
signal.signal(signal.SIGTERM, signal.SIG_IGN); tell(); signal.pause()`,
      String(aPort()),
    );
    const [listener, owner] = await findHolder(Number(await lines.next()));
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await findListeners(listener.port)).toEqual([listener]);
    expect(signal(owner, listener, 'force')).toBe('sent');
    expect(await endOf(child)).toBe('SIGKILL');
    expect(await findListeners(listener.port)).toEqual([]);
  });

  test('that is stopped is woken to hear the request', async () => {
    const { child, pid, ports } = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    const [listener, owner] = await findHolder(ports[0] ?? 0);
    process.kill(pid, 'SIGSTOP');
    await expect.poll(() => readStatus(pid, 'State')).toMatch(/^T/);
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await endOf(child)).toBe('SIGTERM');
  });

  test('that waits for the kernel hears nothing but force', async () => {
    /** A parent waits in the kernel until what it started by vfork runs a program or ends. */
    const { child, lines } = startPython(
      `${LISTEN}
signal.signal(signal.SIGTERM, lambda *_: None); tell(os.getpid())
if libc.vfork() == 0:
    libc.prctl(1, 9)
    while True: libc.pause()`,
      String(aPort()),
    );
    const [port = 0, pid = 0] = (await lines.next()).split(' ').map(Number);
    await expect.poll(() => readStatus(pid, 'State')).toMatch(/^D/);
    const listener = await findListener(port);
    const owner = listener.owners.find((each) => toPid(each) === pid);
    if (owner === undefined) throw new Error('the holder was not seen');
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    /** Its request waits with it. */
    expect(readStatus(pid, 'ShdPnd')).toBe('0000000000004000');
    expect(readStatus(pid, 'State')).toMatch(/^D/);
    expect(signal(owner, listener, 'force')).toBe('sent');
    expect(await endOf(child)).toBe('SIGKILL');
    await expect.poll(() => findListeners(port)).toEqual([]);
  });

  test('that is a zombie is gone, and so is its port', async () => {
    const { child, lines } = startPython(
      `${LISTEN}
kid = os.fork()
if kid == 0:
    libc.prctl(1, 9); signal.pause()
s.close(); tell(); sys.stdin.readline()
os.kill(kid, 9); os.waitid(os.P_PID, kid, os.WEXITED | os.WNOWAIT)
tell(); sys.stdin.readline()`,
      String(aPort()),
    );
    const [listener, owner] = await findHolder(Number(await lines.next()));
    child.stdin.write('\n');
    await lines.next();
    expect(readStatus(toPid(owner), 'State')).toMatch(/^Z/);
    for (const proof of [holding(listener), { kind: 'identity' } as const]) {
      expect(terminator.signal(owner, proof, 'graceful')).toBe('gone');
      expect(terminator.signal(owner, proof, 'force')).toBe('gone');
    }
    expect(processes.isAlive(owner.identity)).toBe(false);
    expect(await findListeners(listener.port)).toEqual([]);
    child.stdin.write('\n');
  });

  test('that ends its children with itself frees the port by one signal', async () => {
    const { child, lines } = startPython(`${LISTEN}${preforking(true)}`, String(aPort()));
    const [listener, owner] = await findHolder(Number((await lines.next()).split(' ')[0]));
    expect(listener.owners).toHaveLength(3);
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await endOf(child)).toBe(0);
    expect(await findListeners(listener.port)).toEqual([]);
  });

  test('that leaves its children behind leaves the port to them, and each is ended', async () => {
    const { child, lines } = startPython(`${LISTEN}${preforking(false)}`, String(aPort()));
    const [port = 0, ...kids] = (await lines.next()).split(' ').map(Number);
    const [before, parent] = await findHolder(port);
    expect(before.owners.map(toPid).sort(byNumber)).toEqual(
      [toPid(parent), ...kids].sort(byNumber),
    );
    expect(signal(parent, before, 'force')).toBe('sent');
    expect(await endOf(child)).toBe('SIGKILL');
    const after = await findListener(port);
    expect([after.sockets, after.owners.map(toPid).sort(byNumber)]).toEqual([
      before.sockets,
      kids.sort(byNumber),
    ]);
    for (const kid of after.owners) expect(signal(kid, before, 'force')).toBe('sent');
    await expect.poll(() => findListeners(port)).toEqual([]);
  });

  test('that merely inherited the socket of a dead server is ended for it', async () => {
    const { child, lines } = startPython(
      `${LISTEN}
s.set_inheritable(True)
kid = subprocess.Popen(['sleep', '60'], close_fds=False, stdin=subprocess.DEVNULL)
tell(kid.pid); signal.pause()`,
      String(aPort()),
    );
    const [port = 0, kid = 0] = (await lines.next()).split(' ').map(Number);
    child.kill('SIGKILL');
    await endOf(child);
    const [listener, owner] = await findHolder(port);
    expect([owner.name, listener.owners.map(toPid)]).toEqual(['sleep', [kid]]);
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    await expect.poll(() => findListeners(port)).toEqual([]);
  });

  test('that shares its port by SO_REUSEPORT frees it only together with the others', async () => {
    const worker = `
import os, signal, socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1); port = int(sys.argv[1])
while True:
    try: s.bind(('127.0.0.1', port)); s.listen(); break
    except OSError: port += 1
print(port, flush=True); signal.pause()`;
    const first = startPython(worker, String(aPort()));
    const port = await first.lines.next();
    const second = startPython(worker, port);
    expect(await second.lines.next()).toBe(port);
    const listener = await findListener(Number(port));
    expect([listener.owners.length, listener.sockets.length]).toEqual([2, 2]);
    const [one, other] = listener.owners;
    if (one === undefined || other === undefined) throw new Error('a worker was not seen');
    expect(signal(one, listener, 'graceful')).toBe('sent');
    await expect.poll(() => processes.isAlive(one.identity)).toBe(false);
    expect((await findListener(Number(port))).owners).toEqual([other]);
    expect(signal(other, listener, 'graceful')).toBe('sent');
    await expect.poll(() => findListeners(Number(port))).toEqual([]);
  });

  test.each([
    ['a",pid=1,fd=3', 'a",pid=1,fd=3'],
    ['a\\nS 1 1', 'a\nS 1 1'],
    ['x) S 1 1 1 0', 'x) S 1 1 1 0'],
    ['\\x1b[2Jgone', '\x1b[2Jgone'],
    ['<img src=x>', '<img src=x>'],
    ['\\u202egpj.exe', '\u202egpj.exe'],
  ])('that calls itself %s is still the one that is ended', async (shown, name) => {
    const { child, lines } = startPython(
      `${LISTEN}
libc.prctl(15, bytes.fromhex(sys.argv[2]), 0, 0, 0); tell(); signal.pause()`,
      String(aPort()),
      Buffer.from(name).toString('hex'),
    );
    const [listener, owner] = await findHolder(Number(await lines.next()));
    expect([toPid(owner), owner.name]).toEqual([child.pid, shown]);
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await endOf(child)).toBe('SIGTERM');
  });

  test('on 127.0.0.1 is ended, and the one with the same port on ::1 goes on', async () => {
    const four = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    const [port = 0] = four.ports;
    const six = await startHolder(port, [['tcp', '::1']], 1);
    expect(six.ports).toEqual([port]);
    const both = await findListeners(port);
    const toRow = ({ address, owners }: Listener) => `${address} ${owners.map(toPid).join()}`;
    expect(both.map(toRow).sort()).toEqual([`127.0.0.1 ${four.pid}`, `::1 ${six.pid}`]);
    const listener = both.find(({ address }) => address === '127.0.0.1');
    const [owner] = listener?.owners ?? [];
    if (listener === undefined || owner === undefined) throw new Error('it was not seen');
    expect(signal(owner, listener, 'graceful')).toBe('sent');
    expect(await endOf(four.child)).toBe('SIGTERM');
    expect((await findListeners(port)).map(toRow)).toEqual([`::1 ${six.pid}`]);
  });

  test('that is ourselves is never signalled', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const [listener, owner] = await findHolder(port);
    expect(toPid(owner)).toBe(process.pid);
    for (const proof of [holding(listener), { kind: 'identity' } as const]) {
      expect(terminator.signal(owner, proof, 'graceful')).toBe('changed');
      expect(terminator.signal(owner, proof, 'force')).toBe('changed');
    }
    server.close();
  });
});

describe.skipIf(!isRoot)('with other rights', () => {
  let program: ScenarioProgram | undefined;
  beforeAll(async () => {
    program = await buildScenarios(new URL('fault-scenarios.ts', import.meta.url));
  });
  afterAll(() => program?.remove());

  const AS_NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
  const WITHOUT_OTHERS = [
    'unshare',
    '-m',
    'sh',
    '-c',
    `mount -t proc -o hidepid=2 proc /proc && exec ${AS_NOBODY.join(' ')} "$@"`,
    'sh',
  ];

  async function endWith(wrapper: readonly string[], port: number): Promise<unknown> {
    const [{ sockets }, owner] = await findHolder(port);
    return program?.run('end', [String(port), JSON.stringify({ owner, sockets })], wrapper);
  }

  test('somebody else’s process is seen by its user and cannot be signalled', async () => {
    const { child, ports } = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
    expect(await endWith(AS_NOBODY, ports[0] ?? 0)).toEqual({
      user: 'root',
      visibility: 'hidden',
      owners: [],
      way: 'pidfd',
      bySocket: 'not-permitted',
      byIdentity: 'not-permitted',
    });
    expect(await isListening(child, ports[0] ?? 0)).toBe(true);
  });

  test.skipIf(!hasMounts)(
    'where others’ processes are hidden, only the user is seen and nobody is signalled',
    async () => {
      const { child, ports } = await startHolder(aPort(), [['tcp', '127.0.0.1']], 1);
      expect(await endWith(WITHOUT_OTHERS, ports[0] ?? 0)).toEqual({
        user: 'root',
        visibility: 'hidden',
        owners: [],
        way: 'pidfd',
        bySocket: 'gone',
        byIdentity: 'gone',
      });
      expect(await isListening(child, ports[0] ?? 0)).toBe(true);
    },
  );

  test.skipIf(!hasPython)('a process above us that holds a port is known for one', async () => {
    const below = `${LISTEN}
sys.exit(subprocess.run(sys.argv[2:] + [str(port)]).returncode)`;
    expect(await program?.run('ancestors', [], ['python3', '-c', below, String(aPort())])).toEqual([
      true,
    ]);
  });
});

/** Two children that share the socket; by themselves they end after a minute. */
function preforking(isTidy: boolean): string {
  const tidy = `
def tidy(*_):
    for kid in kids: os.kill(kid, 9); os.waitpid(kid, 0)
    os._exit(0)
signal.signal(signal.SIGTERM, tidy)`;
  return `
kids = []
for _ in range(2):
    kid = os.fork()
    if kid == 0:
        signal.alarm(60); signal.pause()
    kids.append(kid)
${isTidy ? tidy : ''}
tell(*kids)
while True: signal.pause()`;
}

function holding({ sockets }: Listener): Proof {
  return { kind: 'holds-socket', sockets };
}

async function findListeners(port: number): Promise<readonly Listener[]> {
  return scanned(await scanner.scanAfresh()).filter((listener) => listener.port === port);
}

async function findListener(port: number): Promise<Listener> {
  const [listener] = await findListeners(port);
  if (listener === undefined) throw new Error(`nobody holds ${port}`);
  return listener;
}

/** The listener and the topmost of those who hold it. */
async function findHolder(port: number): Promise<readonly [Listener, Owner]> {
  const listener = await findListener(port);
  const pids = new Set(listener.owners.map(toPid));
  const top = listener.owners.find(({ parentPid = 0 }) => !pids.has(parentPid));
  if (top === undefined) throw new Error(`nobody holds ${port}`);
  return [listener, top];
}

async function isListening(child: ChildProcess, port: number): Promise<boolean> {
  const { owners } = await findListener(port);
  return child.signalCode === null && owners.map(toPid).includes(child.pid ?? 0);
}

/** How the process ended: by this signal, or with this code. */
function endOf(child: ChildProcess): Promise<NodeJS.Signals | number | null> {
  const { signalCode, exitCode } = child;
  if (signalCode !== null || exitCode !== null) return Promise.resolve(signalCode ?? exitCode);
  return new Promise((resolve) => child.once('exit', (code, signal) => resolve(signal ?? code)));
}

function readStatus(pid: number, field: string): string | undefined {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return new RegExp(`^${field}:\\t(.*)$`, 'm').exec(status)?.[1];
}
