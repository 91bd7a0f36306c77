import { constants } from 'node:os';
import type { Libc } from '../native/libc.ts';
import type { Pace } from '../proc/pace.ts';
import type { Endianness } from './parse-proc-net.ts';
import { findSockDiagEnd } from './parse-sock-diag.ts';

/** What a netlink socket needs of the C library. */
export type NetlinkLibc = Pick<Libc, 'errno' | 'socket' | 'send' | 'recv' | 'close'>;

/** Where a dump lies in the buffer. */
export interface Extent {
  readonly from: number;
  readonly to: number;
  readonly isWhole: boolean;
  /** It came in several datagrams, and the kernel may skip a socket between two of them. */
  readonly isInParts: boolean;
}

export type NetlinkFailure =
  { readonly kind: 'timed-out' } | { readonly kind: 'failed'; readonly errno: string };

type ChannelDump = { readonly kind: 'dumped'; readonly extent: Extent } | NetlinkFailure;

/** One netlink socket, the buffer that it fills, and the one that was kept for comparing. */
export interface NetlinkChannel {
  /** Sends a request and takes what comes until its end: at once, unless others are to run. */
  dump(request: Uint8Array, pace: Pace): ChannelDump | Promise<ChannelDump>;
  view(): DataView;
  /** What comes next goes there. */
  rewind(to: number): void;
  /** Whether the kept bytes from `keptFrom` on are the same as those from `from` to `to`. */
  isSameAsKept(from: number, to: number, keptFrom: number): boolean;
  /** Whether nothing else was kept. */
  isAllAsKept(): boolean;
  /** Keeps what was dumped, and fills the other buffer from now on. */
  keep(): void;
  forget(): void;
  close(): void;
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

/** Creates a channel whose socket is opened by the first dump. */
export function createNetlinkChannel(libc: NetlinkLibc, endianness: Endianness): NetlinkChannel {
  let fd = -1;
  let buffer = Buffer.allocUnsafe(FIRST_BUFFER_BYTES);
  let view = toView(buffer);
  let used = 0;
  /** Of the dump that was begun last: where it begins, and what is known of it so far. */
  let from = 0;
  let datagrams = 0;
  let waits = 0;
  let isWhole = true;
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

  function dump(request: Uint8Array, pace: Pace): ChannelDump | Promise<ChannelDump> {
    if (fd === -1) fd = libc.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
    if (fd < 0) return failed();
    if (libc.send(fd, request, request.length, MSG_DONTWAIT) !== request.length) return failed();
    from = used;
    datagrams = 0;
    waits = 0;
    isWhole = true;
    return take(pace) ?? takeRest(pace);
  }

  async function takeRest(pace: Pace): Promise<ChannelDump> {
    for (;;) {
      if ((await pace.pause()) === 'overdue') return { kind: 'timed-out' };
      const dumped = take(pace);
      if (dumped !== undefined) return dumped;
    }
  }

  /** Takes what there is; undefined when more is to come, after others have run. */
  function take(pace: Pace): ChannelDump | undefined {
    for (;;) {
      if (!makeRoom()) return { kind: 'failed', errno: 'EMSGSIZE' };
      const room = buffer.length - used;
      const length = libc.recv(fd, buffer.subarray(used), room, MSG_DONTWAIT | MSG_TRUNC);
      if (length < 0) {
        waits += 1;
        return waits <= MAX_WAITS && WORTH_WAITING.has(libc.errno()) ? undefined : failed();
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
      if (pace.isDue()) return undefined;
    }
  }

  return {
    dump,
    view: () => view,
    rewind(to) {
      used = to;
    },
    isSameAsKept(from, to, keptFrom) {
      const keptTo = keptFrom + to - from;
      return keptTo <= keptLength && buffer.compare(kept, keptFrom, keptTo, from, to) === 0;
    },
    isAllAsKept: () => used === keptLength && buffer.compare(kept, 0, used, 0, used) === 0,
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
