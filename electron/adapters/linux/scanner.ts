import { homedir, endianness as readEndianness } from 'node:os';
import type { ListenerScanner, ScanResult } from '../../core/host.ts';
import type { Listener, Protocol } from '../../../shared/listener.ts';
import { readErrorCode } from '../errno.ts';
import { createSerial } from '../serial.ts';
import { chooseWay, type Way } from './choose-way.ts';
import type { FoundSocket } from './sockets/found-socket.ts';
import { loadLibc as loadLibcWithKoffi, type LoadLibc } from './native/libc.ts';
import type { WantedSockets } from './owners/holder-search.ts';
import { createPace, type MonotonicMs, type Pace } from './proc/pace.ts';
import { NO_INODE, type Endianness } from './sockets/parse-proc-net.ts';
import { readClientPorts } from './sockets/read-client-ports.ts';
import { readOwners, type KeptOwners } from './listeners/read-owners.ts';
import { TIMED_OUT, toReason } from './sockets/socket-source.ts';
import { listProcessesWithPs, type ListProcesses } from './facts/told-facts.ts';
import { createListenerBuilder } from './listeners/listener-builder.ts';
import { createUserNames } from './facts/user-names.ts';

export interface LinuxScannerOptions {
  readonly procRoot?: string;
  readonly passwdFile?: string;
  readonly homeFolder?: string;
  readonly endianness?: Endianness;
  /** Asked only for owners whose command line /proc does not show. */
  readonly listProcesses?: ListProcesses;
  /** How the C library is reached, for netlink. */
  readonly loadLibc?: LoadLibc;
  readonly monotonicMs?: MonotonicMs;
  readonly wallMs?: () => number;
  /** A scan that takes longer has failed. */
  readonly deadlineMs?: number;
  /** How long the event loop is kept at most, give or take one look at one process. */
  readonly sliceMs?: number;
}

/** Whose holders are looked for among all processes. */
interface AskedPort {
  readonly protocol: Protocol;
  readonly port: number;
}

/** What the last scan told, and from what. */
interface Told {
  readonly sockets: readonly FoundSocket[];
  readonly wanted: WantedSockets;
  readonly owners: KeptOwners;
  readonly listeners: readonly Listener[];
}

/**
 * Reads listeners over netlink, or from `/proc` where that is not possible, and their owners from
 * `/proc`. A scan that finds nothing changed returns the very same array of listeners.
 */
