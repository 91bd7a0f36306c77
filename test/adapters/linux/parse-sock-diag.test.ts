import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SocketRow } from '../../../electron/adapters/linux/sockets/parse-proc-net.ts';
import {
  findSockDiagEnd,
  formatSockDiagRequest,
  parseSockDiag,
  TCP_LISTEN,
  type SockDiagRequest,
} from '../../../electron/adapters/linux/sockets/parse-sock-diag.ts';
import {
  concat,
  formatDiagEnd,
  formatDiagError,
  formatDiagMessage,
  type DiagMessage,
} from './sock-diag-bytes.ts';

const tcp4: SockDiagRequest = {
  protocol: 'tcp',
  family: 4,
  states: 1 << TCP_LISTEN,
  port: 0,
  sequence: 7,
};
const tcp6: SockDiagRequest = { ...tcp4, family: 6 };
const udp6: SockDiagRequest = { ...tcp6, protocol: 'udp', states: 1 << 7 };

describe('what a kernel sent', () => {
  test('a listener on 127.0.0.1', () => {
    const bytes = fromHex(
      '7c000000140002000700000080760000020a0000b04400007f0000010000000000000000000000000000000000000000000000000000000000000000d5070000000000000000000000000000ff01000000000000860d1000050008000000000008000f00000000000c00150001000000000000000600160052000000',
    );
    expect(parse(bytes, tcp4)).toEqual([
      { address: '127.0.0.1', port: 45124, uid: 0, inode: 1052038 },
    ]);
  });

  test('a listener on [::] that leaves IPv4 alone', () => {
    const bytes = fromHex(
      '840000001400020007000000807600000a0a0000b0430000000000000000000000000000000000000000000000000000000000000000000000000000d6070000000000000000000000000000ff01000000000000850d1000050008000000000005000b000100000008000f00000000000c00150001000000000000000600160012000000',
    );
    expect(parse(bytes, tcp6)).toEqual([
      { address: '::', port: 45123, uid: 0, inode: 1052037, isV6Only: true },
    ]);
  });

  test('a bound UDP socket on [::1]', () => {
    const bytes = fromHex(
      '840000001400020007000000807600000a070000b0450000000000000000000000000000000000010000000000000000000000000000000000000000d70700000000000000000000000000000000000000000000870d1000050008000000000005000b000100000008000f00000000000c00150001000000000000000600160010000000',
    );
    expect(parse(bytes, udp6)).toEqual([
      { address: '::1', port: 45125, uid: 0, inode: 1052039, isV6Only: true },
    ]);
  });

  test('the end of a dump', () => {
    expect(progress(fromHex('1400000003000200070000008076000000000000'))).toEqual({
      kind: 'done',
      isInterrupted: false,
    });
  });

  test('a refusal, because there is no such family or no module for the protocol', () => {
    const noFamily =
      '5c000000020000000700000080760000eaffffff480000001400010307000000000000006306000000040000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000';
    const noModule = '14000000030002000700000080760000feffffff';
    expect(progress(fromHex(noFamily))).toEqual({ kind: 'refused', errno: 22 });
    expect(progress(fromHex(noModule))).toEqual({ kind: 'refused', errno: 2 });
  });
});

test('the request is what a kernel expects', () => {
  const hex = Buffer.from(formatSockDiagRequest(tcp6, 'LE')).toString('hex');
  expect(hex).toBe(`480000001400010307000000000000000a06000000040000${'00'.repeat(48)}`);
});

test('the request for both families of TCP is the older one that a kernel expects', () => {
  const hex = Buffer.from(formatSockDiagRequest({ ...tcp4, family: 'any' }, 'LE')).toString('hex');
  expect(hex).toBe(`4c000000120001030700000000000000${'00'.repeat(52)}0004000000000000`);
});

test('rows of both families come from one dump that was asked for both', () => {
  const listeners: DiagMessage[] = [
    {
      family: 4,
      state: TCP_LISTEN,
      sequence: 7,
      port: 80,
      uid: 1,
      inode: 5,
      address: '127.0.0.1',
      octets: [127, 0, 0, 1],
    },
    {
      family: 6,
      state: TCP_LISTEN,
      sequence: 7,
      port: 81,
      uid: 2,
      inode: 6,
      address: '::',
      octets: [],
      isV6Only: false,
    },
  ];
  const bytes = concat(listeners.map((each) => formatDiagMessage(each)));
  expect(parse(bytes, { ...tcp4, family: 'any' })).toEqual(listeners.map(toRow));
});

test('a request for one port carries it in network byte order', () => {
  const bytes = formatSockDiagRequest({ ...tcp4, port: 0x1234 }, 'BE');
  expect([...bytes.subarray(20, 26)]).toEqual([0, 0, 4, 0, 0x12, 0x34]);
});

