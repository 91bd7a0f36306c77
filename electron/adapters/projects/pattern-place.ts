import { compileNumberPattern } from '../../../shared/config-target.ts';
import type { NumberAt } from './command-ports.ts';

/** Longer ones are hard to read, and the schema of a target allows little more. */
const LENGTH_MAX = 400;
const PREFIX_MAX = 160;
/** How many lines above may be needed to tell a line from its like. */
const LINES_ABOVE_MAX = 6;

/**
 * An expression that fits this number of the text and nothing else, by what stands before it; the
 * port itself is left open, so that it fits after a move as well. Undefined where lines repeat.
 */
export function toPattern(text: string, { start, port }: NumberAt): string | undefined {
  const lineStart = findLineStart(text, start);
  const prefix = text.slice(lineStart, start).trimStart();
  const isShort = prefix.length <= PREFIX_MAX;
  const own = toLiteral(isShort ? prefix : prefix.slice(-PREFIX_MAX), port);
  let pattern = `${isShort ? '^[ \\t]*' : ''}${own}(\\d+)`;
  let above = lineStart;
  for (let lines = 0; lines <= LINES_ABOVE_MAX && pattern.length <= LENGTH_MAX; lines += 1) {
    const fits = countFits(text, pattern);
    if (fits === 1) return pattern;
    if (fits === 0 || above === 0 || !isShort) return undefined;
    const end = text[above - 1] === '\n' && text[above - 2] === '\r' ? above - 2 : above - 1;
    above = findLineStart(text, end);
    pattern = `^[ \\t]*${toLiteral(text.slice(above, end).trim(), port)}[ \\t]*\\r?\\n${pattern.slice(1)}`;
  }
  return undefined;
}

function findLineStart(text: string, position: number): number {
  if (position === 0) return 0;
  return Math.max(text.lastIndexOf('\n', position - 1), text.lastIndexOf('\r', position - 1)) + 1;
}

function toLiteral(text: string, port: number): string {
  return text
    .replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
    .replaceAll('\t', '\\t')
    .replaceAll(new RegExp(`(?<!\\d)${port}(?!\\d)`, 'g'), '\\d+');
}

/** 0, 1, or 2 for more. */
function countFits(text: string, source: string): number {
  const pattern = compileNumberPattern(source);
  if (pattern === undefined) return 0;
  let fits = 0;
  for (const _match of text.matchAll(pattern)) {
    fits += 1;
    if (fits > 1) break;
  }
  return fits;
}
