import { homedir } from 'node:os';
import type { ListenerScanner, ScanResult } from '../../core/host.ts';
import type { Listener } from '../../../shared/listener.ts';
import { createPsReader } from '../posix/read-ps.ts';
import { createSerial } from '../serial.ts';
import { LSOF } from './ask-lsof.ts';
import { askNetstat, NETSTAT } from './ask-netstat.ts';
import { matchSockets, type UnseenSocket } from './match-sockets.ts';
import { createProcessFacts } from './process-facts.ts';
import { readOwn, readSystem, type SystemReading } from './read-sockets.ts';
import { readSelf, type Account } from './self.ts';
import { toListeners } from './to-listeners.ts';

export interface MacosScannerOptions {
  readonly lsof?: string;
  readonly netstat?: string;
  readonly ps?: string;
  readonly homeFolder?: string;
  readonly self?: Account;
  readonly monotonicMs?: () => number;
  readonly wallMs?: () => number;
}

/** What the last whole scan told. */
interface Told {
  readonly listeners: readonly Listener[];
  readonly missing: readonly string[];
  /** The rows of netstat that it was told with. */
  readonly rows: string;
  readonly atMs: number;
}

/**
 * For so long the owners of sockets that netstat shows unchanged are not asked for again. It tells
 * of a new owner by itself, but not of a child that inherits a socket.
 */
const KEEP_MS = 10_000;

/**
 * Reads listeners with lsof, and with netstat those of other accounts, which lsof hides. A scan
 * that finds nothing changed returns the very same array of listeners.
 */
export function createMacosScanner(options: MacosScannerOptions = {}): ListenerScanner {
  const {
    lsof = LSOF,
    netstat = NETSTAT,
    ps,
    homeFolder = homedir(),
    self = readSelf(),
    monotonicMs = () => performance.now(),
    wallMs = () => Date.now(),
  } = options;
  const tools = { lsof, netstat };
  const psReader = createPsReader(ps);
  const facts = createProcessFacts({ lsof, homeFolder, monotonicMs, self });
  const inTurn = createSerial();
  let told: Told | undefined;

  /** What was told last, where netstat shows what it showed then, not long ago, and all of it. */
  function findUnchanged(system: SystemReading, rows: string): Told | undefined {
    if (told === undefined || !system.isWhole || told.missing.length > 0) return undefined;
    return told.rows === rows && monotonicMs() - told.atMs < KEEP_MS ? told : undefined;
  }

  /** Where lsof shows everybody's sockets, nothing is missing without netstat. */
  async function readRows(): Promise<SystemReading> {
    const system = await readSystem(tools);
    return self.uid === 0 ? { ...system, missing: [] } : system;
  }

  async function scanOnce(isQuick: boolean): Promise<ScanResult> {
    const takenAtMs = wallMs();
    const system = await readRows();
    const rows = JSON.stringify(system.rows);
    const before = isQuick ? findUnchanged(system, rows) : undefined;
    if (before !== undefined) return { kind: 'scanned', takenAtMs, ...pickAnswer(before) };
    const reading = await readOwn(tools, system);
    if (reading.kind === 'failed') {
      told = undefined;
      return reading;
    }
    const { seen, missing } = reading;
    const pids = listPids([...seen, ...system.rows]);
    const processes = await psReader.read(pids);
    const owners = await facts.read(pids, processes ?? new Map());
    const matched = matchSockets(seen, system.rows, processes ?? new Map());
    const unseen = await withoutClosed(matched.unseen);
    const listeners = toListeners(seen, { ...matched, unseen }, (pid) => owners.get(pid));
    told = {
      listeners:
        told !== undefined && isSame(told.listeners, listeners) ? told.listeners : listeners,
      missing: processes === undefined ? [...missing, 'ps'] : missing,
      rows,
      atMs: monotonicMs(),
    };
    return { kind: 'scanned', takenAtMs, ...pickAnswer(told) };
  }

  /** A socket that closed between the two tools is no hidden one: it is gone. */
  async function withoutClosed(unseen: readonly UnseenSocket[]): Promise<readonly UnseenSocket[]> {
    if (unseen.length === 0) return unseen;
    const again = await readSystem(tools);
    if (!again.isWhole) return unseen;
    const open = new Set(again.rows.map((row) => JSON.stringify(row)));
    return unseen.filter(({ socket }) => open.has(JSON.stringify(socket)));
  }

  /** The poller needs an answer even where the reason is a mistake of ours. */
  async function scanSafely(isQuick: boolean): Promise<ScanResult> {
    try {
      return await scanOnce(isQuick);
    } catch (error) {
      told = undefined;
      return { kind: 'failed', reason: 'unreadable', detail: String(error) };
    }
  }

  return {
    scan: () => inTurn(() => scanSafely(true)),
    scanFor: () => inTurn(() => scanSafely(false)),
    scanAfresh: () =>
      inTurn(() => {
        facts.forget();
        return scanSafely(false);
      }),
    describeSource: () => 'lsof',
    async readConnected(protocol, port) {
      const answer = await askNetstat(protocol, netstat);
      return answer?.sockets
        .filter(({ local, state }) => local.port === port && state === 'ESTABLISHED')
        .map(({ family, local }) => ({ family, address: local.address }));
    },
  };
}

function pickAnswer({ listeners, missing }: Told): Pick<Told, 'listeners' | 'missing'> {
  return { listeners, missing };
}

function listPids(sockets: readonly { readonly pid?: number }[]): readonly number[] {
  return [...new Set(sockets.flatMap(({ pid }) => pid ?? []))];
}

function isSame(before: readonly Listener[], now: readonly Listener[]): boolean {
  return JSON.stringify(before) === JSON.stringify(now);
}
