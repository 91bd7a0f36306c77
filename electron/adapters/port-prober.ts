import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import type { HeldPort, HoldResult, PortProber } from '../core/host.ts';
import type { PassedOverReason } from '../../shared/resolution.ts';
import type { Protocol } from '../../shared/listener.ts';
import { readErrorCode } from './errno.ts';

type BindResult =
  | { readonly kind: 'bound'; readonly release: () => Promise<void> }
  | { readonly kind: 'no-such-address' }
  | { readonly kind: 'unavailable'; readonly reason: PassedOverReason };

const LOOPBACKS = ['127.0.0.1', '::1'];
const WILDCARDS = ['0.0.0.0', '::'];
const FIRST_UNPRIVILEGED_PORT = 1024;
/** The family is switched off here, so nobody can hold the port on it. */
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL']);

/** Probes and holds ports by binding them. */
export function createPortProber(): PortProber {
  return { hold };
}

/*
 * On Linux our own wildcard and our own loopback exclude each other, so the four are not held at
 * once: the loopbacks are tried and let go, for systems where a wildcard may be bound beside
 * somebody's loopback; then both wildcards are kept, which leave no address to others.
 */
async function hold(protocol: Protocol, port: number): Promise<HoldResult> {
  for (const address of LOOPBACKS) {
    const result = await bind(protocol, address, port);
    if (result.kind === 'unavailable') return result;
    if (result.kind === 'bound') await result.release();
  }
  const releases: (() => Promise<void>)[] = [];
  for (const address of WILDCARDS) {
    const result = await bind(protocol, address, port);
    if (result.kind === 'bound') releases.push(result.release);
    if (result.kind === 'unavailable') {
      await releaseAll(releases);
      return result;
    }
  }
  if (releases.length === 0) return { kind: 'unavailable', reason: 'not-permitted' };
  return { kind: 'held', hold: toHeldPort(releases) };
}

function toHeldPort(releases: readonly (() => Promise<void>)[]): HeldPort {
  let released: Promise<void> | undefined;
  return { release: () => (released ??= releaseAll(releases)) };
}

async function releaseAll(releases: readonly (() => Promise<void>)[]): Promise<void> {
  await Promise.all(releases.map((release) => release()));
}

function bind(protocol: Protocol, address: string, port: number): Promise<BindResult> {
  return protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port);
}

function bindTcp(address: string, port: number): Promise<BindResult> {
  // Reset, since a close from our side would keep the port in TIME_WAIT for its next holder.
  const server = createServer({ pauseOnConnect: true }, (socket) => socket.resetAndDestroy());
  server.unref();
  return new Promise((resolve) => {
    // Stays for good: a failed accept would otherwise end the app. A second resolve does nothing.
    server.on('error', (error) => resolve(toRefusal(error, port)));
    server.listen({ host: address, port, exclusive: true, ipv6Only: isV6(address) }, () =>
      resolve({
        kind: 'bound',
        release: () => new Promise((closed) => server.close(() => closed())),
      }),
    );
  });
}

function bindUdp(address: string, port: number): Promise<BindResult> {
  const socket = isV6(address)
    ? createSocket({ type: 'udp6', ipv6Only: true })
    : createSocket({ type: 'udp4' });
  socket.unref();
  return new Promise((resolve) => {
    let isBound = false;
    socket.on('error', (error) => {
      if (!isBound) socket.close();
      resolve(toRefusal(error, port));
    });
    socket.bind({ address, port, exclusive: true }, () => {
      isBound = true;
      resolve({
        kind: 'bound',
        release: () => new Promise((closed) => socket.close(() => closed())),
      });
    });
  });
}

function isV6(address: string): boolean {
  return address.includes(':');
}

function toRefusal(error: Error, port: number): BindResult {
  const code = readErrorCode(error) ?? '';
  if (NO_SUCH_ADDRESS.has(code)) return { kind: 'no-such-address' };
  if (code === 'EADDRINUSE') return { kind: 'unavailable', reason: 'in-use' };
  const isPrivileged = code === 'EACCES' && port < FIRST_UNPRIVILEGED_PORT;
  return { kind: 'unavailable', reason: isPrivileged ? 'privileged' : 'not-permitted' };
}
