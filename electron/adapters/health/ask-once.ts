import { connect } from 'node:net';
import type { ProbeFailure, ProbeResult } from '../../../shared/health.ts';
import type { ParsedHead } from './parse-head.ts';

/** What is read of one answer at most; the head is judged, the rest is only let come. */
const READ_BYTES_MAX = 64 * 1024;
/** How long the other end may take to close, once all is known. */
const FAREWELL_MS = 200;

interface Question {
  readonly timeoutMs: number;
  /** Nothing but a connection is asked for without one. */
  readonly request?: string;
  readonly parse?: (text: string) => ParsedHead;
}

/**
 * One connection, one question, one answer, which keep no process alive. The socket is closed so
 * that the service's own port is never left in TIME_WAIT, which would keep some programs from
 * starting again:
 *
 * - where we close first, in order, TIME_WAIT is ours. A reset would be an error in a server that
 *   still reads, and one that does not expect it would end by our question;
 * - after a request the server closes first, and our reset then ends its socket for good.
 */
export function askOnce(
  { address, port }: { readonly address: string; readonly port: number },
  { timeoutMs, request, parse }: Question,
): Promise<ProbeResult> {
  return new Promise((resolve) => {
    const startedMs = performance.now();
    let result: ProbeResult | undefined;
    let text = '';
    let bytes = 0;
    let hasServerClosed = false;
    const socket = connect({ host: address, port, allowHalfOpen: true });
    socket.unref();
    let timer = setTimeout(() => finish(toFailed('timed-out')), timeoutMs).unref();

    /** All is known; the socket may take a moment to close. */
    function settle(known: ProbeResult): void {
      if (result !== undefined) return;
      result = known;
      clearTimeout(timer);
      timer = setTimeout(close, FAREWELL_MS).unref();
    }

    /** The same, with nothing left to wait for. */
    function finish(known: ProbeResult): void {
      settle(known);
      close();
    }

    function close(): void {
      if (request !== undefined && hasServerClosed) socket.resetAndDestroy();
      else socket.destroy();
    }

    function take(chunk: Buffer): void {
      bytes += chunk.length;
      if (result === undefined && parse !== undefined) {
        text += chunk.toString('latin1');
        const head = parse(text);
        if (head.kind === 'bad') settle({ kind: 'failed', failure: head.failure });
        if (head.kind === 'good') {
          settle({
            kind: 'answered',
            latencyMs: performance.now() - startedMs,
            status: head.status,
          });
        }
      }
      if (bytes > READ_BYTES_MAX) close();
    }

    socket.once('connect', () => {
      if (request === undefined) {
        settle({ kind: 'answered', latencyMs: performance.now() - startedMs });
        socket.end();
      } else socket.write(request);
    });
    socket.on('data', take);
    socket.once('end', () => {
      hasServerClosed = true;
      finish(toFailed('closed'));
    });
    socket.once('error', (error: NodeJS.ErrnoException) => settle(toFailed(toKind(error.code))));
    socket.once('close', () => {
      settle(toFailed('closed'));
      clearTimeout(timer);
      resolve(result ?? toFailed('closed'));
    });
  });
}

type PlainKind = Exclude<ProbeFailure['kind'], 'wrong-status'>;

function toFailed(kind: PlainKind): ProbeResult {
  return { kind: 'failed', failure: { kind } };
}

const KINDS: Readonly<Record<string, PlainKind>> = {
  ECONNREFUSED: 'refused',
  ECONNRESET: 'closed',
  EPIPE: 'closed',
  ETIMEDOUT: 'timed-out',
};

function toKind(code = ''): PlainKind {
  return KINDS[code] ?? 'unreachable';
}
