import type { PortRange } from '../../../shared/port.ts';

/*
 * Two tables of netsh, whose words are in the system's language and whose digits are not.
 *
 * netsh interface ipv4 show excludedportrange protocol=tcp
 *        5357        5357
 *       50000       50059     *
 *
 * netsh interface ipv4 show dynamicport protocol=tcp: the first port, and how many there are.
 *   Start Port      : 49152
 *   Number of Ports : 16384
 */

const PORT_MAX = 65_535;
const LINE_LENGTH_MAX = 200;

/** A range that Windows gives to nobody who asks for one of its ports. */
export interface ExcludedRange extends PortRange {
  /** Excluded by an administrator, and not by a part of the system for this session. */
  readonly isAdministered: boolean;
}

/** The lines that are two ports and at most a mark; everything else is passed over. */
export function parseExcludedRanges(text: string): readonly ExcludedRange[] {
  return toLines(text).flatMap((line) => {
    const [, first = '', last = '', mark] =
      /^\s*(\d{1,5})\s+(\d{1,5})\s*(\*)?\s*$/.exec(line) ?? [];
    const range = toRange(Number(first), Number(last));
    return range === undefined ? [] : [{ ...range, isAdministered: mark !== undefined }];
  });
}

/** Undefined where the text is not two lines that end in a number each. */
export function parseDynamicRange(text: string): PortRange | undefined {
  const numbers = toLines(text).flatMap((line) => {
    const digits = /[::]\s*(\d{1,5})\s*$/.exec(line)?.[1];
    return digits === undefined ? [] : [Number(digits)];
  });
  const [start, count, ...more] = numbers;
  if (start === undefined || count === undefined || count === 0 || more.length > 0)
    return undefined;
  return toRange(start, start + count - 1);
}

function toLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line.length <= LINE_LENGTH_MAX);
}

function toRange(from: number, to: number): PortRange | undefined {
  return from >= 1 && from <= to && to <= PORT_MAX ? { from, to } : undefined;
}
