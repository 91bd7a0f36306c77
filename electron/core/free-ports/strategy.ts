import type { PortRange } from '../../../shared/port.ts';

const PORT_MAX = 65_535;

/** Which ports are looked at, and in which order; never one beyond what it names. */
export type FreePortStrategy =
  /** A person's own list, in its order. */
  | { readonly kind: 'list'; readonly ranges: readonly PortRange[] }
  /** Upward from a port, that port included. */
  | { readonly kind: 'next'; readonly from: number; readonly limit: number }
  | { readonly kind: 'range'; readonly range: PortRange }
  | { readonly kind: 'random'; readonly range: PortRange };

/** Or whatever the system gives. */
export type AnyStrategy = FreePortStrategy | { readonly kind: 'system' };

/** An unguessable whole number from 0 up to, and without, the limit. */
export type RandomBelow = (limit: number) => number;

/** Every port of the strategy once, in its order. */
export function* iteratePorts(
  strategy: FreePortStrategy,
  randomBelow: RandomBelow,
): Generator<number, void> {
  if (strategy.kind === 'random') {
    yield* shuffle(strategy.range, randomBelow);
    return;
  }
  const seen = new Set<number>();
  for (const { from, to } of toRanges(strategy)) {
    for (let port = from; port <= to; port += 1) {
      if (seen.has(port)) continue;
      seen.add(port);
      yield port;
    }
  }
}

/** The ranges that a strategy stays within. */
export function toRanges(strategy: FreePortStrategy): readonly PortRange[] {
  switch (strategy.kind) {
    case 'list':
      return strategy.ranges;
    case 'next': {
      const { from, limit } = strategy;
      return [{ from, to: Math.min(from + limit - 1, PORT_MAX) }];
    }
    case 'range':
    case 'random':
      return [strategy.range];
  }
}

export function isWithin(port: number, strategy: FreePortStrategy): boolean {
  return toRanges(strategy).some(({ from, to }) => from <= port && port <= to);
}

/** Whether the person named this very port, and not only a place to look for one. */
export function isNamed(port: number, strategy: AnyStrategy): boolean {
  switch (strategy.kind) {
    case 'list':
      return true;
    case 'range':
    case 'random':
      return strategy.range.from === port && strategy.range.to === port;
    case 'next':
    case 'system':
      return false;
  }
}

/**
 * A shuffle that is made while it is read: only what was swapped is remembered, so that one port
 * of sixteen thousand costs one draw.
 */
function* shuffle({ from, to }: PortRange, randomBelow: RandomBelow): Generator<number, void> {
  const swapped = new Map<number, number>();
  for (let rest = to - from + 1; rest > 0; rest -= 1) {
    const drawn = randomBelow(rest);
    yield from + (swapped.get(drawn) ?? drawn);
    swapped.set(drawn, swapped.get(rest - 1) ?? rest - 1);
  }
}
