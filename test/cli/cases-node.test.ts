import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultSettings, settingsSchema } from '../../shared/settings.ts';
import { makeFolder, runPortreeve, writeSettings } from '../support/app-under-test.ts';
import { aWatchedPort } from '../support/builders.ts';
import { takePorts } from '../support/ports.ts';
import { isThere, startActor } from '../support/situations.ts';

/*
 * A peer-to-peer node: one number that is free for TCP and for UDP, which it reads from its own
 * configuration or is told by whoever starts it.
 */

const hasPython = spawnSync('python3', ['-c', '']).status === 0;

const NODE = `
import configparser, os, signal, socket
signal.alarm(60)
def find():
    if 'PORT' in os.environ: return int(os.environ['PORT'])
    config = configparser.ConfigParser(); config.read('node.ini')
    return config.getint('network', 'port')
port = find()
stream = socket.socket(); stream.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
stream.bind(('127.0.0.1', port)); stream.listen()
packets = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); packets.bind(('127.0.0.1', port))
print(port, flush=True)
signal.pause()
`;
/** Holds one port of one kind: `python3 -c HOLDER SOCK_DGRAM 61010`. */
const HOLDER = `
import signal, socket, sys
signal.alarm(60)
held = socket.socket(socket.AF_INET, getattr(socket, sys.argv[1])); held.bind(('127.0.0.1', int(sys.argv[2])))
if sys.argv[1] == 'SOCK_STREAM': held.listen()
print('held', flush=True)
signal.pause()
`;

/** A node that is not started yet, and three ports for it. */
function aNode() {
  const [folder, project] = [makeFolder(), makeFolder()];
  onTestFinished(() => {
    folder.remove();
    project.remove();
  });
  const firstPort = takePorts('cli/cases-node', 3);
  const range = { from: firstPort, to: firstPort + 2 };
  const file = join(project.path, 'node.ini');
  writeFileSync(join(project.path, 'node.py'), NODE);
  const run = (command: string, ...words: readonly string[]) =>
    runPortreeve([command, '--user-data-dir', folder.path, ...words], {}, project.path);

  return {
    range,
    text: `${range.from}-${range.to}`,
    folder: folder.path,
    project: project.path,
    file,
    run,
    configure: (port: number) => writeFileSync(file, `[network]\nport = ${port}\n; of the node\n`),
    watch: (port: number) =>
      writeSettings(folder.path, {
        ...defaultSettings,
        watchedPorts: [
          aWatchedPort({
            name: 'node',
            port,
            expectedOwner: { kind: 'project', folder: project.path },
            fallbackPorts: [],
            allocation: { kind: 'random', range },
            configTargets: [{ kind: 'ini', file, section: 'network', key: 'port' }],
          }),
        ],
      }),
    /** As one service on TCP and UDP, by the command. */
    watchBoth(port: number) {
      const places = ['--config', `ini:${file}:[network] port`];
      const others = ['--fallback', `${range.from}-${range.to}`, '--project', project.path];
      return run('watch-port', 'add', 'node', String(port), '--both', ...places, ...others);
    },
    readWatched() {
      const { watchedPorts } = settingsSchema.parse(
        JSON.parse(readFileSync(join(folder.path, 'settings.json'), 'utf8')),
      );
      return watchedPorts.map(({ name, port, protocol }) => `${name} ${port} ${protocol}`);
    },
    async listProtocols(port: number) {
      const { stdout } = await run('list', '--port', String(port), '--json');
      const { listeners } = JSON.parse(stdout) as {
        listeners: { protocol: string; owners: { pid: number }[] }[];
      };
      for (const { pid } of listeners.flatMap(({ owners }) => owners)) {
        onTestFinished(() => {
          if (isThere(pid)) process.kill(pid, 'SIGKILL');
        });
      }
      return listeners.map(({ protocol }) => protocol).toSorted();
    },
  };
}

async function hold(kind: 'SOCK_STREAM' | 'SOCK_DGRAM', port: number): Promise<void> {
  const holder = startActor('python3', ['-c', HOLDER, kind, String(port)]);
  expect(await holder.next()).toBe('held');
}

test.skipIf(!hasPython)(
  'a port that is taken for UDP alone, or for TCP alone, is none for a node',
  async () => {
    const node = aNode();
    const { from, to } = node.range;
    await hold('SOCK_DGRAM', from);
    await hold('SOCK_STREAM', from + 1);
    const free = () => node.run('free', '--both', '--random', '--range', node.text);
    expect(await free()).toEqual({ code: 0, stdout: `${to}\n`, stderr: '' });
    // Each of them is free for one of the two.
    const tcp = await node.run('free', '--range', `${from}-${from}`);
    expect(tcp).toMatchObject({ code: 0, stdout: `${from}\n` });

    node.configure(to);
    const actor = startActor('python3', ['node.py'], { cwd: node.project });
    expect(await actor.next()).toBe(String(to));
    expect(await node.listProtocols(to)).toEqual(['tcp', 'udp']);
    const none = await free();
    expect(none).toMatchObject({ code: 1, stdout: '' });
    expect(none.stderr).toContain(`${from}-${from + 1} in use by python3\n${to} in use by python `);
    expect(none.stderr).toContain('none of these ports can be had.');
  },
);

