import { constants } from 'node:os';
import type { Protocol } from '../../../shared/listener.ts';
import { keepSame, type FoundSocket } from './found-socket.ts';
import type { Libc } from './libc.ts';
import type { Pace } from './pace.ts';
import type { Endianness } from './parse-proc-net.ts';
import {
  findSockDiagEnd,
  formatSockDiagRequest,
  parseSockDiag,
  TCP_ESTABLISHED,
  TCP_LISTEN,
  UDP_UNCONNECTED,
  type SockDiagRequest,
} from './parse-sock-diag.ts';
import { PROC_NET_TABLES, type ProcNetName } from './read-proc-net.ts';

export type NetlinkReading =
  | {
      readonly kind: 'read';
      /** The very same array as the last time when nothing changed. */
      readonly sockets: readonly FoundSocket[];
      /** The tables that changed in every attempt, so that a socket may be missing. */
      readonly missing: readonly string[];
    }
  | { readonly kind: 'timed-out' }
  | { readonly kind: 'failed'; readonly errno: string };

export interface NetlinkReader {
  /** Reads all listening and bound sockets. Calls must not overlap. */
  read(pace: Pace): Promise<NetlinkReading>;
}

const AF_NETLINK = 16;
const NETLINK_SOCK_DIAG = 4;
const SOCK_RAW = 3;
const SOCK_CLOEXEC = 0o2000000;
const MSG_TRUNC = 0x20;
const MSG_DONTWAIT = 0x40;
/** The kernel's datagrams hold half of this at most. */
const DATAGRAM_BYTES = 64 * 1024;
const FIRST_BUFFER_BYTES = 2 * DATAGRAM_BYTES;
/** No machine has so many sockets that this is too little, and a mistake must end somewhere. */
const MAX_BUFFER_BYTES = 256 * 1024 * 1024;
/** A dump is at hand at once; the wait is for a kernel that is short of memory. */
const MAX_WAITS = 20;
const MAX_INTERRUPTIONS = 4;

interface Table {
  readonly name: ProcNetName;
  readonly request: SockDiagRequest;
  readonly bytes: Uint8Array;
}

/** Where a table's dump lies in the buffer. */
interface Extent {
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
  /** It came in several datagrams, and the kernel may skip a socket between two of them. */
  readonly isInParts: boolean;
}

type Failure = Exclude<NetlinkReading, { kind: 'read' }>;
type Dump = { readonly kind: 'dumped'; readonly extents: readonly Extent[] } | Failure;

/*
 * The kernel filters the sockets itself, so that connections cost nothing. Two buffers take
 * turns: a dump that is byte for byte the last one needs no parsing.
 */

