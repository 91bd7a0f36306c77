import { spawnSync } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { createClock } from '../../electron/adapters/clock.ts';
import { createPortProber } from '../../electron/adapters/port-prober.ts';
import {
  findFreePorts,
  type FreePortsRequest,
} from '../../electron/core/free-ports/find-free-ports.ts';
import { median, pairedRatio, type Sample, type Series } from './samples.ts';
import { toNumber, toRatio, toTable } from './tables.ts';

/*
 * What finding a free port takes, side by side with npm get-port, and what the command takes to
 * start, side by side with a Node that does nothing.
 */

const FIRST = 45_000;
const CANDIDATES = 1000;
const FIND_AT_MOST_MS = 200;
const START_AT_MOST = { times: 1.5, plusMs: 60 };

type Task = () => Promise<number> | number;

export interface FreeMeasured {
  readonly series: readonly { readonly case: string; readonly series: readonly Series[] }[];
  readonly text: string;
}

export async function measureFree(projectFolder: string, isQuick: boolean): Promise<FreeMeasured> {
  const rounds = isQuick ? 5 : 15;
  const portsAtOnce = await inTurn(rounds, {
    'portreeve, 1000 free': () => find({ count: CANDIDATES }),
  });
  const held = await holdAll();
  const oneOfMany = await inTurn(rounds, {
    'portreeve, 999 of 1000 held': () => find({ count: 1 }),
    'get-port, 999 of 1000 held': findWithGetPort,
  });
  await Promise.all(held.map((server) => new Promise((closed) => server.close(closed))));
  const cli = join(projectFolder, 'dist/cli.js');
  const starts = await inTurn(rounds * 2, {
    'node -e 0': () => start(['-e', '0']),
    'portreeve free': () => start([cli, 'free']),
    'portreeve free --near 45000': () => start([cli, 'free', '--near', '45000']),
  });
  const all = [...portsAtOnce, ...oneOfMany, ...starts];
  return {
    series: [
      { case: 'free', series: portsAtOnce },
      { case: 'held', series: oneOfMany },
      { case: 'start', series: starts },
    ],
    text: toTable([
      ['', 'wall ms', 'fastest', 'slowest'],
      ...all.map(({ contestant, samples }) => {
        const walls = samples.map(({ wallMs }) => wallMs);
        return [contestant, median(walls), Math.min(...walls), Math.max(...walls)].map((cell) =>
          typeof cell === 'number' ? toNumber(cell) : cell,
        );
      }),
      ...toRatioRows(oneOfMany, starts),
      ...toVerdictRows(portsAtOnce, oneOfMany, starts),
    ]),
  };
}

function toRatioRows(
  [ours, theirs]: readonly Series[],
  [node, free]: readonly Series[],
): readonly (readonly string[])[] {
  if (ours === undefined || theirs === undefined) return [];
  if (node === undefined || free === undefined) return [];
  return [
    ['portreeve of get-port', toRatio(pairedRatio(ours, theirs))],
    ['portreeve free of node -e 0', toRatio(pairedRatio(free, node))],
  ];
}

function toVerdictRows(...series: readonly (readonly Series[])[]): readonly (readonly string[])[] {
  const [[free], [held], [node, command]] = series as readonly [
    readonly Series[],
    readonly Series[],
    readonly Series[],
  ];
  const wallOf = (one: Series | undefined) =>
    median(one?.samples.map(({ wallMs }) => wallMs) ?? []);
  const startMs = wallOf(node) * START_AT_MOST.times + START_AT_MOST.plusMs;
  const judge = (figure: string, valueMs: number, atMostMs: number) => [
    figure,
    toNumber(valueMs),
    `at most ${toNumber(atMostMs)}`,
    valueMs <= atMostMs ? 'met' : 'MISSED',
  ];
  return [
    judge('1000 candidates, all free', wallOf(free), FIND_AT_MOST_MS),
    judge('1000 candidates, all held but one', wallOf(held), FIND_AT_MOST_MS),
    judge('start of the command', wallOf(command), startMs),
  ];
}

/** A B C, B C A, …; the first round is not counted. */
async function inTurn(
  rounds: number,
  tasks: Readonly<Record<string, Task>>,
): Promise<readonly Series[]> {
  const entries = Object.entries(tasks);
  const samples = entries.map((): Sample[] => []);
  for (let round = -1; round < rounds; round += 1) {
    for (let turn = 0; turn < entries.length; turn += 1) {
      const index = (turn + round + 1) % entries.length;
      const before = process.cpuUsage();
      const startedMs = performance.now();
      const found = (await entries[index]?.[1]()) ?? 0;
      const wallMs = performance.now() - startedMs;
      const { user, system } = process.cpuUsage(before);
      const sample = { wallMs, cpuMs: (user + system) / 1000, found };
      if (round >= 0) samples[index]?.push(sample);
    }
  }
  return entries.map(([contestant], index) => ({ contestant, samples: samples[index] ?? [] }));
}

const host = { clock: createClock(), prober: createPortProber(), randomBelow: () => 0 };

async function find({ count }: Pick<FreePortsRequest, 'count'>): Promise<number> {
  const outcome = await findFreePorts(host, {
    strategy: { kind: 'range', range: { from: FIRST, to: FIRST + CANDIDATES - 1 } },
    protocols: ['tcp'],
    count,
    known: { watchedPorts: [], listeners: [], limits: undefined, isPrivileged: false },
  });
  if (outcome.kind !== 'found') throw new Error('there are not as many free ports');
  return outcome.ports.length;
}

async function findWithGetPort(): Promise<number> {
  const { default: getPort, clearLockedPorts } = await import('get-port');
  // It would not give the same port again for some seconds.
  clearLockedPorts();
  const port = await getPort({
    port: Array.from({ length: CANDIDATES }, (_, index) => FIRST + index),
  });
  if (port !== FIRST + CANDIDATES - 1) throw new Error(`get-port gave ${port}`);
  return 1;
}

/** All candidates but the last, each on the loopback address alone. */
async function holdAll(): Promise<readonly Server[]> {
  const servers: Server[] = [];
  for (let port = FIRST; port < FIRST + CANDIDATES - 1; port += 1) {
    const server = createServer().listen({ host: '127.0.0.1', port, exclusive: true });
    await once(server, 'listening');
    servers.push(server);
  }
  return servers;
}

function start(args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}`);
  return 1;
}
