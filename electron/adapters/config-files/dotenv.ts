import { isDeepStrictEqual } from 'node:util';
import { parse } from 'dotenv';
import type { EditRefusal } from '../../../shared/reassign.ts';

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

export type DotenvEdit =
  | {
      readonly kind: 'edit';
      /** The whole file as it would be. */
      readonly text: string;
      /** Counted from 1. */
      readonly line: number;
      /** The line without its end, as it is and as it would be. */
      readonly before: string;
      readonly after: string;
    }
  | { readonly kind: 'refused'; readonly reason: EditRefusal };

interface Assignment {
  readonly key: string;
  /** The value without quotes, blanks and comment, as positions in the text. */
  readonly start: number;
  readonly end: number;
}

const BYTE_ORDER_MARK = '\uFEFF';
const PLAIN_NUMBER = /^(?:0|[1-9]\d{0,9})$/;
const LINE_LENGTH_MAX = 4096;

/**
 * The edit that sets `key` from one port to another: every character outside the number stays, and
 * dotenv itself agrees that no other key changes. Anything that could be read in two ways is refused.
 */
export function planDotenvEdit(text: string, key: string, from: number, to: number): DotenvEdit {
  const found = scanAssignments(text).filter((assignment) => assignment.key === key);
  const [assignment] = found;
  if (assignment === undefined) return { kind: 'refused', reason: 'key-missing' };
  if (found.length > 1) return { kind: 'refused', reason: 'key-duplicated' };

  const value = text.slice(assignment.start, assignment.end);
  if (!PLAIN_NUMBER.test(value)) return { kind: 'refused', reason: 'value-not-plain' };
  if (value !== String(from)) return { kind: 'refused', reason: 'value-differs' };

  const lineStart = findLineStart(text, assignment.start);
  const lineEnd = findLineEnd(text, assignment.end);
  // The line is shown and recorded whole.
  if (lineEnd - lineStart > LINE_LENGTH_MAX) return { kind: 'refused', reason: 'file-too-large' };

  const edited = `${text.slice(0, assignment.start)}${to}${text.slice(assignment.end)}`;
  if (!changesOnly(key, from, to, text, edited)) return { kind: 'refused', reason: 'check-failed' };
  return {
    kind: 'edit',
    text: edited,
    line: text.slice(0, lineStart).split(/\r\n|\r|\n/).length,
    before: text.slice(lineStart, lineEnd),
    after: edited.slice(lineStart, lineEnd + edited.length - text.length),
  };
}

/** The number that `key` has in this text, or undefined when it is not one plain number. */
export function readDotenvNumber(text: string, key: string): number | undefined {
  const [assignment, ...others] = scanAssignments(text).filter((found) => found.key === key);
  if (assignment === undefined || others.length > 0) return undefined;
  const value = text.slice(assignment.start, assignment.end);
  return PLAIN_NUMBER.test(value) ? Number(value) : undefined;
}

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
  let position = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
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

function findLineStart(text: string, position: number): number {
  const start =
    Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
  return start === 0 && text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : start;
}

function findLineEnd(text: string, position: number): number {
  const end = /[\r\n]/g;
  end.lastIndex = position;
  return end.exec(text)?.index ?? text.length;
}
