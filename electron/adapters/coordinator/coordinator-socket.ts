import { chmodSync, lstatSync, unlinkSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import type { CoordinatorSocket, Peer, PeerHandler, Serving } from '../../core/host-coordinator.ts';
import { readErrorCode } from '../errno.ts';
import type { FileLock } from '../file-lock.ts';
import { connectTo, dial } from './connect.ts';
import { isPrivateFolder, makePrivateFolder } from './private-folder.ts';
import { servePeer } from './serve-peer.ts';
import type { SocketPlace } from './socket-places.ts';

const PEERS_MAX = 256;
/** One program that runs wild leaves room for the others. */
const PEERS_OF_ONE_MAX = 64;

interface PeerCredentials {
  readonly pid: number;
  readonly uid: number;
}

type ReadPeer = (fd: number) => PeerCredentials | undefined;

export interface CoordinatorSocketParts {
  readonly places: readonly SocketPlace[];
  /** Loads what tells who is at the other end; it answers undefined where that cannot be told. */
  readonly loadPeerReader: () => Promise<ReadPeer>;
  /** Of this file, in a folder of ours. */
  readonly createLock: (file: string) => FileLock;
  readonly onBug: (error: unknown) => void;
}

/** The socket in the first of these places that can be closed to other accounts. */
export function createCoordinatorSocket(parts: CoordinatorSocketParts): CoordinatorSocket {
  const { places } = parts;
  return {
    async serve(greet) {
      for (const place of places) {
        if (place.folder !== undefined && !makePrivateFolder(place.folder)) continue;
        return serveAt(place, greet, parts);
      }
      return { kind: 'unavailable', detail: 'no folder of our own to put the socket in' };
    },
    async connect() {
      for (const { path, folder } of places) {
        if (folder !== undefined && !isPrivateFolder(folder)) continue;
        const connection = await connectTo(path);
        if (connection !== undefined) return connection;
      }
      return undefined;
    },
  };
}

async function serveAt(
  { path, folder }: SocketPlace,
  greet: (peer: Peer) => PeerHandler,
  parts: CoordinatorSocketParts,
): Promise<Serving> {
  const readPeer = await parts.loadPeerReader();
  const server = createServer();
  const obstacle =
    folder === undefined
      ? await takeOpenPlace(server, path)
      : await takePrivatePlace(server, path, parts.createLock(`${path}.lock`));
  if (obstacle !== undefined) return obstacle;

  const peers = new Map<Socket, number | undefined>();
  server.on('connection', (socket) => {
    const credentials = readCredentials(socket, readPeer);
    const pid = credentials?.pid;
    const ofOne = [...peers.values()].filter((other) => other === pid).length;
    const isStranger = credentials !== undefined && credentials.uid !== process.geteuid?.();
    if (isStranger || peers.size >= PEERS_MAX || (pid !== undefined && ofOne >= PEERS_OF_ONE_MAX)) {
      socket.destroy();
      return;
    }
    peers.set(socket, pid);
    socket.once('close', () => peers.delete(socket));
    servePeer(socket, pid, greet, parts.onBug);
  });
  return {
    kind: 'serving',
    path,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of peers.keys()) socket.destroy();
      }),
  };
}

/** Why it cannot listen there; undefined when it does. */
type Obstacle = Exclude<Serving, { kind: 'serving' }>;

/**
 * Of several that start at once each looks and listens by itself: a socket on which nobody listens
 * yet looks like one that was left behind.
 */
async function takePrivatePlace(
  server: Server,
  path: string,
  lock: FileLock,
): Promise<Obstacle | undefined> {
  const locked = await lock.run(async (): Promise<Obstacle | undefined> => {
    let errno = await listen(server, path);
    if (errno === 'EADDRINUSE') {
      const other = await dial(path);
      if (other.kind === 'connected') {
        other.socket.destroy();
        return { kind: 'occupied', path, isPrivate: true };
      }
      // Refused: an app that ended without taking its socket along.
      if (other.errno === 'ECONNREFUSED' && removeSocket(path)) errno = await listen(server, path);
    }
    if (errno !== undefined) return { kind: 'unavailable', detail: `${path}: ${errno}` };
    chmodSync(path, 0o600);
    return undefined;
  });
  if (locked.kind === 'done') return locked.result;
  const detail = locked.kind === 'busy' ? 'its lock is held' : readErrorCode(locked.error);
  return { kind: 'unavailable', detail: `${path}: ${detail}` };
}

/** A pipe of Windows, which lies in no folder and leaves nothing behind. */
async function takeOpenPlace(server: Server, path: string): Promise<Obstacle | undefined> {
  const errno = await listen(server, path);
  if (errno === 'EADDRINUSE') return { kind: 'occupied', path, isPrivate: false };
  return errno === undefined ? undefined : { kind: 'unavailable', detail: `${path}: ${errno}` };
}

/** The system's word against it, or undefined when the server listens. */
function listen(server: Server, path: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Stays for good: a failed accept would otherwise end the app. A second resolve does nothing.
    server.on('error', (error) => resolve(readErrorCode(error) ?? String(error)));
    server.listen(path, () => resolve(undefined));
  });
}

function removeSocket(path: string): boolean {
  try {
    if (!lstatSync(path).isSocket()) return false;
    unlinkSync(path);
    return true;
  } catch (error) {
    const code = readErrorCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT';
  }
}

function readCredentials(socket: Socket, readPeer: ReadPeer): PeerCredentials | undefined {
  // Node has no other way to a connection's descriptor.
  const { _handle: handle } = socket as unknown as { readonly _handle?: { readonly fd?: number } };
  return handle?.fd === undefined || handle.fd < 0 ? undefined : readPeer(handle.fd);
}
