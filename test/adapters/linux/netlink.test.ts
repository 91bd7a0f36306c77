import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Libc } from '../../../electron/adapters/linux/native/libc.ts';
import {
  createNetlinkReader,
  type NetlinkReading,
} from '../../../electron/adapters/linux/sockets/netlink.ts';
import { createPace } from '../../../electron/adapters/linux/proc/pace.ts';
import { createLinuxScanner } from '../../../electron/adapters/linux/scanner.ts';
import { concat, formatDiagEnd, formatDiagError, formatDiagMessage } from './sock-diag-bytes.ts';

const EAGAIN = 11;
const EBADF = 9;
const EPERM = 1;
const ENOENT = 2;
const EINVAL = 22;
const TCPDIAG_GETSOCK = 18;
const SOCK_DIAG_BY_FAMILY = 20;

/** What the kernel answers to one request: datagrams, or the errno of a failed call. */
type Answer = readonly (Uint8Array | number)[];

describe.each([
  ['both families of TCP at once', true],
  ['one family at a time', false],
])('the netlink reader, where the kernel tells %s', (_, isJoined) => {
  const tableCount = isJoined ? 3 : 4;

  test('returns the very same sockets while the bytes are the same', async () => {
    const kernel = createKernel(isJoined);
    kernel.answer = (table) => (table === 1 ? [listener(80), formatDiagEnd()] : [formatDiagEnd()]);
    const reader = createNetlinkReader(kernel.libc, 'LE');
    const first = await read(reader);
    const second = await read(reader);
    expect(portsOf(first)).toEqual([80]);
    expect(second.kind === 'read' && first.kind === 'read' && second.sockets).toBe(
      first.kind === 'read' && first.sockets,
    );
  });

  test('returns them too when only what nobody shows has changed, such as a queue', async () => {
    const kernel = createKernel(isJoined);
    let queue = 0;
    kernel.answer = (table) => {
      if (table !== 1) return [formatDiagEnd()];
      const bytes = listener(80);
      bytes[16 + 56] = queue += 1;
      return [bytes, formatDiagEnd()];
    };
    const reader = createNetlinkReader(kernel.libc, 'LE');
    const first = await read(reader);
    expect(await read(reader)).toEqual(first);
  });

  test('returns the sockets of a table that is the same while another changes', async () => {
    const kernel = createKernel(isJoined);
    let changing = listener(80);
    kernel.answer = (table) => {
      if (table > 2) return [formatDiagEnd()];
      return [table === 1 ? changing : listener6(90, 2), formatDiagEnd()];
    };
    const reader = createNetlinkReader(kernel.libc, 'LE');
    const before = await read(reader);
    changing = concat([listener(80), listener(81)]);
    const after = await read(reader);
    expect([portsOf(before), portsOf(after)]).toEqual([
      [80, 90],
      [80, 81, 90],
    ]);
    const last = (reading: NetlinkReading) => reading.kind === 'read' && reading.sockets.at(-1);
    expect(last(after)).toBe(last(before));
  });

  test.each([80, 25856, 26112, 30976])('tells of port %i after nothing was there', async (port) => {
    const kernel = createKernel(isJoined);
    let rows: readonly Uint8Array[] = [];
    kernel.answer = (table) =>
      table === 1 ? [concat([...rows, formatDiagEnd()])] : [formatDiagEnd()];
    const reader = createNetlinkReader(kernel.libc, 'LE');
    await read(reader);
    rows = [listener(port)];
    expect([portsOf(await read(reader)), portsOf(await read(reader))]).toEqual([[port], [port]]);
    expect([kernel.askedCount(), kernel.openCount()]).toEqual([isJoined ? 9 : 13, 1]);
  });

  test('tells of any row of dumps, broken ones among them, what each says by itself', async () => {
    const dump = fc.record({
      ports: fc.uniqueArray(fc.integer({ min: 1, max: 24 }), { maxLength: 24 }),
      queue: fc.integer({ min: 0, max: 1 }),
      isBroken: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(dump, { minLength: 2, maxLength: 8 }), async (dumps) => {
        const kernel = createKernel(isJoined);
        const reader = createNetlinkReader(kernel.libc, 'LE');
        kernel.answer = () => [formatDiagEnd()];
        await read(reader);
        let known = new Map<number, unknown>();
        for (const { ports, queue, isBroken } of dumps) {
          kernel.answer = (table) => {
            if (table === 3 && isBroken) return [shortRow(3), formatDiagEnd()];
            if (table !== 1) return [formatDiagEnd()];
            const rows = ports.map((port) => listener(port));
            for (const row of rows.slice(0, 1)) row[16 + 56] = queue;
            return [concat([...rows, formatDiagEnd()])];
          };
          const asked = kernel.askedCount();
          const reading = await read(reader);
          expect(isBroken ? tableCount : kernel.askedCount() - asked).toBe(tableCount);
          const sockets = reading.kind === 'read' ? reading.sockets : [];
          expect(reading.kind).toBe(isBroken ? 'failed' : 'read');
          expect(sockets.map(({ row }) => row.port)).toEqual(isBroken ? [] : ports);
          const others = sockets.filter((socket) => known.get(socket.row.port) !== socket);
          expect(others.filter(({ row }) => known.has(row.port))).toEqual([]);
          if (!isBroken) known = new Map(sockets.map((socket) => [socket.row.port, socket]));
        }
      }),
    );
  });

  test('asks again when sockets changed during the dump', async () => {
    const kernel = createKernel(isJoined);
    let asked = 0;
    kernel.answer = (table) => {
      if (table !== 1) return [formatDiagEnd()];
      asked += 1;
      return asked === 1
        ? [listener(80, 0x12), formatDiagEnd()]
        : [concat([listener(80), listener(81)]), formatDiagEnd()];
    };
    expect(portsOf(await read(createNetlinkReader(kernel.libc, 'LE')))).toEqual([80, 81]);
    expect(asked).toBe(2);
  });

  test('names the table that changed in every attempt', async () => {
    const kernel = createKernel(isJoined);
    kernel.answer = (table) =>
      table === 2 ? [listener6(80, 0x12), formatDiagEnd()] : [formatDiagEnd()];
    const reader = createNetlinkReader(kernel.libc, 'LE');
    for (let round = 0; round < 2; round += 1) {
      expect(await read(reader)).toMatchObject({
        kind: 'read',
        missing: isJoined ? ['tcp', 'tcp6'] : ['tcp6'],
      });
    }
  });

  test('waits a little for a kernel that has nothing yet', async () => {
    const kernel = createKernel(isJoined);
    kernel.answer = () => [EAGAIN, EAGAIN, formatDiagEnd()];
    expect(await read(createNetlinkReader(kernel.libc, 'LE'))).toMatchObject({ kind: 'read' });
    kernel.answer = () => [];
    expect(await read(createNetlinkReader(kernel.libc, 'LE'))).toEqual({
      kind: 'failed',
      errno: 'EAGAIN',
    });
    expect(kernel.openCount()).toBe(1);
  });

  test('opens a socket that died once more, and closes every one that it gave up', async () => {
    const kernel = createKernel(isJoined);
    kernel.answer = () => [formatDiagEnd()];
    const reader = createNetlinkReader(kernel.libc, 'LE');
    await read(reader);
    kernel.answer = (_, opened) => (opened === 1 ? [EBADF] : [formatDiagEnd()]);
    expect(await read(reader)).toMatchObject({ kind: 'read' });
    kernel.answer = () => [EBADF];
    expect(await read(reader)).toEqual({ kind: 'failed', errno: 'EBADF' });
    expect(kernel.openCount()).toBe(0);
  });

  test.each([
    ['a refusal', [formatDiagError(EPERM)], 'EPERM'],
    ['a kernel without the module', [formatDiagEnd(-ENOENT)], 'ENOENT'],
    ['a message that is cut short', [listener(80).slice(0, 40)], 'EPROTO'],
    ['a message that is no answer', [new Uint8Array(32).fill(9)], 'EPROTO'],
    ['a datagram that did not fit', [new Uint8Array(1 << 20)], 'EMSGSIZE'],
    ['a row that is too short', [shortRow(), formatDiagEnd()], 'EPROTO'],
  ])('tells %s as a failure', async (_, answer, errno) => {
    const kernel = createKernel(isJoined);
    kernel.answer = () => answer;
    expect(await read(createNetlinkReader(kernel.libc, 'LE'))).toEqual({ kind: 'failed', errno });
  });

  test('keeps a socket that the kernel skipped between two datagrams', async () => {
    const kernel = createKernel(isJoined);
    const many = Array.from({ length: 600 }, (_, index) => listener(1000 + index));
    let dumps = 0;
    kernel.answer = (table) => {
      if (table !== 1) return [formatDiagEnd()];
      dumps += 1;
      const shown = dumps === 2 ? many.filter((_, index) => index !== 300) : many;
      return [concat(shown.slice(0, 290)), concat(shown.slice(290)), formatDiagEnd()];
    };
    const reader = createNetlinkReader(kernel.libc, 'LE');
    for (let round = 0; round < 3; round += 1) {
      expect(portsOf(await read(reader))).toHaveLength(600);
    }
    expect(dumps).toBe(4);
  });

  test('grows its buffer to what is there', async () => {
    const kernel = createKernel(isJoined);
    const part = concat(Array.from({ length: 290 }, (_, index) => listener(1000 + index)));
    kernel.answer = (table) =>
      table === 1 ? [...Array<Uint8Array>(40).fill(part), formatDiagEnd()] : [formatDiagEnd()];
    expect(portsOf(await read(createNetlinkReader(kernel.libc, 'LE')))).toHaveLength(290 * 40);
  });
});

