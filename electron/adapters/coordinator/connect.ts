import { createConnection, type Socket } from 'node:net';
import { ANSWER_BYTES_MAX } from '../../../shared/coordinator.ts';
import type { AppConnection } from '../../core/host-coordinator.ts';
import { readErrorCode } from '../errno.ts';
import { createLineSplitter } from './split-lines.ts';

type Dialled =
  | { readonly kind: 'connected'; readonly socket: Socket }
  | { readonly kind: 'refused'; readonly errno: string };

/** Connects to a socket of this machine, or says in the system's word why not. */
export function dial(path: string): Promise<Dialled> {
  const socket = createConnection(path);
  return new Promise((resolve) => {
    // Stays for good; a second resolve does nothing.
    socket.on('error', (error) => resolve({ kind: 'refused', errno: readErrorCode(error) ?? '' }));
    socket.once('connect', () => resolve({ kind: 'connected', socket }));
  });
}

/** A connection on which lines are exchanged one after the other; undefined when nobody serves. */
export async function connectTo(path: string): Promise<AppConnection | undefined> {
  const dialled = await dial(path);
  if (dialled.kind === 'refused') return undefined;
  const { socket } = dialled;
  const splitter = createLineSplitter(ANSWER_BYTES_MAX);
  let hear: ((line: string | undefined) => void) | undefined;
  socket.on('data', (piece) => {
    const lines = splitter.push(piece);
    if (lines === undefined) socket.destroy();
    for (const line of lines ?? []) hear?.(line);
  });
  socket.once('close', () => hear?.(undefined));

  return {
    exchange(line, timeoutMs) {
      if (socket.destroyed) return Promise.resolve(undefined);
      return new Promise((resolve) => {
        const finish = (answer: string | undefined): void => {
          clearTimeout(timer);
          hear = undefined;
          resolve(answer);
        };
        const timer = setTimeout(() => finish(undefined), timeoutMs);
        hear = finish;
        socket.write(`${line}\n`);
      });
    },
    close: () => socket.destroy(),
  };
}
