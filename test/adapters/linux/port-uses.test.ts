import * as fc from 'fast-check';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { parsePortUse } from '../../../electron/adapters/linux/sockets/parse-port-use.ts';
import { createLinuxPortUses } from '../../../electron/adapters/linux/port-uses.ts';
import { createFakeProc, HEADING, type FakeProc } from './fake-proc.ts';

/** 127.0.0.1:3000 to 127.0.0.1:53924, in a state and held by an inode. */
const row = (state: string, inode: number) =>
  `   0: 0100007F:0BB8 0100007F:D2A4 ${state} 00000000:00000000 00:00000000 00000000  1000        0 ${inode} 1 0000000000000000 20 4 30 10 -1\n`;
const tcp = { protocol: 'tcp', family: 4, endianness: 'LE' } as const;
const only3000: ReadonlySet<number> = new Set([3000]);

describe('a row of a table', () => {
  test.each([
    ['01', 'connected'],
    ['02', 'connected'],
    ['03', 'connected'],
    ['04', 'closing'],
    ['05', 'half-closed'],
    ['06', 'closing'],
    ['08', 'half-closed'],
    ['09', 'closing'],
    ['0B', 'closing'],
    ['0C', 'connected'],
    ['0A', undefined],
    ['07', undefined],
  ])('in state %s is %s', (code, state) => {
    expect(parsePortUse(row(code, 7).trimEnd(), only3000, tcp)?.state).toBe(state);
  });

  test('is closing where no process has the socket any more', () => {
    expect(parsePortUse(row('05', 0).trimEnd(), only3000, tcp)?.state).toBe('closing');
  });

  test('tells both ends and the socket', () => {
    expect(parsePortUse(row('01', 41007).trimEnd(), only3000, tcp)).toEqual({
      address: '127.0.0.1',
      port: 3000,
      remoteAddress: '127.0.0.1',
      remotePort: 53924,
      state: 'connected',
      inode: 41007,
    });
  });

  test('of IPv6, of UDP and of a big-endian machine is read too', () => {
    const v6 =
      '   3: 00000000000000000000000001000000:0BB8 0000000000000000FFFF00000100007F:D2A4 06 00000000:00000000 03:00000B4C 00000000     0        0 0 3 0000000000000000';
    expect(parsePortUse(v6, only3000, { ...tcp, family: 6 })).toMatchObject({
      address: '::1',
      remoteAddress: '::ffff:127.0.0.1',
      state: 'closing',
      inode: 0,
    });
    const udp = row('01', 7).trimEnd();
    expect(parsePortUse(udp, only3000, { ...tcp, protocol: 'udp' })?.state).toBe('connected');
    const big = udp.replaceAll('0100007F', '7F000001');
    expect(parsePortUse(big, only3000, { ...tcp, endianness: 'BE' })?.address).toBe('127.0.0.1');
  });

  test('of another port, cut off, or of another family is passed over', () => {
    const line = row('01', 7).trimEnd();
    expect(parsePortUse(line, new Set([3001]), tcp)).toBe(undefined);
    expect(parsePortUse(line.slice(0, 60), only3000, tcp)).toBe(undefined);
    expect(parsePortUse(line, only3000, { ...tcp, family: 6 })).toBe(undefined);
    expect(parsePortUse(HEADING.trimEnd(), only3000, tcp)).toBe(undefined);
  });

  test('of a real table is found where the table has one', () => {
    const table = readFileSync(
      new URL('../../fixtures/linux/02-proc-net-tcp6-time-wait.txt', import.meta.url),
      'utf8',
    );
    const all = new Set(Array.from({ length: 65_536 }, (_, port) => port));
    const states = table
      .split('\n')
      .flatMap((line) => parsePortUse(line, all, { ...tcp, family: 6 }) ?? []);
    const timeWaits = table.split('\n').filter((line) => / 06 0{8}:/.test(line));
    expect(timeWaits.length).toBeGreaterThan(0);
    expect(states.filter(({ state }) => state === 'closing')).toHaveLength(timeWaits.length);
  });

  test('may be any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(() => parsePortUse(text, only3000, tcp)).not.toThrow();
        expect(() => parsePortUse(`  0: 0100007F:0BB8 ${text}`, only3000, tcp)).not.toThrow();
      }),
    );
  });
});

describe('the uses of a port', () => {
  let proc: FakeProc;
  beforeEach(() => {
    proc = createFakeProc();
  });
  afterEach(() => proc.remove());

  const create = (deadlineMs = 8000) =>
    createLinuxPortUses({
      procRoot: proc.root,
      passwdFile: '/dev/null',
      homeFolder: '/home/ann',
      endianness: 'LE',
      deadlineMs,
    });

  test('are told with the processes that have them', async () => {
    proc.writeTable('tcp', HEADING + row('0A', 5) + row('01', 6) + row('06', 0));
    proc.put({ pid: 40, sockets: { 3: 5 } });
    proc.put({ pid: 41, sockets: { 3: 6 } });
    proc.put({ pid: 42, sockets: { 9: 6 } });
    const uses = await create().read('tcp', [3000, 4000]);
    expect(
      uses?.map(({ state, owners }) => [state, owners.map(({ identity }) => identity.pid)]),
    ).toEqual([
      ['connected', [41, 42]],
      ['closing', []],
    ]);
  });

  test('are nobody’s where their process is hidden', async () => {
    proc.writeTable('tcp', HEADING + row('01', 6));
    expect((await create().read('tcp', [3000]))?.map(({ owners }) => owners)).toEqual([[]]);
  });

  test('are read without IPv6 too, but not without IPv4 or time', async () => {
    proc.writeTable('tcp', HEADING + row('01', 6).repeat(3000));
    proc.removeTable('tcp6');
    expect(await create().read('tcp', [3000])).toHaveLength(3000);
    expect(await create(-1).read('udp', [3000])).toEqual([]);
    proc.removeTable('tcp');
    expect(await create().read('tcp', [3000])).toBe(undefined);
  });

  test.skipIf(process.platform !== 'linux')('of this machine are real', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const client = connect({ port, host: '127.0.0.1' });
    await once(client, 'connect');
    onTestFinished(() => {
      client.resetAndDestroy();
      server.close();
    });
    const localPort = client.localPort ?? 0;
    const uses = await createLinuxPortUses().read('tcp', [localPort]);
    expect(uses).toMatchObject([
      {
        address: '127.0.0.1',
        port: localPort,
        remoteAddress: '127.0.0.1',
        remotePort: port,
        state: 'connected',
        owners: [{ identity: { pid: process.pid } }],
      },
    ]);
  });
});