test('a kernel that has told both families at once is asked so again after a failure', async () => {
  const kernel = createKernel();
  kernel.answer = () => [formatDiagEnd()];
  const reader = createNetlinkReader(kernel.libc, 'LE');
  await read(reader);
  kernel.answer = (_, opened) => (opened === 1 ? [EBADF] : [formatDiagEnd()]);
  const asked = kernel.askedCount();
  expect(await read(reader)).toMatchObject({ kind: 'read' });
  expect(kernel.askedCount() - asked).toBe(4);
});

describe.skipIf(process.platform !== 'linux')('the way that a scanner chooses', () => {
  test('is /proc where koffi is missing, and it says so', async () => {
    const scanner = createLinuxScanner({
      loadLibc: () => Promise.resolve({ kind: 'absent', why: 'koffi: ERR_MODULE_NOT_FOUND' }),
    });
    expect(scanner.describeSource?.()).toBe('not chosen yet');
    expect((await scanner.scan()).kind).toBe('scanned');
    expect(scanner.describeSource?.()).toBe('proc: koffi: ERR_MODULE_NOT_FOUND');
  });

  test('is /proc where netlink is refused', async () => {
    const kernel = createKernel();
    kernel.answer = () => [formatDiagError(EPERM)];
    const scanner = createLinuxScanner({
      loadLibc: () => Promise.resolve({ kind: 'loaded', libc: kernel.libc }),
    });
    expect((await scanner.scan()).kind).toBe('scanned');
    expect(scanner.describeSource?.()).toBe('proc: netlink: EPERM');
    expect(kernel.openCount()).toBe(0);
  });

  test('becomes /proc for good when netlink stops to work', async () => {
    const kernel = createKernel();
    kernel.answer = () => [formatDiagEnd()];
    const scanner = createLinuxScanner({
      loadLibc: () => Promise.resolve({ kind: 'loaded', libc: kernel.libc }),
    });
    expect(await scanner.scan()).toMatchObject({ kind: 'scanned', listeners: [] });
    expect(scanner.describeSource?.()).toBe('netlink');
    kernel.answer = () => [EPERM];
    expect((await scanner.scan()).kind).toBe('scanned');
    expect(scanner.describeSource?.()).toBe('proc: netlink: EPERM');
  });

  test('is /proc where another folder stands in for it', async () => {
    const scanner = createLinuxScanner({
      procRoot: '/nowhere',
      loadLibc: () => Promise.reject(new Error('is not asked for')),
    });
    expect((await scanner.scan()).kind).toBe('failed');
    expect(scanner.describeSource?.()).toContain('another folder');
  });
});

