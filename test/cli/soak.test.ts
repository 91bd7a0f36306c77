import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, expect, test } from 'vitest';
import { makeFolder, projectFolder } from '../support/app-under-test.ts';
import { eventually } from '../support/eventually.ts';

/** A long soak is asked for by name: `PORTREEVE_TEST_SOAK_MINUTES=30 npm test -- test/cli/soak`. */
const MINUTES = Number(process.env['PORTREEVE_TEST_SOAK_MINUTES'] ?? 0.2);
const HOLDERS = 10;
const SOCKETS_EACH = 50;
/** How many listeners change hands in one round. */
const CHANGES = 10;
const FIRST_PORT = 47_000;
const LAST_PORT = 49_000;
/** The first minutes fill caches and heaps. */
const WARM_UP_SHARE = 0.3;
const GROWTH_MAX = 1.05;

/** Opens and closes what it is told to, and says when it is done. */
const HOLDER = `
const net = require('node:net');
const open = new Map();
const start = (port) => new Promise((resolve) => {
  const server = net.createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => { open.set(port, server); resolve(true); });
});
const stop = (port) => new Promise((resolve) => { open.get(port).close(() => resolve(true)); open.delete(port); });
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const [act, port] = line.split(' ');
  console.log((await (act === 'open' ? start : stop)(Number(port))) ? 'done' : 'refused');
}).on('close', () => process.exit());
`;

interface Holder {
  readonly pid: number;
  readonly ports: Set<number>;
  /** False where the port could not be had. */
  tell(act: 'open' | 'close', port: number): Promise<boolean>;
  stop(): void;
}

const children: ChildProcess[] = [];
/** Every holder there ever was: somebody else may listen among these ports too. */
const ourPids = new Set<number>();
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

function startHolder(): Holder {
  const child = spawn(process.execPath, ['-e', HOLDER], { stdio: ['pipe', 'pipe', 'inherit'] });
  children.push(child);
  const { pid = 0 } = child;
  ourPids.add(pid);
  const lines = createInterface({ input: child.stdout });
  return {
    pid,
    ports: new Set(),
    tell(act, port) {
      child.stdin.write(`${act} ${port}\n`);
      return new Promise((resolve) => lines.once('line', (line) => resolve(line === 'done')));
    },
    stop: () => child.kill('SIGKILL'),
  };
}

interface Change {
  readonly coverage: string;
  readonly added: readonly Told[];
  readonly removed: readonly Told[];
}

interface Told {
  readonly port: number;
  readonly address: string;
  readonly owners: readonly { readonly pid: number }[];
}

/** `portreeve watch --json`, with what its lines add up to. */
function startWatch(userDataFolder: string) {
  const cli = join(projectFolder, 'dist/cli.js');
  const child = spawn(
    process.execPath,
    [
      cli,
      'watch',
      '--json',
      '--interval',
      '250',
      '--port',
      `${FIRST_PORT}-${LAST_PORT}`,
      '--user-data-dir',
      userDataFolder,
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.push(child);
  const shown = new Set<string>();
  const isOurs = ({ owners }: Told): boolean => owners.some(({ pid }) => ourPids.has(pid));
  const toRow = ({ port, owners }: Told): string =>
    `${port} ${owners.map(({ pid }) => pid).join(' ')}`;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const change = JSON.parse(line) as Change;
    expect(change.coverage).toBe('complete');
    for (const told of change.removed) shown.delete(toRow(told));
    for (const told of change.added.filter(isOurs)) shown.add(toRow(told));
  });
  return { pid: child.pid ?? 0, shown };
}

function readSize(pid: number): { readonly rssMb: number; readonly descriptors: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return {
    rssMb: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024,
    descriptors: readdirSync(`/proc/${pid}/fd`).length,
  };
}

const toSorted = (rows: Iterable<string>): readonly string[] => [...rows].toSorted();