export function createLinuxScanner(options: LinuxScannerOptions = {}): ListenerScanner {
  const {
    procRoot = '/proc',
    passwdFile = '/etc/passwd',
    homeFolder = homedir(),
    endianness = readEndianness(),
    listProcesses = listProcessesWithPs,
    loadLibc = loadLibcWithKoffi,
    monotonicMs = () => performance.now(),
    wallMs = () => Date.now(),
    deadlineMs = 8_000,
    sliceMs = 6,
  } = options;
  const userNames = createUserNames(passwdFile, monotonicMs);
  const clientPorts = readClientPorts(procRoot);
  const listenerBuilder = createListenerBuilder();
  const inTurn = createSerial();
  const toPace = (): Pace => createPace(monotonicMs, sliceMs, deadlineMs);
  const choice = chooseWay(
    { procRoot, homeFolder, endianness, userNames, loadLibc, monotonicMs },
    toPace,
  );
  let told: Told | undefined;

  async function scanOnce(asked?: AskedPort): Promise<ScanResult> {
    const takenAtMs = wallMs();
    const chosen = choice.current() ?? (await choice.get());
    const { facts } = chosen;
    const pace = toPace();
    let reading = await chosen.source.read(pace);
    if (reading.kind === 'failed') reading = await choice.readOtherwise(reading, pace);
    if (reading.kind === 'failed') return reading;
    if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
    const { missing } = reading;
    const isSame = told !== undefined && told.sockets === reading.sockets;
    const wanted = isSame && told !== undefined ? told.wanted : toWanted(reading.sockets);
    const askedInodes = asked === undefined ? undefined : toInodesOf(asked, reading.sockets);
    const resolution = await chosen.ownerIndex.resolve(wanted, pace, askedInodes);
    if (resolution.kind === 'timed-out') return TIMED_OUT;
    if (pace.isDue() && (await pace.pause()) === 'overdue') return TIMED_OUT;
    let areFactsSame = true;
    for (const stat of resolution.reread) {
      if (facts.refresh(stat) === 'changed') areFactsSame = false;
    }
    if (told !== undefined && isSame && !resolution.isChanged && areFactsSame) {
      return { kind: 'scanned', takenAtMs, listeners: told.listeners, missing };
    }
    const areNamesSame = userNames.refresh() === 'same';
    const sockets =
      resolution.newlyUnresolved.length === 0
        ? reading.sockets
        : await withoutClosed(chosen, reading.sockets, new Set(resolution.newlyUnresolved), pace);
    /** Where anything but sockets and holders changed, there is nothing to go by. */
    const { changed } = resolution;
    const before =
      told !== undefined && areFactsSame && areNamesSame
        ? { owners: told.owners, changed }
        : undefined;
    const read = await readOwners(resolution.holders, before, { facts, listProcesses, pace });
    if (read === undefined) return TIMED_OUT;
    const toUserName = (uid: number): string => userNames.toName(uid);
    const listeners = await listenerBuilder.build(sockets, { ...read, toUserName }, pace);
    if (listeners === undefined) return TIMED_OUT;
    facts.prune(chosen.ownerIndex.isHolder);
    told = { sockets, wanted, owners: read.owners, listeners };
    return { kind: 'scanned', takenAtMs, listeners, missing };
  }

  /** A socket that closed before its owner was looked for has no hidden owner: it is gone. */
  async function withoutClosed(
    chosen: Way,
    sockets: readonly FoundSocket[],
    doubted: ReadonlySet<number>,
    pace: Pace,
  ): Promise<readonly FoundSocket[]> {
    const again = await chosen.source.read(pace);
    if (again.kind === 'failed' || again.sockets === sockets) return sockets;
    const open = new Set(again.sockets.map(({ row }) => row.inode));
    return sockets.filter(({ row }) => !doubted.has(row.inode) || open.has(row.inode));
  }

  async function scanSafely(asked?: AskedPort): Promise<ScanResult> {
    try {
      const scan = await scanOnce(asked);
      if (scan.kind === 'failed') told = undefined;
      return scan;
    } catch (error) {
      told = undefined;
      /** Half of a walk must not pass for a whole one. */
      choice.current()?.ownerIndex.forget();
      const errno = readErrorCode(error);
      /** The poller needs an answer even where the reason is a mistake of ours. */
      if (errno === undefined)
        return { kind: 'failed', reason: 'unreadable', detail: String(error) };
      return { kind: 'failed', reason: toReason(errno), detail: errno };
    }
  }

  function toWanted(sockets: readonly FoundSocket[]): WantedSockets {
    const inodes = new Set<number>();
    const passing = new Set<number>();
    for (const { table, row } of sockets) {
      /** A socket that only the kernel holds has no inode of its own. */
      if (row.inode === NO_INODE) continue;
      inodes.add(row.inode);
      if (table.protocol === 'udp' && row.port >= clientPorts.first && row.port <= clientPorts.last)
        passing.add(row.inode);
    }
    return { inodes, passing };
  }

  return {
    scan: () => inTurn(() => scanSafely()),
    scanFor: (protocol, port) => inTurn(() => scanSafely({ protocol, port })),
    scanAfresh: () =>
      inTurn(async () => {
        choice.current()?.ownerIndex.forget();
        choice.current()?.facts.forget();
        told = undefined;
        return scanSafely();
      }),
    async readConnected(protocol, port) {
      const { source } = await choice.get();
      return source.readConnected(protocol, port, toPace());
    },
    describeSource: () => choice.current()?.description ?? 'not chosen yet',
  };
}

function toInodesOf(
  { protocol, port }: AskedPort,
  sockets: readonly FoundSocket[],
): ReadonlySet<number> {
  const own = sockets.filter(({ table, row }) => table.protocol === protocol && row.port === port);
  return new Set(own.map(({ row }) => row.inode).filter((inode) => inode !== NO_INODE));
}
