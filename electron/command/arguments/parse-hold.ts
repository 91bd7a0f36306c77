import type { ArgumentProblem } from './argument-problem.ts';
import { toName } from './parse-lease.ts';

export interface HoldAsked {
  readonly kind: 'hold' | 'unhold';
  readonly asksJson: boolean;
  readonly name: string;
}

/** Reads what follows `portreeve hold` and `portreeve unhold`. */
export function toHoldAsked(
  kind: HoldAsked['kind'],
  name: string | undefined,
  flags: ReadonlyMap<string, string>,
): HoldAsked | ArgumentProblem {
  const named = toName(kind, name);
  if (typeof named !== 'string') return named;
  return { kind, asksJson: flags.has('--json'), name: named };
}