/** Creates the reader of listening sockets over one netlink socket, which it keeps open. */
export function createNetlinkReader(libc: Libc, endianness: Endianness): NetlinkReader {
  const tables = PROC_NET_TABLES.map((name, index) =>
    toTable(name, index + 1, name.protocol === 'tcp' ? TCP_LISTEN : UDP_UNCONNECTED, 0, endianness),
  );
  const channel = createChannel(libc, endianness);
  let last: readonly FoundSocket[] = [];
  let missing: readonly string[] = [];

  async function dumpAll(pace: Pace): Promise<Dump> {
    const extents: Extent[] = [];
    channel.rewind(0);
    for (const table of tables) {
      let dump = await channel.dump(table.bytes, pace);
      for (let again = 0; again < MAX_INTERRUPTIONS; again += 1) {
        if (dump.kind !== 'dumped' || dump.extent.isWhole) break;
        channel.rewind(dump.extent.from);
        dump = await channel.dump(table.bytes, pace);
      }
      if (dump.kind !== 'dumped') return dump;
      extents.push(dump.extent);
      if (pace.isDue() && (await pace.pause()) === 'overdue') return { kind: 'timed-out' };
    }
    return { kind: 'dumped', extents };
  }

  async function parse(
    extents: readonly Extent[],
    pace: Pace,
  ): Promise<readonly FoundSocket[] | Failure> {
    const sockets: FoundSocket[] = [];
    for (const [index, { name, request }] of tables.entries()) {
      const extent = extents[index];
      if (extent === undefined) continue;
      const isReadable = parseSockDiag(
        channel.view(),
        extent.from,
        extent.to,
        { request, endianness },
        (row) => void sockets.push({ table: name, row }),
      );
      if (!isReadable) return { kind: 'failed', errno: 'EPROTO' };
      if (pace.isDue() && (await pace.pause()) === 'overdue') return { kind: 'timed-out' };
    }
    return sockets;
  }

  async function readOnce(pace: Pace): Promise<NetlinkReading> {
    const dump = await dumpAll(pace);
    if (dump.kind !== 'dumped') return dump;
    const { extents } = dump;
    if (channel.isSameAsKept()) return { kind: 'read', sockets: last, missing };
    const parsed = await parse(extents, pace);
    if ('kind' in parsed) return parsed;
    let sockets = parsed;
    missing = tables
      .filter((_, index) => extents[index]?.isWhole !== true)
      .map(({ name }) => name.name);
    const isAnyInParts = extents.some((extent) => extent.isInParts);
    const isDoubtful = isAnyInParts && isAnyLost(last, sockets);
    if (missing.length === 0 && !isDoubtful) channel.keep();
    else channel.forget();
    if (isDoubtful) {
      const again = await dumpAll(pace);
      if (again.kind !== 'dumped') return again;
      const others = await parse(again.extents, pace);
      if ('kind' in others) return others;
      sockets = unite(others, sockets);
    }
    last = keepSame(last, sockets);
    return { kind: 'read', sockets: last, missing };
  }

  return {
    async read(pace) {
      const reading = await readOnce(pace);
      if (reading.kind === 'read') return reading;
      /** What is left of a broken dump must not pass for the next one. */
      channel.close();
      if (reading.kind === 'timed-out') return reading;
      const again = await readOnce(pace);
      if (again.kind !== 'read') channel.close();
      return again;
    },
  };
}

/** Counts the connections to a local port, or undefined when that failed. */
export async function countConnected(
  libc: Libc,
  endianness: Endianness,
  local: { readonly protocol: Protocol; readonly port: number },
  pace: Pace,
): Promise<number | undefined> {
  const channel = createChannel(libc, endianness);
  let count = 0;
  try {
    for (const name of PROC_NET_TABLES) {
      if (name.protocol !== local.protocol) continue;
      const table = toTable(name, 1, TCP_ESTABLISHED, local.port, endianness);
      channel.rewind(0);
      const dump = await channel.dump(table.bytes, pace);
      if (dump.kind !== 'dumped') return undefined;
      const { from, to } = dump.extent;
      const isReadable = parseSockDiag(
        channel.view(),
        from,
        to,
        { request: table.request, endianness },
        ({ port }) => {
          if (port === local.port) count += 1;
        },
      );
      if (!isReadable) return undefined;
    }
    return count;
  } finally {
    channel.close();
  }
}

function toTable(
  name: ProcNetName,
  sequence: number,
  state: number,
  port: number,
  endianness: Endianness,
): Table {
  const { protocol, family } = name;
  const request = { protocol, family, states: 1 << state, port, sequence };
  return { name, request, bytes: formatSockDiagRequest(request, endianness) };
}

type ChannelDump =
  { readonly kind: 'dumped'; readonly extent: Extent } | Exclude<NetlinkReading, { kind: 'read' }>;

