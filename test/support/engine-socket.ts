import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** A unix socket where the test plays the engine. */
export interface EngineSocket {
  readonly path: string;
  /** Waits until nobody is connected any more. */
  waitForQuiet(): Promise<void>;
  close(): Promise<void>;
}

/** What an engine says to `METHOD /path`; anything else is 404. */
export interface EnginePlay {
  readonly answers: Readonly<Record<string, readonly [status: number, body: string]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly onRequest?: (line: string) => void;
}

/** Listens with bare connections, for engines that do not speak HTTP as they should. */
export function openRawSocket(onConnection: (socket: Socket) => void): Promise<EngineSocket> {
  return listen(createServer(onConnection));
}

/** Listens as an engine that answers. */
export function openEngineSocket(play: EnginePlay): Promise<EngineSocket> {
  const { answers, headers = { Server: 'Docker/20.10.24 (linux)' }, onRequest } = play;
  return listen(
    createHttpServer((request, response) => {
      const line = `${request.method ?? ''} ${request.url ?? ''}`;
      onRequest?.(line);
      const [status, body] = answers[line] ?? [404, '{"message":"no such thing"}'];
      response.writeHead(status, { ...headers, 'Content-Type': 'application/json' });
      response.end(status === 204 || status === 304 ? undefined : body);
    }),
  );
}

async function listen(server: Server): Promise<EngineSocket> {
  const folder = mkdtempSync(join(tmpdir(), 'portreeve-engine-'));
  const path = join(folder, 'engine.sock');
  const connected = new Set<Socket>();
  server.on('connection', (socket) => {
    connected.add(socket);
    // Those who ask may leave at any moment.
    socket.on('error', () => undefined);
    socket.on('close', () => connected.delete(socket));
  });
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  return {
    path,
    async waitForQuiet() {
      await eventually(() => connected.size === 0 || undefined, 'all connections to close');
    },
    async close() {
      for (const socket of connected) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      rmSync(folder, { recursive: true });
    },
  };
}
