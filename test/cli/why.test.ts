import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { release } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { defaultSettings } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';

const hasPython = spawnSync('python3', ['-c', '']).status === 0;
const [major = 0, minor = 0] = release().split('.').map(Number);
/** Linux tells of sockets that are only bound from 6.8 on. */
const isBoundTold = process.platform === 'linux' && (major > 6 || (major === 6 && minor >= 8));

let folder: ReturnType<typeof makeFolder>;
const children: ChildProcess[] = [];
let port = 0;

beforeEach(() => {
  folder = makeFolder();
  port = takePorts('cli/why', 2);
});

afterEach(async () => {
  await Promise.all(children.splice(0).map(end));
  folder.remove();
});

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await ended;
}

interface Started {
  readonly pid: number;
  /** The first line that it printed. */
  readonly line: string;
}

/** Starts a program in a project of its own and waits for its first line. */
async function start(project: string, program: string, args: readonly string[]): Promise<Started> {
  const cwd = join(folder.path, project);
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, 'package.json'), '{}');
  if (program === process.execPath) writeFileSync(join(cwd, 'server.js'), args[0] ?? '');
  const real = program === process.execPath ? ['server.js'] : args;
  const child = spawn(program, real, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const line = await new Promise<string>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => reject(new Error('it ended at once')));
    child.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString().trim()));
  });
  return { pid: child.pid ?? 0, line };
}

const startTelling = (project: string, code: string) => start(project, process.execPath, [code]);
const startNode = async (project: string, code: string) => (await startTelling(project, code)).pid;
const startPython = async (project: string, code: string) =>
  (await start(project, 'python3', ['-uc', code])).pid;

const listenOn = (address: string) =>
  `require('node:net').createServer((socket) => socket.on('error', () => {}).resume())
    .listen({ port: ${port}, host: '${address}', ipv6Only: true }, () => console.log('up'));`;

const why = (...args: readonly string[]) =>
  runPortreeve(['why', String(port), ...args, '--user-data-dir', folder.path]);

/** What it says, without what differs from run to run. */
async function readWhy(...args: readonly string[]): Promise<readonly string[]> {
  const { code, stdout, stderr } = await why(...args);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  if (process.env['SHOW_WHY'] !== undefined) process.stderr.write(`\n${stdout}`);
  return stdout
    .replaceAll(folder.path, '/tmp')
    .replaceAll(String(port), 'PORT')
    .split('\n')
    .map((line) => line.replace(/ +$/, ''));
}

/** The value behind a label of the table. */
const factOf = (lines: readonly string[], label: string): string | undefined =>
  lines
    .map((line) => line.trim())
    .find((line) => line.startsWith(`${label}  `))
    ?.slice(label.length)
    .trim();

interface Explained {
  readonly state: string;
  readonly causes: readonly { readonly kind: string }[];
  readonly binds: readonly { readonly address: string; readonly canBind: boolean }[];
  readonly holders: readonly {
    readonly addresses: readonly string[];
    readonly processes: readonly { readonly pid: number; readonly title: string }[];
    readonly kill: {
      readonly alsoHolds: readonly unknown[];
      readonly pids: readonly number[];
      readonly warnings: readonly unknown[];
    };
  }[];
  readonly startOrder: readonly { readonly pid: number; readonly afterFirstMs: number }[];
  readonly localhost: { readonly firstAddress: string; readonly reachesPid: number } | null;
  readonly connections: readonly { readonly state: string }[];
}

async function readJson(): Promise<Explained> {
  const { code, stdout } = await why('--json');
  expect(code).toBe(0);
  return JSON.parse(stdout) as Explained;
}

const NOTE =
  'It is one of the ports 32768 to 60999, which the system lends to outgoing connections: one of them may take it at any time. A port below 32768 is safe from that.';

