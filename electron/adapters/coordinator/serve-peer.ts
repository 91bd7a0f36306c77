import type { Socket } from 'node:net';
import { ANSWER_BYTES_MAX, REQUEST_BYTES_MAX } from '../../../shared/coordinator.ts';
import type { Peer, PeerHandler } from '../../core/host-coordinator.ts';
import { createLineSplitter } from './split-lines.ts';

/** How long a peer may take to say its first line, or the rest of one that it began. */
const LINE_WITHIN_MS = 5000;
/** How long a peer may say nothing at all. */
const SILENT_MAX_MS = 10 * 60_000;

/**
 * Hands the lines of a peer over, one at a time and no faster than they are answered. A peer that
 * sends too long a line, does not end one, or does not read its answers is cut off.
 */
export function servePeer(
  socket: Socket,
  pid: number | undefined,
  greet: (peer: Peer) => PeerHandler,
  onBug: (error: unknown) => void,
): void {
  const splitter = createLineSplitter(REQUEST_BYTES_MAX);
  const waiting: string[] = [];
  let isBusy = false;
  const handle = greet({
    pid,
    send(line) {
      if (socket.destroyed) return;
      socket.write(`${line}\n`);
      if (socket.writableLength > ANSWER_BYTES_MAX) socket.destroy();
    },
    close: () => socket.end(),
  });

  async function work(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    socket.pause();
    socket.setTimeout(0);
    for (let line = waiting.shift(); line !== undefined; line = waiting.shift()) {
      if (socket.destroyed) break;
      try {
        await handle(line);
      } catch (error) {
        onBug(error);
        socket.destroy();
      }
    }
    isBusy = false;
    socket.setTimeout(splitter.isInLine() ? LINE_WITHIN_MS : SILENT_MAX_MS);
    socket.resume();
  }

  socket.setTimeout(LINE_WITHIN_MS);
  socket.on('timeout', () => socket.destroy());
  // The end of a connection is no trouble of ours, whichever way it comes.
  socket.on('error', () => socket.destroy());
  socket.on('data', (piece) => {
    const lines = splitter.push(piece);
    if (lines === undefined) {
      socket.destroy();
      return;
    }
    waiting.push(...lines);
    if (waiting.length > 0) void work();
  });
}
