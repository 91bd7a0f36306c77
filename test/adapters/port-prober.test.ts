import { createSocket } from 'node:dgram';
import { platform } from 'node:os';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createPortProber } from '../../electron/adapters/port-prober.ts';
import type { HeldPort, HoldResult } from '../../electron/core/host.ts';
import type { Protocol } from '../../shared/listener.ts';
import { asNobody, canActAsNobody } from './surroundings.ts';

const prober = createPortProber();
const IN_USE: HoldResult = { kind: 'unavailable', reason: 'in-use' };
const ADDRESSES = ['127.0.0.1', '127.0.0.5', '::1', '0.0.0.0', '::', '::-v6only'];

let nextPort = 45_100 + (process.pid % 50) * 20;

/** A port that nobody on this machine holds. */
async function findFreePort(protocol: Protocol): Promise<number> {
  for (;;) {
    nextPort += 1;
    const result = await prober.hold(protocol, nextPort);
    if (result.kind === 'held') {
      await result.hold.release();
      return nextPort;
    }
  }
}

async function hold(protocol: Protocol, port: number): Promise<HeldPort> {
  const result = await prober.hold(protocol, port);
  if (result.kind === 'unavailable') throw new Error(result.reason);
  onTestFinished(() => result.hold.release());
  return result.hold;
}

async function listen(address: string, port: number): Promise<Server> {
  const [host = '', only] = address.split('-');
  const server = createServer((socket) => socket.on('error', () => socket.destroy())).listen({
    host,
    port,
    exclusive: true,
    ipv6Only: only !== undefined,
  });
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
  });
  return server;
}

async function bindUdp(address: string, port: number): Promise<void> {
  const [host = '', only] = address.split('-');
  const socket = createSocket({
    type: host.includes(':') ? 'udp6' : 'udp4',
    ipv6Only: only !== undefined,
  });
  onTestFinished(() => {
    socket.close();
  });
  socket.bind({ address: host, port, exclusive: true });
  await once(socket, 'listening');
}

describe('a port to be held', () => {
  it.each(ADDRESSES)('is in use when a TCP server listens on %s only', async (address) => {
    const port = await findFreePort('tcp');
    await listen(address, port);
    expect(await prober.hold('tcp', port)).toEqual(IN_USE);
  });

  it.each(ADDRESSES)('is in use when a UDP socket is bound to %s only', async (address) => {
    const port = await findFreePort('udp');
    await bindUdp(address, port);
    expect(await prober.hold('udp', port)).toEqual(IN_USE);
  });

  it('is in use as the source port of a connection', async () => {
    const serverPort = await findFreePort('tcp');
    await listen('127.0.0.1', serverPort);
    const client = connect({ host: '127.0.0.1', port: serverPort });
    onTestFinished(() => {
      client.resetAndDestroy();
    });
    await once(client, 'connect');
    expect(await prober.hold('tcp', client.localPort ?? 0)).toEqual(IN_USE);
  });

  it('is free for one protocol while the other is held', async () => {
    const port = await findFreePort('tcp');
    await bindUdp('0.0.0.0', port);
    await hold('tcp', port);
    expect(await prober.hold('udp', port)).toEqual(IN_USE);
  });

  it('is in use when it is held already, and the first hold stays', async () => {
    for (const protocol of ['tcp', 'udp'] as const) {
      const port = await findFreePort(protocol);
      await hold(protocol, port);
      expect(await prober.hold(protocol, port)).toEqual(IN_USE);
      expect(await prober.hold(protocol, port)).toEqual(IN_USE);
    }
  });

  const first = Number(readUnprivilegedStart());
  it.skipIf(!canActAsNobody || !(first >= 1024))('is privileged below 1024 for most', async () => {
    expect(await asNobody([], () => prober.hold('tcp', 1023))).toEqual({
      kind: 'unavailable',
      reason: 'privileged',
    });
  });
});

describe('a held port', () => {
  it.each(ADDRESSES)('cannot be taken on %s', async (address) => {
    const port = await findFreePort('tcp');
    await hold('tcp', port);
    await expect(listen(address, port)).rejects.toThrow('EADDRINUSE');
    const udpPort = await findFreePort('udp');
    await hold('udp', udpPort);
    await expect(bindUdp(address, udpPort)).rejects.toThrow('EADDRINUSE');
  });

  it.each(ADDRESSES)('can be taken on %s as soon as it is released', async (address) => {
    const port = await findFreePort('tcp');
    const held = await hold('tcp', port);
    await held.release();
    await held.release();
    await expect(listen(address, port)).resolves.toBeDefined();
    const udpPort = await findFreePort('udp');
    await (await hold('udp', udpPort)).release();
    await expect(bindUdp(address, udpPort)).resolves.toBeUndefined();
  });

  it.runIf(platform() === 'linux')(
    'resets who connects, and is free at once although somebody did',
    async () => {
      const port = await findFreePort('tcp');
      const held = await hold('tcp', port);
      for (const host of ['127.0.0.1', '::1']) {
        const client = connect({ host, port });
        const [error] = await once(client, 'close').then(
          () => [undefined],
          (reason) => [reason],
        );
        expect(error).toMatchObject({ code: 'ECONNRESET' });
      }
      await held.release();
      // No state of the kernel's own is left on the port: neither family has a line with it.
      const left = ['tcp', 'tcp6']
        .flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n'))
        .filter((row) => row.includes(`:${port.toString(16).toUpperCase()} `));
      expect(left).toEqual([]);
    },
  );
});

function readUnprivilegedStart(): string {
  try {
    return readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8');
  } catch {
    return 'unknown';
  }
}

describe('a bind that is tried', () => {
  it.each(['127.0.0.1', '::1', '0.0.0.0', '::'])('leaves %s free', async (address) => {
    for (const protocol of ['tcp', 'udp'] as const) {
      const port = await findFreePort(protocol);
      expect(await prober.tryBind(protocol, address, port)).toEqual({ kind: 'bound' });
      await hold(protocol, port);
    }
  });

  it('tells the system’s own word where it is refused', async () => {
    const port = await findFreePort('tcp');
    await listen('127.0.0.1', port);
    const refused = { kind: 'refused', errno: 'EADDRINUSE' };
    expect(await prober.tryBind('tcp', '127.0.0.1', port)).toEqual(refused);
    expect(await prober.tryBind('tcp', '0.0.0.0', port)).toEqual(refused);
    expect(await prober.tryBind('tcp', '::', port)).toEqual({ kind: 'bound' });
    expect(await prober.tryBind('tcp', '192.0.2.1', port)).toEqual({
      kind: 'refused',
      errno: 'EADDRNOTAVAIL',
    });
  });

  const first = Number(readUnprivilegedStart());
  it.skipIf(!canActAsNobody || !(first >= 1024))('is not permitted below 1024', async () => {
    expect(await asNobody([], () => prober.tryBind('tcp', '127.0.0.1', 1023))).toEqual({
      kind: 'refused',
      errno: 'EACCES',
    });
  });
});