test.skipIf(!hasPython)(
  'a node is moved with its configuration and keeps both sockets',
  async () => {
    const node = aNode();
    const { from, to } = node.range;
    node.configure(from);
    node.watch(from);
    const actor = startActor('python3', ['node.py'], { cwd: node.project });
    expect(await actor.next()).toBe(String(from));
    expect(await node.listProtocols(from)).toEqual(['tcp', 'udp']);
    await hold('SOCK_DGRAM', from + 1);

    const found = await node.run('free', '--both', '--random', '--range', node.text);
    expect(found).toMatchObject({ code: 0, stdout: `${to}\n` });
    const moved = await node.run('reassign', 'node', '--to', String(to), '--yes', '--restart');
    expect(moved).toMatchObject({ code: 0 });
    expect(await actor.ended).toBe('SIGTERM');
    expect(readFileSync(node.file, 'utf8')).toBe(`[network]\nport = ${to}\n; of the node\n`);
    expect(await node.listProtocols(to)).toEqual(['tcp', 'udp']);
    // What the node left is anybody's again.
    const left = await node.run('free', '--both', '--range', `${from}-${from}`);
    expect(left).toEqual({ code: 0, stdout: `${from}\n`, stderr: '' });
  },
);

test.skipIf(!hasPython)(
  'a node that is watched on both protocols moves, runs and goes back as one',
  async () => {
    const node = aNode();
    const { from, to } = node.range;
    node.configure(from);
    expect((await node.watchBoth(from)).code).toBe(0);
    expect(node.readWatched()).toEqual([`node ${from} tcp`, `node ${from} udp`]);
    const actor = startActor('python3', ['node.py'], { cwd: node.project });
    expect(await actor.next()).toBe(String(from));
    // Free for TCP alone, so it is none for this service.
    await hold('SOCK_DGRAM', from + 1);

    const moved = await node.run('reassign', 'node', '--yes', '--restart', '--json');
    const { plan, outcome } = JSON.parse(moved.stdout) as {
      plan: { to: number; passedOver: object[]; alongside: string[]; edits: object[] };
      outcome: { service: { kind: string } };
    };
    expect(plan).toMatchObject({ to, alongside: [expect.any(String)] });
    expect(plan.edits).toHaveLength(1);
    expect(plan.passedOver).toContainEqual({ port: from + 1, reason: 'in-use', by: 'python3' });
    expect(outcome.service.kind).toBe('running');
    expect(await actor.ended).toBe('SIGTERM');
    expect(await node.listProtocols(to)).toEqual(['tcp', 'udp']);
    expect(node.readWatched()).toEqual([`node ${to} tcp`, `node ${to} udp`]);

    const undone = await node.run('undo', '--yes');
    expect(undone.code).toBe(0);
    expect(readFileSync(node.file, 'utf8')).toBe(`[network]\nport = ${from}\n; of the node\n`);
    expect(node.readWatched()).toEqual([`node ${from} tcp`, `node ${from} udp`]);
  },
);

test.skipIf(!hasPython)(
  'a node on both protocols that listens on one is not said to run',
  async () => {
    const node = aNode();
    const { from } = node.range;
    node.configure(from);
    writeFileSync(join(node.project, 'node.py'), NODE.replace(/^packets = .*$/m, ''));
    await node.watchBoth(from);
    const settings = JSON.parse(readFileSync(join(node.folder, 'settings.json'), 'utf8')) as object;
    writeSettings(node.folder, settingsSchema.parse({ ...settings, startsWithinS: 2 }));
    const actor = startActor('python3', ['node.py'], { cwd: node.project });
    expect(await actor.next()).toBe(String(from));
    const moved = await node.run('reassign', 'node', '--yes', '--restart', '--json');
    expect(moved.code).toBe(1);
    const { outcome } = JSON.parse(moved.stdout) as { outcome: { service: { kind: string } } };
    expect(outcome.service.kind).toBe('not-up');
    expect(await node.listProtocols(from + 1)).toEqual(['tcp']);
  },
);

test.skipIf(!hasPython)('a node on both protocols is run on a port that has both', async () => {
  const node = aNode();
  const { from, to } = node.range;
  node.configure(from);
  await node.watchBoth(from);
  await hold('SOCK_DGRAM', from);
  await hold('SOCK_STREAM', from + 1);
  const program = NODE.replace('signal.pause()', '');
  const ran = await node.run('run', 'node', '--', 'python3', '-c', program);
  expect(ran).toMatchObject({ code: 0, stdout: `${to}\n` });
  const other = await node.run(
    'run',
    'other',
    '--both',
    '--range',
    node.text,
    '--',
    'python3',
    '-c',
    program,
  );
  expect(other).toMatchObject({ code: 0, stdout: `${to}\n` });
});

test('a node that moves at random never goes to the same port twice in a row', async () => {
  const node = aNode();
  const { from } = node.range;
  node.configure(from);
  node.watch(from);
  const readTo = async (): Promise<number> => {
    const { stdout } = await node.run('reassign', 'node', '--yes', '--json');
    return (JSON.parse(stdout) as { plan: { to: number } }).plan.to;
  };
  let last = await readTo();
  for (let turn = 0; turn < 4; turn += 1) {
    expect((await node.run('undo', '--yes')).code).toBe(0);
    const next = await readTo();
    expect([from + 1, from + 2]).toContain(next);
    expect(next).not.toBe(last);
    last = next;
  }
});

test.skipIf(!hasPython)('a node runs on the port that was reserved for both', async () => {
  const node = aNode();
  const { from, to } = node.range;
  await hold('SOCK_DGRAM', from);
  await hold('SOCK_STREAM', from + 1);
  const lease = await node.run('lease', 'node', '--both', '--range', node.text, '--reserve');
  expect(lease).toEqual({ code: 0, stdout: `${to}\n`, stderr: '' });
  const other = await node.run('lease', 'other', '--both', '--range', node.text);
  expect(other).toMatchObject({ code: 1, stdout: '' });
  expect(other.stderr).toContain(`${to} leased to another service`);

  const program = NODE.replace('signal.pause()', '');
  const ran = await node.run('run', 'node', '--', 'python3', '-c', program);
  expect(ran).toMatchObject({ code: 0, stdout: `${to}\n` });
});