/**
 * A kernel in memory: it answers dumps, and every other call fails. Whether it tells both families
 * of TCP at once is as old kernels have it, and as a future one may not.
 */
function createKernel(isJoined = true) {
  let errno = 0;
  let opened = 0;
  const open = new Set<number>();
  const queues = new Map<number, (Uint8Array | number)[]>();
  const fail = (code: number): number => {
    errno = code;
    return -1;
  };
  let asked = 0;
  const kernel = {
    askedCount: () => asked,
    /** By the number of the table (tcp, tcp6, udp, udp6) and of the socket. */
    answer: (_table: number, _opened: number): Answer => [],
    openCount: () => open.size,
    libc: {
      errno: () => errno,
      socket: () => {
        opened += 1;
        open.add(100 + opened);
        return 100 + opened;
      },
      send: (fd, bytes, length) => {
        asked += 1;
        const view = new DataView(bytes.buffer, bytes.byteOffset);
        const answer = (table: number): Answer => kernel.answer(table, fd - 100);
        const isForBoth = view.getUint16(4, true) === TCPDIAG_GETSOCK;
        const refused = isForBoth && !isJoined;
        const table = view.getUint32(8, true);
        queues.set(fd, [
          ...(refused
            ? [formatDiagError(EINVAL)]
            : isForBoth
              ? joinAnswers(answer(1), answer(2))
              : answer(table)),
        ]);
        return length;
      },
      recv: (fd, bytes) => {
        const next = queues.get(fd)?.shift();
        if (next === undefined) return fail(EAGAIN);
        if (typeof next === 'number') return fail(next);
        bytes.set(next.subarray(0, bytes.length));
        return next.length;
      },
      close: (fd) => (open.delete(fd) ? 0 : fail(EBADF)),
      fcntl: () => fail(EBADF),
      open: () => fail(ENOENT),
      getsockopt: () => -1,
      openat: () => fail(ENOENT),
      read: () => fail(EBADF),
      access: () => fail(ENOENT),
      pread: () => fail(EBADF),
      readlink: () => fail(ENOENT),
      readlinkat: () => fail(ENOENT),
      lseek: () => fail(EBADF),
      getdents64: () => fail(ENOENT),
      addressOf: () => 0,
      pidfdOpen: () => fail(ENOENT),
      pidfdSendSignal: () => fail(ENOENT),
      poll: () => fail(EBADF),
      statx: () => fail(ENOENT),
    } satisfies Libc,
  };
  return kernel;
}

