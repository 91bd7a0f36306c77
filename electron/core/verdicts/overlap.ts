import type { Family } from '../../../shared/listener.ts';
import type { System } from '../../../shared/system.ts';

/*
 * Which two local addresses of one port get in each other's way, as the systems decide it for
 * listeners that set no options beyond what Node sets. TCP and UDP of a number never meet.
 */

/** The addresses that stand for all: what servers bind when they do not name an interface. */
export const USUAL_ADDRESSES = ['127.0.0.1', '::1', '0.0.0.0', '::'] as const;

export interface BindAddress {
  readonly family: Family;
  readonly address: string;
  /** Absent where it is not known; an IPv6 wildcard then counts as taking IPv4 along. */
  readonly isV6Only?: boolean | undefined;
}

/** `blocks`: the second bind fails. `shadows`: both bind, and the more specific gets the traffic. */
export type Overlap = 'blocks' | 'shadows' | 'independent';

/** What an address covers: which families, and whether all of a family or one address. */
interface Cover {
  readonly v4: string | undefined;
  readonly v6: string | undefined;
}

const EVERY = '*';

function toCover({ family, address, isV6Only = false }: BindAddress): Cover {
  if (family === 4) return { v4: address === '0.0.0.0' ? EVERY : address, v6: undefined };
  if (address === '::') return { v4: isV6Only ? undefined : EVERY, v6: EVERY };
  if (address.startsWith('::ffff:')) {
    const mapped = address.slice('::ffff:'.length);
    return { v4: mapped === '0.0.0.0' ? EVERY : mapped, v6: undefined };
  }
  return { v4: undefined, v6: address };
}

function overlapIn(
  held: string | undefined,
  wanted: string | undefined,
): 'same' | 'within' | undefined {
  if (held === undefined || wanted === undefined) return undefined;
  if (held === wanted) return 'same';
  return held === EVERY || wanted === EVERY ? 'within' : undefined;
}

/** An address as it is written in settings and on a command line, where it brings no family. */
export function toBindAddress(address: string): BindAddress {
  return { family: address.includes(':') ? 6 : 4, address };
}

/** Whether something is covered by both, on any system; what comes of it differs from one to the next. */
export function doAddressesMeet(a: BindAddress, b: BindAddress): boolean {
  return doCoversMeet(toCover(a), toCover(b));
}

function doCoversMeet(a: Cover, b: Cover): boolean {
  return overlapIn(a.v4, b.v4) !== undefined || overlapIn(a.v6, b.v6) !== undefined;
}

/** Whether a held address keeps another from being bound on this system. */
export function decideOverlap(held: BindAddress, wanted: BindAddress, system: System): Overlap {
  const a = toCover(held);
  const b = toCover(wanted);
  if (!doCoversMeet(a, b)) return 'independent';
  switch (system) {
    case 'linux':
      return 'blocks';
    case 'macos':
      return decideOnMacos(held, a, b);
    case 'windows':
      return decideOnWindows(held, wanted);
  }
}

/**
 * A specific address may be bound beside a wildcard, and `::` beside `0.0.0.0`, but not the other
 * way round: XNU's in_pcbbind refuses an IPv4 wildcard where any socket covers it already, while
 * in6_pcbbind lets a wildcard of the other family be. For sockets of one account.
 */
function decideOnMacos({ family }: BindAddress, held: Cover, wanted: Cover): Overlap {
  if (held.v6 !== undefined && held.v6 === wanted.v6) return 'blocks';
  const isSame4 = held.v4 !== undefined && held.v4 === wanted.v4;
  const isBeside = family === 4 && wanted.v6 === EVERY;
  return isSame4 && !isBeside ? 'blocks' : 'shadows';
}

/** A specific address may be bound beside a wildcard, and an IPv4 one beside a dual `::`. */
function decideOnWindows(held: BindAddress, wanted: BindAddress): Overlap {
  const isSameSocketAddress = held.family === wanted.family && held.address === wanted.address;
  return isSameSocketAddress ? 'blocks' : 'shadows';
}
