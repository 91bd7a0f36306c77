import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';
import type { ConfigTarget } from '../../../shared/config-target.ts';
import { findLineEnd, refuse, refuseOther, type FormatEditor } from './text-edit.ts';

/*
 * PORT=3000
 * export API_PORT = "3001"  # the web server asks for it
 * CERT='-----BEGIN
 * PORT=9 is text here
 * -----END'
 *
 * The format of the npm package dotenv 18 (README, "Rules"): a value lies on one line, or between
 * quotes over several; a backslash keeps a quote from closing; the last assignment of a key wins.
 */

type DotenvTarget = Pick<Extract<ConfigTarget, { kind: 'dotenv' }>, 'key'>;

interface Assignment {
  readonly key: string;
  /** The value without quotes, blanks and comment, as positions in the text. */
  readonly start: number;
  readonly end: number;
}

const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,9})$/;

/** Ports in .env files, as the npm package dotenv reads them. */
export const dotenvEditor: FormatEditor<DotenvTarget> = {
  locate(text, { key }, from, to) {
    const assignments = scanAssignments(text);
    // SOPS keeps a sum over all values beside them.
    if (assignments.some((one) => one.key === 'sops_mac')) return refuse('file-encrypted');
    const [assignment, ...others] = assignments.filter((one) => one.key === key);
    if (assignment === undefined) return refuse('key-missing');
    if (others.length > 0) return refuse('key-duplicated');

    const { start, end } = assignment;
    const value = text.slice(start, end);
    if (!PLAIN_NUMBER.test(value)) return refuse('value-not-plain');
    if (value !== String(from)) return refuseOther(Number(value));
    return { kind: 'splice', start, end, inserted: String(to) };
  },
  changesOnly: (before, after, { key }, from, to) => changesOnly(key, from, to, before, after),
};

/** What dotenv reads must be the same but for the key, whatever our own scanner thinks. */
function changesOnly(key: string, from: number, to: number, text: string, edited: string): boolean {
  // The fast parser takes linear time; the other needs minutes for a megabyte of blank lines.
  const before = parse(text, { fast: true });
  const after = parse(edited, { fast: true });
  return (
    before[key] === String(from) &&
    isDeepStrictEqual({ ...before, [key]: String(to) }, { ...after })
  );
}

function scanAssignments(text: string): readonly Assignment[] {
  const head = /[^\S\r\n]*(?:export[^\S\r\n]+)?([\w.-]+)(?:[^\S\r\n]*=|:(?=[^\S\r\n]))/y;
  const assignments: Assignment[] = [];
  let position = 0;
  while (position < text.length) {
    head.lastIndex = position;
    const key = head.exec(text)?.[1];
    if (key !== undefined) {
      const value = readValue(text, head.lastIndex);
      assignments.push({ key, ...value });
      position = value.end;
    }
    position = findLineEnd(text, position) + 1;
  }
  return assignments;
}

function readValue(text: string, from: number): Omit<Assignment, 'key'> {
  const lineEnd = findLineEnd(text, from);
  const start = from + countBlanks(text.slice(from, lineEnd));
  const close = findClosingQuote(text, start);
  if (close !== undefined) return { start: start + 1, end: close };
  const [plain = ''] = text.slice(start, lineEnd).split('#', 1);
  return { start, end: start + plain.trimEnd().length };
}

/** The quote that ends the value: nothing but blanks or a comment follows it on its line. */
function findClosingQuote(text: string, open: number): number | undefined {
  const quote = text[open];
  if (quote !== '"' && quote !== "'" && quote !== '`') return undefined;
  const rest = /[^\S\r\n]*(?:[#\r\n]|$)/y;
  let found: number | undefined;
  for (
    let candidate = text.indexOf(quote, open + 1);
    candidate !== -1;
    candidate = text.indexOf(quote, candidate + 1)
  ) {
    rest.lastIndex = candidate + 1;
    if (rest.test(text)) found = candidate;
    // After a backslash it may be part of the value or, as in 'C:\', the end of it.
    if (text[candidate - 1] !== '\\') break;
  }
  return found;
}

function countBlanks(text: string): number {
  return text.length - text.trimStart().length;
}
