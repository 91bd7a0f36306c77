/*
 * Runs on Windows, see windows.test.ts: does with the adapter what the app does, and writes down
 * what came of it.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { createClock } from '../../electron/adapters/clock.ts';
import { writeFileAtomic } from '../../electron/adapters/atomic-file.ts';
import { aConfigFiles } from '../support/config-files.ts';
import { createWindowsPlatform } from '../../electron/adapters/windows/platform.ts';
import { createSystemTools } from '../../electron/adapters/windows/run-system-tool.ts';
import type { Owner } from '../../shared/listener.ts';

const [, , resultFile = '', folder = ''] = process.argv;
const result: Record<string, unknown> = { node: process.version, platform: process.platform };

async function note(name: string, act: () => unknown): Promise<void> {
  try {
    result[name] = await act();
  } catch (error) {
    result[name] = { failed: error instanceof Error ? (error.stack ?? error.message) : 'unknown' };
  }
  writeFileSync(resultFile, JSON.stringify(result));
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function until<T>(look: () => T | undefined | Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 200; tries += 1) {
    const found = await look();
    if (found !== undefined) return found;
    await pause(100);
  }
  throw new Error('it did not come about in 20 s');
}

function listen(host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, host, () => {
      resolve(server);
    });
  });
}

function bind(type: 'udp4' | 'udp6', address: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(type);
    socket.once('error', reject);
    socket.bind(0, address, () => {
      resolve(socket);
    });
  });
}

function toPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const platform = createWindowsPlatform({
  env: process.env,
  user: userInfo().username,
  homeFolder: homedir(),
});
const { scanner, processes, terminator } = platform;

async function scanNow() {
  const scan = await scanner.scan();
  if (scan.kind === 'failed') throw new Error(JSON.stringify(scan));
  return scan;
}

await note('tables', async () => {
  const servers = {
    tcp4: await listen('127.0.0.1'),
    any4: await listen('0.0.0.0'),
    tcp6: await listen('::1'),
  };
  const sockets = { udp4: await bind('udp4', '127.0.0.1'), udp6: await bind('udp6', '::1') };
  const client = connect(toPort(servers.tcp4), '127.0.0.1');
  await new Promise((resolve) => client.once('connect', resolve));
  const scan = await scanNow();
  const find = (port: number) =>
    scan.listeners
      .filter((listener) => listener.port === port)
      .map(({ protocol, family, address, scope, ownerVisibility, owners }) => ({
        protocol,
        family,
        address,
        scope,
        ownerVisibility,
        pids: owners.map(({ identity }) => identity.pid),
      }));
  const found = {
    way: scanner.describeSource?.(),
    missing: scan.missing,
    tcp4: find(toPort(servers.tcp4)),
    any4: find(toPort(servers.any4)),
    tcp6: find(toPort(servers.tcp6)),
    udp4: find(sockets.udp4.address().port),
    udp6: find(sockets.udp6.address().port),
    clients: (await scanner.readConnected('tcp', toPort(servers.tcp4)))?.length,
    uses: (await platform.portUses.read('tcp', [client.localPort ?? 0]))?.map(
      ({ state, address, remotePort }) => ({
        state,
        address,
        isToServer: remotePort === toPort(servers.tcp4),
      }),
    ),
  };
  client.destroy();
  for (const server of Object.values(servers)) server.close();
  for (const socket of Object.values(sockets)) socket.close();
  return found;
});

const waiting = `require('node:dgram').createSocket('udp4').bind(0, '127.0.0.1'); setInterval(() => {}, 1000)`;
const started: ChildProcess[] = [];

function startChild(cwd = folder): ChildProcess {
  const child = spawn(process.execPath, ['-e', waiting], { cwd, stdio: 'ignore' });
  started.push(child);
  return child;
}

/** The child as a scan names it, by the UDP socket that it has. */
function findOwner(child: ChildProcess): Promise<{ owner: Owner; sockets: readonly string[] }> {
  return until(async () => {
    const scan = await scanNow();
    const listener = scan.listeners.find(({ owners }) =>
      owners.some(({ identity }) => identity.pid === child.pid),
    );
    const [owner] = listener?.owners ?? [];
    return listener && owner && { owner, sockets: listener.sockets };
  });
}

await note('folders', async () => {
  const shop = join(folder, 'shop');
  const source = join(shop, 'source of it');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(shop, 'package.json'), '{}');
  const { owner } = await findOwner(startChild(source));
  return { isCwd: owner.cwd === source, isProject: owner.project === shop, cwd: owner.cwd };
});

await note('processes', async () => {
  const child = startChild();
  const { owner } = await findOwner(child);
  const { self } = processes;
  const story = await platform.processStories.read(owner.identity);
  return {
    isSelf: self.pid === process.pid && processes.isAlive(self),
    isStranger: processes.isAlive({ ...self, startToken: '1' }),
    child: {
      isPid: owner.identity.pid === child.pid,
      name: owner.name,
      executable: owner.executable,
      user: owner.user,
      agoMs: Date.now() - Date.parse(owner.startedAt ?? ''),
      isOurs: owner.parentPid === process.pid,
      command: owner.command,
    },
    self: process.execPath,
    user: processes.user,
    isPrivileged: processes.isPrivileged,
    isBelow: processes.listDescendants([self]).some(({ identity }) => identity.pid === child.pid),
    condition: processes.readCondition(owner.identity),
    isStoryRead: story !== undefined,
  };
});

