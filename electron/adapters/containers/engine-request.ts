import { request, type IncomingMessage } from 'node:http';
import type { ContainerEngine } from '../../../shared/container.ts';
import type { EngineFailure } from '../../../shared/supervision.ts';
import { readErrorCode } from '../errno.ts';

/** One question to a container engine. */
export interface EngineRequest {
  readonly socketPath: string;
  readonly method: 'GET' | 'POST';
  /** With its query. */
  readonly path: string;
  /** Aborted when the time for the whole question is over, or when nobody waits any more. */
  readonly signal: AbortSignal;
}

export type EngineReply =
  | {
      readonly kind: 'replied';
      readonly status: number;
      readonly engine: ContainerEngine;
      readonly body: string;
    }
  | { readonly kind: 'failed'; readonly reason: EngineFailure }
  /** There is no socket, so no engine is installed there. */
  | { readonly kind: 'absent' };

/** Far more than a thousand containers take. */
const MOST_BYTES = 4 * 1024 * 1024;

/** The most that a socket's path may have; a longer one would be cut, and lead elsewhere. */
const MOST_PATH_BYTES = 107;

const ABSENT: EngineReply = { kind: 'absent' };
const UNREADABLE: EngineReply = { kind: 'failed', reason: 'unreadable' };
const TIMED_OUT: EngineReply = { kind: 'failed', reason: 'timed-out' };

/** What the system says of a connection that did not come about. */
const REFUSALS: Readonly<Record<string, EngineReply>> = {
  ENOENT: ABSENT,
  ENOTDIR: ABSENT,
  ECONNREFUSED: { kind: 'failed', reason: 'not-running' },
  ENOTSOCK: { kind: 'failed', reason: 'not-running' },
  EACCES: { kind: 'failed', reason: 'not-permitted' },
  EPERM: { kind: 'failed', reason: 'not-permitted' },
  // Nobody takes connections from the socket's full queue.
  EAGAIN: TIMED_OUT,
};

/**
 * Asks once, over a connection of its own that is closed at the end whatever happens; never
 * throws, and ends when the signal is aborted. A question keeps no process alive, an order does:
 * engines are asked aside, and an ended watch need not hear what it asked.
 */
export function askEngine(question: EngineRequest): Promise<EngineReply> {
  const { socketPath, method, path, signal } = question;
  return new Promise((resolve) => {
    const cannotBe = Buffer.byteLength(socketPath) > MOST_PATH_BYTES;
    if (cannotBe || signal.aborted) {
      resolve(cannotBe ? ABSENT : TIMED_OUT);
      return;
    }
    const sent = request({
      socketPath,
      method,
      path,
      agent: false,
      headers: { Host: 'localhost', Connection: 'close' },
    });
    const settle = (reply: EngineReply): void => {
      signal.removeEventListener('abort', giveUp);
      sent.destroy();
      resolve(reply);
    };
    const giveUp = (): void => {
      settle(TIMED_OUT);
    };
    signal.addEventListener('abort', giveUp);
    if (method === 'GET') sent.on('socket', (socket) => socket.unref());
    sent.on('error', (error) => {
      settle(REFUSALS[readErrorCode(error) ?? ''] ?? UNREADABLE);
    });
    // Also when the connection ends in a way that is no error, e.g. by another protocol.
    sent.on('close', () => {
      settle(UNREADABLE);
    });
    sent.on('response', (response) => {
      readBody(response, (body) => {
        settle(body === undefined ? UNREADABLE : toReply(response, body));
      });
    });
    sent.end();
  });
}

/** Hands over the body, or undefined when it breaks off or is larger than any honest one. */
function readBody(response: IncomingMessage, done: (body: string | undefined) => void): void {
  const chunks: Buffer[] = [];
  let length = 0;
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MOST_BYTES) done(undefined);
  });
  response.on('error', () => {
    done(undefined);
  });
  response.on('end', () => {
    done(Buffer.concat(chunks).toString('utf8'));
  });
}

/** Podman answers on Docker's paths too, so that only its headers tell which of them it is. */
function toReply({ statusCode = 0, headers }: IncomingMessage, body: string): EngineReply {
  const isPodman = 'libpod-api-version' in headers;
  return { kind: 'replied', status: statusCode, engine: isPodman ? 'podman' : 'docker', body };
}

/** What a refusal means that came with this status. */
export function toReason(status: number): EngineFailure {
  if (status === 404) return 'no-such-container';
  return status === 401 || status === 403 ? 'not-permitted' : 'unreadable';
}
