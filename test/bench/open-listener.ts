import { createSocket, type SocketType } from 'node:dgram';
import { createServer } from 'node:net';

/** A listener of this process that another one is to inherit. */
export interface OpenListener {
  readonly descriptor: number;
  close(): Promise<void>;
}

/** The mix of a developer's machine: most are TCP, on both families, loopback and wildcard. */
const KINDS = [
  { protocol: 'tcp', host: '127.0.0.1' },
  { protocol: 'tcp', host: '::1' },
  { protocol: 'tcp', host: '0.0.0.0' },
  { protocol: 'tcp', host: '::' },
  { protocol: 'udp', host: '127.0.0.1' },
  { protocol: 'tcp', host: '127.0.0.1' },
  { protocol: 'tcp', host: '0.0.0.0' },
  { protocol: 'udp', host: '::' },
] as const;

/** Opens the listener with this number at the port; undefined when somebody else has the port. */
export async function tryOpen(number: number, port: number): Promise<OpenListener | undefined> {
  const { protocol, host } = KINDS[number % KINDS.length] ?? KINDS[0];
  try {
    return protocol === 'tcp' ? await openTcp(host, port) : await openUdp(host, port);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
}

function openTcp(host: string, port: number): Promise<OpenListener> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, ipv6Only: true }, () => {
      resolve({ descriptor: readDescriptor(server), close: () => close(server) });
    });
  });
}

function openUdp(host: string, port: number): Promise<OpenListener> {
  const type: SocketType = host.includes(':') ? 'udp6' : 'udp4';
  const socket = createSocket({ type, ipv6Only: type === 'udp6' });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, host, () => {
      resolve({ descriptor: readDatagramDescriptor(socket), close: () => close(socket) });
    });
  });
}

interface Handle {
  readonly fd: number;
}

/* Node shows the file descriptor of a listener nowhere in its public interface. */

function readDescriptor(server: object): number {
  return (server as { _handle: Handle })._handle.fd;
}

function readDatagramDescriptor(socket: object): number {
  const key = Object.getOwnPropertySymbols(socket).find(
    ({ description }) => description === 'state symbol',
  );
  if (key === undefined) throw new Error('this version of Node keeps datagram sockets otherwise');
  return (socket as Record<symbol, { handle: Handle }>)[key]?.handle.fd ?? -1;
}

function close(socket: { close(callback: () => void): unknown }): Promise<void> {
  return new Promise((resolve) => {
    socket.close(() => {
      resolve();
    });
  });
}