await note('terminate', async () => {
  const child = startChild();
  const { owner, sockets } = await findOwner(child);
  const { pid, startToken } = owner.identity;
  const hold = { kind: 'holds-socket', sockets } as const;
  const later = { ...owner, identity: { pid, startToken: `${startToken}1` } };
  const refused = {
    otherStart: terminator.signal(later, hold, 'force'),
    otherProgram: terminator.signal({ ...owner, executable: 'C:\\x.exe' }, hold, 'force'),
    otherSocket: terminator.signal(
      owner,
      { kind: 'holds-socket', sockets: ['udp4|127.0.0.1|1|4|0'] },
      'force',
    ),
    ourselves: terminator.signal(
      { ...owner, identity: processes.self },
      { kind: 'identity' },
      'force',
    ),
    kernel: terminator.signal(
      { ...owner, identity: { pid: 4, startToken } },
      { kind: 'identity' },
      'force',
    ),
    nobody: terminator.signal(
      { ...owner, identity: { pid: 4_000_000, startToken } },
      { kind: 'identity' },
      'force',
    ),
  };
  const livedOn = child.exitCode === null && processes.isAlive(owner.identity);
  const sent = terminator.signal(owner, hold, 'force');
  await until(() => (child.exitCode === null ? undefined : true));
  return {
    refused,
    livedOn,
    sent,
    exitCode: child.exitCode,
    isAlive: await until(() => (processes.isAlive(owner.identity) ? undefined : 'no')),
    again: terminator.signal(owner, hold, 'force'),
    condition: processes.readCondition(owner.identity).state,
    port: (await scanNow()).listeners.some((one) =>
      one.sockets.some((name) => sockets.includes(name)),
    ),
  };
});

await note('services', async () => {
  const unit = { name: 'RpcSs', isUserUnit: false, manager: 'windows' } as const;
  return { facts: await platform.units.describe(unit) };
});

await note('pipe', async () => {
  const path = `\\\\.\\pipe\\portreeve-test-${process.pid}`;
  const server = createServer((socket) => socket.pipe(socket));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  const answer = await new Promise<string>((resolve, reject) => {
    const client = connect(path, () => client.write('who is there?'));
    client.once('error', reject);
    client.once('data', (data) => {
      resolve(data.toString());
      client.destroy();
    });
  });
  server.close();
  return answer;
});

const files = join(folder, 'files');
mkdirSync(files, { recursive: true });

await note('replace', async () => {
  const path = join(files, 'settings.json');
  writeFileSync(path, 'old');
  /** As the search index or a virus scanner has it open. */
  openSync(path, 'r');
  const written = await writeFileAtomic(path, Buffer.from('new'), { expected: Buffer.from('old') });
  const changed = await writeFileAtomic(path, Buffer.from('x'), { expected: Buffer.from('old') });
  return { written, changed, text: readFileSync(path, 'utf8'), left: readdirSync(files) };
});

await note('ini', async () => {
  const file = join(files, 'server.ini');
  const before = '; served here\r\n[server]\r\nhost = localhost\r\nport = 3000 ; ours\r\n';
  writeFileSync(file, before);
  const configFiles = aConfigFiles({
    backupFolder: join(folder, 'backups'),
    journalFile: join(folder, 'journal.json'),
    clock: createClock(),
  });
  const target = { kind: 'ini', file, section: 'server', key: 'port' } as const;
  const planned = await configFiles.planEdits([target], 3000, 3010);
  if (planned.kind !== 'edits') return planned;
  const applied = await configFiles.applyEdits(planned.edits, 3000, 3010);
  const edited = readFileSync(file, 'utf8');
  if (applied.kind !== 'written') return applied;
  const undone = await configFiles.undoEdits(planned.edits, 3000, 3010, applied.backups);
  return {
    edited,
    undone: undone.kind,
    isAsBefore: readFileSync(file, 'utf8') === before,
    isBackedUp: existsSync(join(folder, 'backups')),
  };
});

await note('tools', async () => {
  const run = createSystemTools(process.env['SystemRoot'] ?? 'C:\\windows', process.env);
  const startedMs = Date.now();
  const hung = await run({
    tool: 'System32\\ping.exe',
    args: ['-n', '300', '127.0.0.1'],
    deadlineMs: 1500,
  });
  const told = await run({
    tool: 'System32\\cmd.exe',
    args: ['/d', '/q'],
    input: 'echo was-told\r\nexit\r\n',
    deadlineMs: 20_000,
  });
  return {
    told: told.kind === 'ended' && Buffer.from(told.stdout).toString().includes('was-told'),
    missing: await run({ tool: 'System32\\no-such-tool.exe', args: [], deadlineMs: 2000 }),
    hung: hung.kind,
    hungMs: Date.now() - startedMs,
  };
});

for (const child of started) child.kill();
result['isOver'] = true;
writeFileSync(resultFile, JSON.stringify(result));
process.exit(0);