describe('why', () => {
  test('of a free port says so, and what may happen to it', async () => {
    const lines = await readWhy();
    expect(lines[0]).toBe('Port PORT (TCP) is free: nobody listens on it, and a program can.');
    expect(await readJson()).toMatchObject({ state: 'free', holders: [], causes: [] });
  });

  test('of a server in a project names it, its origin, and what a kill does', async () => {
    const pid = await startNode('shop', listenOn('127.0.0.1'));
    const lines = await readWhy();
    expect(lines[0]).toBe('Port PORT (TCP) is held by node server.js in /tmp/shop.');
    expect(factOf(lines, 'listens on')).toBe('127.0.0.1:PORT (this machine only)');
    expect(factOf(lines, 'process')).toBe(`pid ${pid}`);
    expect(factOf(lines, 'command')).toMatch(/node server\.js$/);
    expect(factOf(lines, 'folder')).toBe('/tmp/shop');
    expect(factOf(lines, 'since')).toMatch(/^\d\d:\d\d:\d\d, [\d.]+ s ago$/);
    expect(factOf(lines, 'started by')).toContain(`(${process.pid})`);
    expect(factOf(lines, 'clients')).toBe('none connected');
    expect(lines.slice(lines.indexOf('If you kill it'))).toEqual([
      'If you kill it',
      '  Nothing else is affected, and the port becomes free.',
      '',
      'Can another program listen here?',
      '  Not on 127.0.0.1, 0.0.0.0, where what listens above is in the way (EADDRINUSE). But one can on ::1, ::.',
      '',
    ]);
  });

  test.skipIf(!hasPython)('of forked processes names them all', async () => {
    const pid = await startPython(
      'api',
      `import os, socket, time
s = socket.socket()
s.bind(('127.0.0.1', ${port}))
s.listen()
root = os.getpid()
for _ in range(2):
    if os.getpid() == root: os.fork()
print('up', flush=True)
parent = os.getppid()
while os.getppid() == parent: time.sleep(0.05)`,
    );
    const lines = await readWhy();
    expect(lines[0]).toBe('Port PORT (TCP) is held by python3 (/tmp/api).');
    expect(factOf(lines, 'process')).toMatch(
      new RegExp(`^pids ${pid}, \\d+, \\d+, sharing the port$`),
    );
    expect(lines).toContain('  3 processes hold this port together; all of them are stopped.');
    const [holder] = (await readJson()).holders;
    expect(holder?.processes.map((process) => process.pid)).toEqual(holder?.kill.pids);
  });

  test('of two servers says which one localhost reaches and which was first', async () => {
    const first = await startNode('shop', listenOn('127.0.0.1'));
    const second = await startNode('blog', listenOn('::1'));
    const lines = await readWhy();
    expect(lines[0]).toBe('Port PORT (TCP) is held by 2 different programs.');
    expect(lines.find((line) => line.includes('started first'))).toMatch(
      new RegExp(
        `^node server\\.js in /tmp/shop, pid ${first} started first, [\\d.]+ s before node server\\.js in /tmp/blog, pid ${second}\\.$`,
      ),
    );
    expect(lines.find((line) => line.includes('"localhost"'))).toMatch(
      /^On this machine "localhost" means (127\.0\.0\.1|::1) first, so it reaches node server\.js in \/tmp\/(shop|blog), pid \d+\.$/,
    );
    const { holders, localhost, startOrder } = await readJson();
    expect(holders.map(({ addresses }) => addresses)).toEqual([['127.0.0.1'], ['::1']]);
    expect(startOrder.map(({ pid }) => pid)).toEqual([first, second]);
    expect(localhost?.reachesPid).toBe(localhost?.firstAddress === '::1' ? second : first);
    expect(lines.filter((line) => line.startsWith('If you kill '))).toHaveLength(2);
  });

  test('of a port that an outgoing connection uses names the connection', async () => {
    const serverPort = port;
    const { pid, line } = await startTelling(
      'client',
      `const net = require('node:net');
       const server = net.createServer((socket) => socket.on('error', () => {}).resume());
       server.listen(${serverPort}, '127.0.0.1', () => {
         const client = net.connect({ port: ${serverPort}, host: '127.0.0.1' });
         client.on('connect', () => console.log(client.localPort));
       });`,
    );
    // The system chose it.
    port = Number(line);
    try {
      expect(await readWhy()).toEqual([
        'Port PORT (TCP) cannot be used, although nobody listens on it.',
        `node server.js in /tmp/client, pid ${pid} uses it as its own end of a connection to 127.0.0.1:${serverPort}. The port is free again when that connection ends.`,
        'The system answers a program that tries with EADDRINUSE.',
        NOTE,
        '',
      ]);
      expect(await readJson()).toMatchObject({
        state: 'busy',
        causes: [{ kind: 'outgoing-connection', count: 1 }],
      });
    } finally {
      port = serverPort;
    }
  });

  const startBinding = () =>
    startPython(
      'stuck',
      `import socket, time
s = socket.socket(); s.bind(('127.0.0.1', ${port}))
print('up', flush=True)
time.sleep(60)`,
    );

  test.skipIf(!hasPython || !isBoundTold)(
    'of a port bound by somebody who does not listen names who',
    async () => {
      const pid = await startBinding();
      const lines = await readWhy();
      expect(lines[0]).toBe('Port PORT (TCP) cannot be used, although nobody listens on it.');
      expect(lines[1]).toContain(`python3 (/tmp/stuck), pid ${pid} has taken it without listening`);
      expect(await readJson()).toMatchObject({
        state: 'busy',
        causes: [{ kind: 'bound', count: 1 }],
        connections: [{ state: 'bound', owners: [{ pid }] }],
      });
    },
  );

  test.skipIf(!hasPython || isBoundTold)(
    'of a port bound by somebody who does not listen says so',
    async () => {
      await startBinding();
      const lines = await readWhy();
      expect(lines[0]).toBe('Port PORT (TCP) cannot be used, although nobody listens on it.');
      expect(lines[1]).toMatch(/^Some program has taken it without listening on it, or not yet\./);
      expect(await readJson()).toMatchObject({
        state: 'busy',
        causes: [{ kind: 'bound-unlisted' }],
      });
    },
  );

  test.skipIf(!hasPython)(
    'of several addresses of one process tells what else it gives up',
    async () => {
      await startPython(
        'both',
        `import socket, time
a = socket.socket(); a.bind(('0.0.0.0', ${port})); a.listen()
b = socket.socket(socket.AF_INET6); b.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
b.bind(('::', ${port})); b.listen()
c = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); c.bind(('127.0.0.1', ${port + 1}))
print('up'); time.sleep(60)`,
      );
      const lines = await readWhy();
      expect(lines.filter((line) => line.includes('also gives up'))).toEqual([
        `  It also gives up UDP 127.0.0.1:${port + 1}.`,
      ]);
      const { holders } = await readJson();
      expect(holders.map(({ kill }) => kill.alsoHolds)).toEqual([
        [{ protocol: 'udp', address: '127.0.0.1', port: port + 1 }],
      ]);
    },
  );

  test('of a port whose connections are closing tells who has to wait', async () => {
    const pid = await startNode(
      'gone',
      `const net = require('node:net');
       const server = net.createServer((socket) => socket.end('bye'));
       server.listen(${port}, '127.0.0.1', () => console.log('up'));`,
    );
    await new Promise<void>((resolve) => {
      const client = connect({ port, host: '127.0.0.1' });
      client.resume().once('close', () => resolve());
    });
    await Promise.all(children.splice(0).map(end));
    const lines = await readWhy();
    expect(lines.slice(0, 2)).toEqual([
      'Port PORT (TCP) is free: nobody listens on it, and a program can.',
      'One connection of before is still closing. Most servers can start at once; those that do not ask for address reuse (SO_REUSEADDR) have to wait up to a minute.',
    ]);
    expect(pid).toBeGreaterThan(0);
    const { state, connections } = await readJson();
    expect([state, connections.map((connection) => connection.state)]).toEqual([
      'free',
      ['closing'],
    ]);
  });

  test.skipIf(!hasPython)(
    'of a port with a half-closed connection names who keeps it',
    async () => {
      const pid = await startPython(
        'leak',
        `import socket, time
s = socket.socket(); s.bind(('127.0.0.1', ${port})); s.listen()
c = socket.create_connection(('127.0.0.1', ${port})); kept, _ = s.accept()
c.close(); s.close(); print('up'); time.sleep(60)`,
      );
      const lines = await readWhy();
      expect(lines.slice(0, 2)).toEqual([
        'Port PORT (TCP) cannot be used, although nobody listens on it.',
        `python3 (/tmp/leak), pid ${pid} still has its end of a closed connection open. The port is free when it closes it or ends.`,
      ]);
      expect(await readJson()).toMatchObject({
        state: 'busy',
        causes: [{ kind: 'half-closed-connection', count: 1 }],
        connections: [{ state: 'half-closed', owners: [{ pid }] }],
      });
    },
  );

  test('of a watched port gives its verdict and the service that is elsewhere', async () => {
    const squatter = await startNode('blog', listenOn('127.0.0.1'));
    const elsewhere = await startNode(
      'shop',
      listenOn('127.0.0.1').replace(`port: ${port}`, `port: ${port + 1}`),
    );
    writeSettings(folder.path, {
      ...defaultSettings,
      watchedPorts: [
        aWatchedPort({
          port,
          expectedOwner: { kind: 'project', folder: join(folder.path, 'shop') },
        }),
      ],
    });
    const lines = await readWhy();
    expect(lines.find((line) => line.startsWith('Watched: '))).toMatch(
      /^Watched: PORT web: held by node server\.js in \/tmp\/blog, expected a process in \/tmp\/shop/,
    );
    expect(lines).toContain(
      `The expected node server.js in /tmp/shop, pid ${elsewhere} listens on port ${port + 1} instead.`,
    );
    expect((await readJson()).startOrder.map(({ pid }) => pid)).toEqual([squatter, elsewhere]);
  });

  test('speaks Chinese where the system does', async () => {
    const { stdout } = await runPortreeve(['why', String(port), '--user-data-dir', folder.path], {
      LC_ALL: 'zh_CN.UTF-8',
    });
    expect(stdout).toMatch(new RegExp(`^端口 ${port}（TCP）空闲`));
  });
});