/** One netlink socket, the buffer that it fills, and the one that was kept for comparing. */
function createChannel(libc: Libc, endianness: Endianness) {
  let fd = -1;
  let buffer = Buffer.allocUnsafe(FIRST_BUFFER_BYTES);
  let view = toView(buffer);
  let used = 0;
  let kept = Buffer.allocUnsafe(0);
  let keptView = toView(kept);
  let keptLength = -1;

  function failed(): ChannelDump {
    return { kind: 'failed', errno: toErrnoName(libc.errno()) };
  }

  function makeRoom(): boolean {
    if (buffer.length - used >= DATAGRAM_BYTES) return true;
    if (buffer.length >= MAX_BUFFER_BYTES) return false;
    const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, FIRST_BUFFER_BYTES));
    buffer.copy(larger, 0, 0, used);
    buffer = larger;
    view = toView(buffer);
    return true;
  }

  async function dump(request: Uint8Array, pace: Pace): Promise<ChannelDump> {
    if (fd === -1) fd = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) return failed();
    if (libc.send(fd, request, request.length, MSG_DONTWAIT) !== request.length) return failed();
    const from = used;
    let datagrams = 0;
    let waits = 0;
    let isWhole = true;
    for (;;) {
      if (!makeRoom()) return { kind: 'failed', errno: 'EMSGSIZE' };
      const room = buffer.length - used;
      const length = libc.recv(fd, buffer.subarray(used), room, MSG_DONTWAIT | MSG_TRUNC);
      if (length < 0) {
        const isWorthWaiting = WORTH_WAITING.has(libc.errno());
        waits += 1;
        if (!isWorthWaiting || waits > MAX_WAITS) return failed();
        if ((await pace.pause()) === 'overdue') return { kind: 'timed-out' };
        continue;
      }
      if (length === 0 || length > room) return { kind: 'failed', errno: 'EMSGSIZE' };
      const progress = findSockDiagEnd(view, used, used + length, endianness);
      if (progress.kind === 'refused') {
        return { kind: 'failed', errno: toErrnoName(progress.errno) };
      }
      if (progress.kind === 'unreadable') return { kind: 'failed', errno: 'EPROTO' };
      used += length;
      datagrams += 1;
      isWhole &&= !progress.isInterrupted;
      if (progress.kind === 'done') {
        /** The message that ends a dump may come alone. */
        const isInParts = datagrams > 2 || (datagrams === 2 && used - from > DATAGRAM_BYTES / 4);
        return { kind: 'dumped', extent: { from, to: used, isWhole, isInParts } };
      }
      if (pace.isDue() && (await pace.pause()) === 'overdue') return { kind: 'timed-out' };
    }
  }

  return {
    dump,
    view: () => view,
    /** What comes next goes there. */
    rewind(to: number) {
      used = to;
    },
    isSameAsKept: () => used === keptLength && buffer.compare(kept, 0, used, 0, used) === 0,
    /** Keeps what was dumped, and fills the other buffer from now on. */
    keep() {
      [kept, buffer] = [buffer, kept];
      [keptView, view] = [view, keptView];
      keptLength = used;
      used = 0;
    },
    forget() {
      keptLength = -1;
    },
    close() {
      if (fd >= 0) libc.close(fd);
      fd = -1;
    },
  };
}

/** Nothing there yet, or a signal. */
const WORTH_WAITING: ReadonlySet<number> = new Set([constants.errno.EAGAIN, constants.errno.EINTR]);

function toView(buffer: Buffer): DataView {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function toErrnoName(errno: number): string {
  const found = Object.entries(constants.errno).find(([, value]) => value === errno);
  return found?.[0] ?? `errno ${errno}`;
}

function isAnyLost(before: readonly FoundSocket[], after: readonly FoundSocket[]): boolean {
  const inodes = new Set(after.map(({ row }) => row.inode));
  return before.some(({ row }) => !inodes.has(row.inode));
}

/** All of the first, and those of the second that it lacks. */
function unite(
  first: readonly FoundSocket[],
  second: readonly FoundSocket[],
): readonly FoundSocket[] {
  const inodes = new Set(first.map(({ row }) => row.inode));
  return [...first, ...second.filter(({ row }) => !inodes.has(row.inode))];
}
