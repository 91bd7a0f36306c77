import { spawn } from 'node:child_process';
import { prepareForManyLooks, prepareForOneLook } from '../../electron/command/engine-flags.ts';
import type { ListenerScanner } from '../../electron/core/host.ts';
import { watchBlocking } from './block-watch.ts';
import { readChildrenCpuMs, readOwnCpuMs } from './cpu-meter.ts';
import { median, type Sample } from './samples.ts';
import { countOwned, createFallbackScanner, createScanner } from './scanners.ts';
import { measureYardstickMs } from './yardstick.ts';

type Round = () => Promise<Sample>;

/** A fast look is repeated for this long, and its mean taken; so often in turn with the yardstick. */
const BATCH_MS = 5;
const BATCHES = 8;
/** As the app does it: a scan every two seconds, here for a minute, without the waiting. */
const POLL_INTERVAL_MS = 2000;
const POLLS = 30;

async function timeBatch(isEnough: (count: number) => boolean, look: () => Promise<number>) {
  // The first one pays for what the others did to the processor's caches.
  await look();
  const startedCpuMs = readOwnCpuMs();
  const startedMs = performance.now();
  let found = 0;
  let count = 0;
  while (!isEnough(count)) {
    found = await look();
    count += 1;
  }
  const wallMs = (performance.now() - startedMs) / count;
  return { wallMs, cpuMs: (readOwnCpuMs() - startedCpuMs) / count, found };
}

function steady(scanner: ListenerScanner): Round {
  return async () => {
    const batches: Sample[] = [];
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const endsMs = performance.now() + BATCH_MS;
      const isEnough = (count: number): boolean => count > 0 && performance.now() >= endsMs;
      const times = await timeBatch(isEnough, () => countOwned(scanner));
      batches.push({ ...times, yardstickMs: measureYardstickMs() });
    }
    const middleOf = (toMs: (batch: Sample) => number): number => median(batches.map(toMs));
    const source = scanner.describeSource?.();
    return {
      wallMs: middleOf(({ wallMs }) => wallMs),
      cpuMs: middleOf(({ cpuMs }) => cpuMs),
      yardstickMs: middleOf(({ yardstickMs = Number.NaN }) => yardstickMs),
      found: batches.at(-1)?.found ?? 0,
      ...(source === undefined ? {} : { source }),
    };
  };
}

/** With the clock put forward between scans, so that what is kept for a time only runs out. */
function polled(): Round {
  let aheadMs = 0;
  const scanner = createScanner({ monotonicMs: () => performance.now() + aheadMs });
  return () =>
    timeBatch(
      (count) => count >= POLLS,
      () => {
        aheadMs += POLL_INTERVAL_MS;
        return countOwned(scanner);
      },
    );
}

/** One scan as it comes: the first of a process, or the one that meets a newcomer. */
function single(scanner: ListenerScanner): Round {
  return async () => {
    const startedCpuMs = readOwnCpuMs() + readChildrenCpuMs();
    const startedMs = performance.now();
    const found = await countOwned(scanner);
    const wallMs = performance.now() - startedMs;
    const cpuMs = readOwnCpuMs() + readChildrenCpuMs() - startedCpuMs;
    return { wallMs, cpuMs, found };
  };
}

/** The same round, with the engine as `watch` has it after its first look. */
function goingOn(round: Round): Round {
  return async () => {
    const sample = await round();
    prepareForManyLooks();
    return sample;
  };
}

/** The same round, and for how long it kept the event loop. */
function watched(round: Round): Round {
  return async () => {
    const { result, blockedMs } = await watchBlocking(round);
    return { ...result, blockedMs };
  };
}

/** A program from its start to its end; its CPU alone counts. `isRow` tells a line with an owner. */
function program(command: string, args: readonly string[], isRow: RegExp): Round {
  return () => {
    const startedCpuMs = readChildrenCpuMs();
    const startedMs = performance.now();
    return new Promise((resolve, reject) => {
      const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'ignore'] });
      const chunks: Buffer[] = [];
      child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
      child.once('error', reject);
      child.once('close', () => {
        const wallMs = performance.now() - startedMs;
        const lines = Buffer.concat(chunks).toString().split('\n');
        const found = lines.filter((line) => isRow.test(line)).length;
        resolve({ wallMs, cpuMs: readChildrenCpuMs() - startedCpuMs, found });
      });
    });
  };
}

function library(look: () => Promise<number>): Round {
  return async () => {
    const startedCpuMs = readOwnCpuMs() + readChildrenCpuMs();
    const startedMs = performance.now();
    const found = await look();
    const wallMs = performance.now() - startedMs;
    return { wallMs, cpuMs: readOwnCpuMs() + readChildrenCpuMs() - startedCpuMs, found };
  };
}

/**
 * Each in a process of its own, that loads no other's code: none pays for another's garbage. Ours
 * have the engine as the command has it.
 */
export const CONTESTANTS = {
  steady: () => goingOn(steady(createScanner())),
  polled: () => goingOn(polled()),
  first() {
    prepareForOneLook();
    return watched(single(createScanner()));
  },
  next: () => goingOn(single(createScanner())),
  fallback: () => goingOn(steady(createFallbackScanner())),
  ss: () => program('ss', ['-H', '-ltnup'], /pid=/),
  lsof: () => program('lsof', ['-nP', '-iTCP', '-sTCP:LISTEN'], /\(LISTEN\)/),
  netstat: () => program('netstat', ['-tulnp'], /\d+\/\S/),
  'pid-port': () => {
    const loading = import('pid-port');
    return library(async () => {
      const { allPortsWithPid } = await loading;
      return (await allPortsWithPid()).size;
    });
  },
  systeminformation: () => {
    const loading = import('systeminformation');
    return library(async () => {
      const { networkConnections } = await loading;
      const connections = await networkConnections();
      return connections.filter(({ state, pid }) => state === 'LISTEN' && pid > 0).length;
    });
  },
} as const satisfies Record<string, () => Round>;

export type ContestantKind = keyof typeof CONTESTANTS;