const message: fc.Arbitrary<DiagMessage> = fc
  .record({
    isSix: fc.boolean(),
    port: fc.integer({ min: 1, max: 65_535 }),
    uid: fc.integer({ min: 0, max: 0xffff_ffff }),
    inode: fc.integer({ min: 0, max: 0xffff_ffff }),
    octets: fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
    isV6Only: fc.option(fc.boolean(), { nil: undefined }),
  })
  .map(({ isSix, port, uid, inode, octets, isV6Only }) => ({
    family: isSix ? 6 : 4,
    state: TCP_LISTEN,
    sequence: 7,
    port,
    uid,
    inode,
    /** Mapped, so that the address can be told without the code under test. */
    octets: isSix ? [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, ...octets] : octets,
    address: (isSix ? '::ffff:' : '') + octets.join('.'),
    ...(isSix && isV6Only !== undefined ? { isV6Only } : {}),
  }));
const dump = fc
  .tuple(fc.constantFrom(4, 6), fc.boolean(), fc.array(message, { maxLength: 8 }))
  .map(([family, isLittle, messages]) => ({
    request: family === 4 ? tcp4 : tcp6,
    isLittle,
    messages: messages.filter((each) => each.family === family),
  }));

describe('any dump', () => {
  test('comes back as the rows that it was made of, in either byte order', () => {
    fc.assert(
      fc.property(dump, ({ request, isLittle, messages }) => {
        const bytes = concat(messages.map((each) => formatDiagMessage(each, isLittle)));
        expect(parse(bytes, request, isLittle)).toEqual(messages.map(toRow));
      }),
    );
  });

  test('that is cut short anywhere loses rows and invents none', () => {
    fc.assert(
      fc.property(dump, fc.nat(), ({ request, isLittle, messages }, cut) => {
        const whole = concat(messages.map((each) => formatDiagMessage(each, isLittle)));
        const bytes = whole.slice(0, whole.length === 0 ? 0 : cut % whole.length);
        const rows = parse(bytes, request, isLittle);
        expect(rows).toEqual(messages.map(toRow).slice(0, rows.length));
        expect(progress(bytes, isLittle).kind).not.toBe('done');
      }),
    );
  });

  test('of broken bytes never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), dump, fc.nat(), (noise, each, place) => {
        const bytes = concat(each.messages.map((one) => formatDiagMessage(one)));
        bytes.set(noise.subarray(0, bytes.length), 0);
        if (bytes.length > 0) bytes[place % bytes.length] = 255;
        for (const candidate of [noise, bytes]) {
          parse(candidate, each.request);
          progress(candidate);
        }
      }),
    );
  });
});

test('rows of another request, family or state, and without a port, are not handed over', () => {
  const one: DiagMessage = {
    family: 4,
    state: TCP_LISTEN,
    sequence: 7,
    octets: [127, 0, 0, 1],
    address: '127.0.0.1',
    port: 80,
    uid: 0,
    inode: 5,
  };
  const strange = [{ sequence: 6 }, { family: 6 }, { state: 1 }, { state: 200 }, { port: 0 }];
  for (const change of strange) {
    expect(parse(formatDiagMessage({ ...one, ...change } as DiagMessage), tcp4)).toEqual([]);
  }
});

test('a dump that sockets came into or went from is told as interrupted', () => {
  const one = { family: 4, state: 10, octets: [1, 2, 3, 4], address: '1.2.3.4', port: 1 } as const;
  const bytes = formatDiagMessage({ ...one, uid: 0, inode: 1, flags: 0x12 });
  expect(progress(bytes)).toEqual({ kind: 'more', isInterrupted: true });
  expect(progress(concat([bytes, formatDiagEnd()]))).toEqual({ kind: 'done', isInterrupted: true });
  expect(progress(formatDiagError(1))).toEqual({ kind: 'refused', errno: 1 });
});

function parse(bytes: Uint8Array, request: SockDiagRequest, isLittle = true): SocketRow[] {
  const rows: SocketRow[] = [];
  const format = { request, endianness: isLittle ? 'LE' : 'BE' } as const;
  parseSockDiag(toView(bytes), 0, bytes.length, format, (row) => void rows.push(row));
  return rows;
}

function progress(bytes: Uint8Array, isLittle = true) {
  return findSockDiagEnd(toView(bytes), 0, bytes.length, isLittle ? 'LE' : 'BE');
}

function toView(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function toRow({ address, port, uid, inode, isV6Only }: DiagMessage): SocketRow {
  return { address, port, uid, inode, ...(isV6Only === undefined ? {} : { isV6Only }) };
}

function fromHex(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}