test.skipIf(process.platform !== 'linux')(
  'a watch over many changes misses none, shows nothing false, and does not grow',
  { timeout: MINUTES * 60_000 + 120_000 },
  async () => {
    const folder = makeFolder();
    const watch = startWatch(folder.path);
    const holders = Array.from({ length: HOLDERS }, startHolder);
    let nextPort = FIRST_PORT;
    const openOne = async (holder: Holder): Promise<void> => {
      for (;;) {
        const port = nextPort;
        nextPort = nextPort === LAST_PORT ? FIRST_PORT : nextPort + 1;
        if (!(await holder.tell('open', port))) continue;
        holder.ports.add(port);
        return;
      }
    };
    const closeOne = async (holder: Holder): Promise<void> => {
      const [port] = holder.ports;
      if (port === undefined) return;
      await holder.tell('close', port);
      holder.ports.delete(port);
    };
    const truth = (): readonly string[] =>
      toSorted(holders.flatMap(({ pid, ports }) => [...ports].map((port) => `${port} ${pid}`)));
    for (const holder of holders) {
      for (let count = 0; count < SOCKETS_EACH; count += 1) await openOne(holder);
    }
    const sizes: ReturnType<typeof readSize>[] = [];
    const endMs = performance.now() + MINUTES * 60_000;
    let rounds = 0;
    while (performance.now() < endMs) {
      rounds += 1;
      for (let change = 0; change < CHANGES; change += 1) {
        const holder = holders[(rounds * CHANGES + change) % HOLDERS];
        if (holder === undefined) continue;
        await closeOne(holder);
        await openOne(holder);
      }
      if (rounds % 10 === 0) await replaceHolder(holders, rounds, openOne);
      await toldAsItIs(watch.shown, truth(), rounds);
      sizes.push(readSize(watch.pid));
    }
    const warm = Math.floor(sizes.length * WARM_UP_SHARE);
    const early = sizes.slice(warm, warm + Math.ceil(sizes.length / 10));
    const late = sizes.slice(-early.length);
    const mean = (of: typeof sizes, read: (size: (typeof sizes)[number]) => number): number =>
      of.map(read).reduce((sum, value) => sum + value, 0) / of.length;
    const rss = [mean(early, ({ rssMb }) => rssMb), mean(late, ({ rssMb }) => rssMb)] as const;
    process.stdout.write(
      `${rounds} rounds, ${rounds * CHANGES} changes: RSS ${rss[0].toFixed(1)} MB, then ${rss[1].toFixed(1)} MB; ` +
        `descriptors ${early[0]?.descriptors}, then ${late.at(-1)?.descriptors}\n`,
    );
    expect(late.at(-1)?.descriptors).toBe(early[0]?.descriptors);
    // A heap breathes; in a short soak only a flood would show.
    expect(rss[1] / rss[0]).toBeLessThan(MINUTES >= 10 ? GROWTH_MAX : 1.5);
    folder.remove();
  },
);

async function toldAsItIs(
  shown: ReadonlySet<string>,
  truth: readonly string[],
  round: number,
): Promise<void> {
  const wanted = truth.join('\n');
  try {
    await eventually(() => toSorted(shown).join('\n') === wanted || undefined, 'the truth');
  } catch {
    const missed = truth.filter((row) => !shown.has(row));
    const wrong = [...shown].filter((row) => !truth.includes(row));
    throw new Error(`round ${round}: missed ${missed.join(', ')}; wrong ${wrong.join(', ')}`);
  }
}

/** One process ends with all its listeners, and a new one takes its place. */
async function replaceHolder(
  holders: Holder[],
  rounds: number,
  openOne: (holder: Holder) => Promise<void>,
): Promise<void> {
  const index = (rounds / 10) % holders.length;
  holders[index]?.stop();
  const holder = startHolder();
  holders[index] = holder;
  for (let count = 0; count < SOCKETS_EACH; count += 1) await openOne(holder);
}
