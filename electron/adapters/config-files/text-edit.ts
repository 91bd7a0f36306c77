import type { EditRefusal } from '../../../shared/reassign.ts';

/** The one place of a text that changes: `inserted` stands where `start` to `end` stood. */
export interface Splice {
  readonly kind: 'splice';
  readonly start: number;
  readonly end: number;
  readonly inserted: string;
}

export interface Refused {
  readonly kind: 'refused';
  readonly reason: EditRefusal;
  /** The number that stands there instead, where the place has one. */
  readonly found?: number;
}

export type TextEdit =
  | {
      readonly kind: 'edit';
      /** The whole text as it would be. */
      readonly text: string;
      readonly splice: Splice;
    }
  | Refused;

/** Finds the port in a text without byte order mark, and says afterwards whether all went well. */
export interface FormatEditor<Target> {
  locate(text: string, target: Target, from: number, to: number): Splice | Refused;
  /** Whether other readers of the format see that one value change and nothing else. */
  changesOnly(before: string, after: string, target: Target, from: number, to: number): boolean;
}

const LINE_BREAK = /\r\n|\r|\n/;
const BYTE_ORDER_MARK = '\uFEFF';
const LINE_LENGTH_MAX = 4096;

export function refuse(reason: EditRefusal): Refused {
  return { kind: 'refused', reason };
}

/** Refuses a place because another number stands there; undefined where there are several. */
export function refuseOther(found: number | undefined): Refused {
  return { ...refuse('value-differs'), ...(found !== undefined && { found }) };
}

/**
 * The edit that sets the target from one port to another: every character outside the number
 * stays. Anything that could be read in two ways is refused.
 */
export function planTextEdit<Target>(
  editor: FormatEditor<Target>,
  text: string,
  target: Target,
  from: number,
  to: number,
): TextEdit {
  const offset = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
  const body = text.slice(offset);
  try {
    const found = editor.locate(body, target, from, to);
    if (found.kind === 'refused') return found;
    const edited = body.slice(0, found.start) + found.inserted + body.slice(found.end);
    if (findLineEnd(body, found.end) - findLineStart(body, found.start) > LINE_LENGTH_MAX) {
      return refuse('line-too-long');
    }
    if (!editor.changesOnly(body, edited, target, from, to)) return refuse('check-failed');
    return {
      kind: 'edit',
      text: text.slice(0, offset) + edited,
      splice: { ...found, start: found.start + offset, end: found.end + offset },
    };
  } catch (error) {
    // Thousands of brackets within each other exhaust the parsers' stack.
    if (error instanceof RangeError) return refuse('syntax-invalid');
    throw error;
  }
}

/** The number of the line of a position, counted from 1. */
export function countLine(text: string, position: number): number {
  return text.slice(0, position).split(LINE_BREAK).length;
}

/** A line without its end, empty where there is none. */
export function readLine(text: string, line: number): string {
  const found = text.split(LINE_BREAK)[line - 1] ?? '';
  return line === 1 && found.startsWith(BYTE_ORDER_MARK) ? found.slice(1) : found;
}

function findLineStart(text: string, position: number): number {
  return Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
}

export function findLineEnd(text: string, position: number): number {
  const end = /[\r\n]/g;
  end.lastIndex = position;
  return end.exec(text)?.index ?? text.length;
}
