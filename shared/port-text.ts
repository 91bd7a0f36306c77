import type { PortRange } from './port.ts';

const PORT_MAX = 65_535;

export type PortTextProblem = 'empty' | 'not-a-number' | 'out-of-range' | 'range-reversed';

export type ParsedPort =
  | { readonly kind: 'port'; readonly port: number }
  | { readonly kind: 'invalid'; readonly problem: PortTextProblem };

/**
 * Reads a port as a person types it: decimal digits only, so that `0x1f90`, `3.5` and `1e3`
 * are mistakes to be told about and not numbers to be guessed at.
 */
export function parsePort(text: string): ParsedPort {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'invalid', problem: 'empty' };
  if (!/^\d+$/.test(trimmed)) return { kind: 'invalid', problem: 'not-a-number' };
  const port = Number(trimmed);
  return port >= 1 && port <= PORT_MAX
    ? { kind: 'port', port }
    : { kind: 'invalid', problem: 'out-of-range' };
}

export type ParsedPortRanges =
  | { readonly kind: 'ranges'; readonly ranges: readonly PortRange[] }
  | { readonly kind: 'invalid'; readonly problem: PortTextProblem; readonly part: string };

/** Reads `3001, 3002, 3100-3199`; an empty text is an empty list. */
export function parsePortRanges(text: string): ParsedPortRanges {
  const ranges: PortRange[] = [];
  for (const part of text.split(/[,\s;]+/).filter((piece) => piece !== '')) {
    const [first = '', second = first, ...rest] = part.split(/-|–|\.\./);
    if (rest.length > 0) return { kind: 'invalid', problem: 'not-a-number', part };
    const from = parsePort(first);
    const to = parsePort(second);
    if (from.kind === 'invalid') return { kind: 'invalid', problem: from.problem, part };
    if (to.kind === 'invalid') return { kind: 'invalid', problem: to.problem, part };
    if (from.port > to.port) return { kind: 'invalid', problem: 'range-reversed', part };
    ranges.push({ from: from.port, to: to.port });
  }
  return { kind: 'ranges', ranges };
}

/** Writes ranges the way `parsePortRanges` reads them. */
export function formatPortRanges(ranges: readonly PortRange[]): string {
  return ranges
    .map((range) => (range.from === range.to ? `${range.from}` : `${range.from}-${range.to}`))
    .join(', ');
}