/** Two dumps as one, of the type and in the sequence of the request for both. */
function joinAnswers(first: Answer, second: Answer): Answer {
  const end = first.at(-1);
  const isWhole = typeof end === 'object' && isEnd(end.subarray(-END_BYTES));
  if (!isWhole) return first.map(asOfBoth);
  const rows = end.slice(0, -END_BYTES);
  return [...first.slice(0, -1), ...(rows.length === 0 ? [] : [rows]), ...second].map(asOfBoth);
}

const END_BYTES = formatDiagEnd().length;

function isEnd(bytes: Uint8Array): boolean {
  return Buffer.compare(bytes, formatDiagEnd()) === 0;
}

function asOfBoth(part: Uint8Array | number): Uint8Array | number {
  if (typeof part === 'number') return part;
  const bytes = part.slice();
  const view = new DataView(bytes.buffer);
  for (let at = 0; at + 16 <= bytes.length;) {
    if (view.getUint16(at + 4, true) === SOCK_DIAG_BY_FAMILY) {
      view.setUint16(at + 4, TCPDIAG_GETSOCK, true);
    }
    view.setUint32(at + 8, 1, true);
    at += Math.max(16, view.getUint32(at, true));
  }
  return bytes;
}

function listener(port: number, flags = 2): Uint8Array {
  const address = { octets: [127, 0, 0, 1], address: '127.0.0.1' };
  const inode = port * 10;
  return formatDiagMessage({ ...address, family: 4, state: 10, port, uid: 0, inode, flags });
}

function listener6(port: number, flags: number): Uint8Array {
  const bytes = listener(port, flags);
  bytes[16] = 10;
  bytes[8] = 2;
  return bytes;
}

/** A whole message whose socket is cut. */
function shortRow(sequence = 1): Uint8Array {
  const bytes = listener(80).slice(0, 60);
  bytes[0] = 60;
  bytes[8] = sequence;
  return bytes;
}

function read(reader: ReturnType<typeof createNetlinkReader>): Promise<NetlinkReading> {
  return reader.read(createPace(() => performance.now(), 50, 5_000));
}

function portsOf(reading: NetlinkReading): readonly number[] {
  if (reading.kind !== 'read') throw new Error(reading.kind);
  return reading.sockets.map(({ row }) => row.port);
}
