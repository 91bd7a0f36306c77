import { isIP } from 'node:net';
import { toCanonicalAddress } from '../../../shared/address.ts';
import type { Protocol } from '../../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../../shared/port-text.ts';
import type { PortRange } from '../../../shared/port.ts';
import type { AnyStrategy } from '../../core/free-ports/strategy.ts';
import type { ArgumentProblem, Wanted } from './argument-problem.ts';

export interface FreeAsked {
  readonly kind: 'free';
  readonly asksJson: boolean;
  readonly asksWhy: boolean;
  readonly strategy: AnyStrategy;
  readonly protocols: readonly Protocol[];
  readonly address: string | undefined;
  readonly count: number;
}

const COUNT_MAX = 1000;
/** How many ports `--near` looks at. */
const NEAR_LIMIT = 100;
/** Above the ports that programs are known for, and below those that Linux lends to connections. */
const USUAL_RANGE: PortRange = { from: 20_000, to: 32_767 };

/** Flags of which only one can say where to look. */
const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['--near', '--range'],
  ['--near', '--random'],
  ['--near', '--system'],
  ['--range', '--system'],
  ['--random', '--system'],
  ['--udp', '--both'],
];

/** Reads what follows `portreeve free`. */
export function toFreeAsked(flags: ReadonlyMap<string, string>): FreeAsked | ArgumentProblem {
  for (const [flag, other] of EXCLUSIVE) {
    if (flags.has(flag) && flags.has(other)) return { kind: 'not-together', flag, other };
  }
  const bad = (flag: string, wanted: Wanted): ArgumentProblem => ({
    kind: 'value-bad',
    flag,
    value: flags.get(flag) ?? '',
    wanted,
  });
  const strategy = toStrategy(flags);
  if (strategy === '--near') return bad('--near', 'port');
  if (strategy === '--range') return bad('--range', 'range');
  const host = flags.get('--host')?.trim();
  if (host !== undefined && isIP(host) === 0) return bad('--host', 'address');
  const count = toCount(flags.get('--count') ?? '1');
  if (count === undefined) return bad('--count', 'count');
  return {
    kind: 'free',
    asksJson: flags.has('--json'),
    asksWhy: flags.has('--why'),
    strategy,
    protocols: flags.has('--both') ? ['tcp', 'udp'] : [flags.has('--udp') ? 'udp' : 'tcp'],
    address: host === undefined ? undefined : toCanonicalAddress(host),
    count,
  };
}

/** Where to look, or the flag whose value is not understood. */
function toStrategy(flags: ReadonlyMap<string, string>): AnyStrategy | '--near' | '--range' {
  const near = flags.get('--near');
  if (near !== undefined) {
    const parsed = parsePort(near);
    return parsed.kind === 'port'
      ? { kind: 'next', from: parsed.port, limit: NEAR_LIMIT }
      : '--near';
  }
  if (flags.has('--system')) return { kind: 'system' };
  const text = flags.get('--range');
  if (text === undefined) return { kind: 'random', range: USUAL_RANGE };
  const parsed = parsePortRanges(text);
  const [range, ...others] = parsed.kind === 'ranges' ? parsed.ranges : [];
  if (range === undefined || others.length > 0) return '--range';
  return { kind: flags.has('--random') ? 'random' : 'range', range };
}

function toCount(text: string): number | undefined {
  const count = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= COUNT_MAX ? count : undefined;
}
