import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';
import type { AskedPort, TriedBind } from '../core/host.ts';
import type { Protocol } from '../../shared/listener.ts';
import { readErrorCode } from './errno.ts';

/** A bind that succeeded holds the address until it is released. */
export type BindResult =
  | { readonly kind: 'bound'; readonly port: number; readonly release: () => Promise<void> }
  | Extract<TriedBind, { kind: 'refused' }>;

/** Binds one address of a port; an IPv6 one leaves IPv4 alone. A refusal is a value. */
export function bindSocket(protocol: Protocol, address: string, port: number): Promise<BindResult> {
  return protocol === 'tcp' ? bindTcp(address, port) : bindUdp(address, port);
}

/** Binds one address for a moment and lets it go. */
export async function tryBind(
  protocol: Protocol,
  address: string,
  port: number,
): Promise<TriedBind> {
  const result = await bindSocket(protocol, address, port);
  if (result.kind === 'refused') return result;
  await result.release();
  return { kind: 'bound' };
}

/** Lets the system choose a port of one address, and lets it go. */
export async function askSystem(protocol: Protocol, address: string): Promise<AskedPort> {
  const result = await bindSocket(protocol, address, 0);
  if (result.kind === 'refused') return result;
  await result.release();
  return { kind: 'given', port: result.port };
}

function bindTcp(address: string, port: number): Promise<BindResult> {
  // Reset, since a close from our side would keep the port in TIME_WAIT for its next holder.
  const server = createServer({ pauseOnConnect: true }, (socket) => socket.resetAndDestroy());
  server.unref();
  return new Promise((resolve) => {
    // Stays for good: a failed accept would otherwise end the app. A second resolve does nothing.
    server.on('error', (error) => resolve(toRefusal(error)));
    server.listen({ host: address, port, exclusive: true, ipv6Only: isV6(address) }, () =>
      resolve({
        kind: 'bound',
        port: (server.address() as AddressInfo).port,
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
      resolve(toRefusal(error));
    });
    socket.bind({ address, port, exclusive: true }, () => {
      isBound = true;
      resolve({
        kind: 'bound',
        port: socket.address().port,
        release: () => new Promise((closed) => socket.close(() => closed())),
      });
    });
  });
}

function isV6(address: string): boolean {
  return address.includes(':');
}

function toRefusal(error: Error): BindResult {
  return { kind: 'refused', errno: readErrorCode(error) ?? '' };
}
