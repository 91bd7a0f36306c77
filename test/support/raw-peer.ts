import { createConnection, type Socket } from 'node:net';

/** A client of the local socket that says whatever a test wants. */
export interface RawPeer {
  readonly socket: Socket;
  say(text: string | Uint8Array): void;
  /** The lines that came so far. */
  readonly lines: string[];
  hasEnded(): boolean;
}

/** Connects to a socket; how it ends is told by `hasEnded`, never thrown. */
export function openRawPeer(path: string): RawPeer {
  const socket = createConnection(path);
  const lines: string[] = [];
  let rest = '';
  let hasEnded = false;
  socket.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString()).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts);
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    hasEnded = true;
  });
  return {
    socket,
    lines,
    say: (text) => {
      socket.write(text);
    },
    hasEnded: () => hasEnded,
  };
}
