import type { PortRange } from '../port.ts';

/** The ends of a range, as they are put into a sentence: numbers of ports are not grouped. */
export function toRangeWords({ from, to }: PortRange): {
  readonly from: string;
  readonly to: string;
} {
  return { from: String(from), to: String(to) };
}
