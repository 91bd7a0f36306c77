import type { ProbeFailure, StatusRange } from '../../../shared/health.ts';

/*
 * The head of an HTTP/1 answer, RFC 9112:
 *
 *   HTTP/1.1 200 OK
 *   content-type: text/plain
 *   (an empty line)
 */

export type ParsedHead =
  | { readonly kind: 'good'; readonly status: number }
  | { readonly kind: 'bad'; readonly failure: ProbeFailure }
  /** More must be read before that can be told. */
  | { readonly kind: 'unfinished' };

/** Longer heads are refused, as most clients refuse them. */
const HEAD_LENGTH_MAX = 16 * 1024;
const PROTOCOL = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.\d (\d{3})(?: [^\r\n]*)?\r?\n/;
const END_OF_HEAD = /\r?\n\r?\n/;

/** Judges what a server has sent so far; answers that only announce another are passed over. */
export function parseHead(text: string, wanted: StatusRange): ParsedHead {
  if (!text.startsWith(PROTOCOL.slice(0, text.length))) return bad({ kind: 'not-http' });
  const end = END_OF_HEAD.exec(text);
  if (end === null) {
    return text.length > HEAD_LENGTH_MAX ? bad({ kind: 'too-long' }) : { kind: 'unfinished' };
  }
  const status = Number(STATUS_LINE.exec(text)?.[1]);
  if (!(status >= 100 && status <= 599)) return bad({ kind: 'not-http' });
  if (status < 200 && status !== 101)
    return parseHead(text.slice(end.index + end[0].length), wanted);
  return status >= wanted.from && status <= wanted.to
    ? { kind: 'good', status }
    : bad({ kind: 'wrong-status', status });
}

function bad(failure: ProbeFailure): ParsedHead {
  return { kind: 'bad', failure };
}
