import type { LeaseRequest } from '../../../shared/lease.ts';
import type { Protocol } from '../../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../../shared/port-text.ts';
import type { ArgumentProblem } from './argument-problem.ts';

/** When the lease is to end; a process is named by the person, by its number alone. */
export type AskedTerm =
  | { readonly kind: 'reservation' }
  | { readonly kind: 'time'; readonly ttlMs: number }
  | { readonly kind: 'pid'; readonly pid: number };

export interface LeaseAsked {
  readonly kind: 'lease';
  readonly asksJson: boolean;
  readonly name: string;
  readonly protocols: readonly Protocol[];
  readonly strategy: LeaseRequest['strategy'];
  readonly term: AskedTerm;
}

export interface ReleaseAsked {
  readonly kind: 'release';
  readonly asksJson: boolean;
  readonly target:
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'port'; readonly port: number };
}

/** How long a port is promised to who does not say for how long. */
const USUAL_TTL_MS = 60 * 60_000;
const TTL_MAX_S = 30 * 24 * 60 * 60;
const NAME_LENGTH_MAX = 80;
/** How many ports `--near` looks at. */
const NEAR_LIMIT = 100;

const EXCLUSIVE: readonly (readonly [string, string])[] = [
  ['--near', '--range'],
  ['--udp', '--both'],
  ['--ttl', '--reserve'],
  ['--ttl', '--pid'],
  ['--pid', '--reserve'],
];

/** Reads what follows `portreeve lease`. */
export function toLeaseAsked(
  name: string | undefined,
  flags: ReadonlyMap<string, string>,
): LeaseAsked | ArgumentProblem {
  const named = toName('lease', name);
  if (typeof named !== 'string') return named;
  const clash = findClash(flags, EXCLUSIVE);
  if (clash !== undefined) return clash;
  const strategy = toLeaseStrategy(flags);
  if (strategy !== undefined && strategy.kind === 'value-bad') return strategy;
  const term = toTerm(flags);
  if (term.kind === 'value-bad') return term;
  return {
    kind: 'lease',
    asksJson: flags.has('--json'),
    name: named,
    protocols: toProtocols(flags),
    strategy,
    term,
  };
}

/** Reads what follows `portreeve release`. */
export function toReleaseAsked(
  target: string | undefined,
  flags: ReadonlyMap<string, string>,
): ReleaseAsked | ArgumentProblem {
  const named = toName('release', target);
  if (typeof named !== 'string') return named;
  const parsed = parsePort(named);
  return {
    kind: 'release',
    asksJson: flags.has('--json'),
    target:
      parsed.kind === 'port' ? { kind: 'port', port: parsed.port } : { kind: 'name', name: named },
  };
}

/** A name as it is kept, or why it is none. */
export function toName(verb: string, text: string | undefined): string | ArgumentProblem {
  const name = text?.trim() ?? '';
  if (name === '') return { kind: 'value-missing', flag: verb, wanted: 'name' };
  return name.length > NAME_LENGTH_MAX
    ? { kind: 'value-bad', flag: verb, value: name, wanted: 'name' }
    : name;
}

/** Two of the flags of which only one may be given. */
export function findClash(
  flags: ReadonlyMap<string, string>,
  exclusive: readonly (readonly [string, string])[],
): ArgumentProblem | undefined {
  const clash = exclusive.find(([flag, other]) => flags.has(flag) && flags.has(other));
  return clash === undefined
    ? undefined
    : { kind: 'not-together', flag: clash[0], other: clash[1] };
}

export function toProtocols(flags: ReadonlyMap<string, string>): readonly Protocol[] {
  return flags.has('--both') ? ['tcp', 'udp'] : [flags.has('--udp') ? 'udp' : 'tcp'];
}

/** Where to look; undefined where nothing is said of it. */
export function toLeaseStrategy(
  flags: ReadonlyMap<string, string>,
): LeaseRequest['strategy'] | Extract<ArgumentProblem, { kind: 'value-bad' }> {
  const near = flags.get('--near');
  if (near !== undefined) {
    const parsed = parsePort(near);
    return parsed.kind === 'port'
      ? { kind: 'next', from: parsed.port, limit: NEAR_LIMIT }
      : { kind: 'value-bad', flag: '--near', value: near, wanted: 'port' };
  }
  const text = flags.get('--range');
  if (text === undefined) return undefined;
  const parsed = parsePortRanges(text);
  const [range, ...others] = parsed.kind === 'ranges' ? parsed.ranges : [];
  return range === undefined || others.length > 0
    ? { kind: 'value-bad', flag: '--range', value: text, wanted: 'range' }
    : { kind: 'range', range };
}

function toTerm(
  flags: ReadonlyMap<string, string>,
): AskedTerm | Extract<ArgumentProblem, { kind: 'value-bad' }> {
  if (flags.has('--reserve')) return { kind: 'reservation' };
  const pidText = flags.get('--pid');
  if (pidText !== undefined) {
    return /^[1-9]\d{0,9}$/.test(pidText)
      ? { kind: 'pid', pid: Number(pidText) }
      : { kind: 'value-bad', flag: '--pid', value: pidText, wanted: 'pid' };
  }
  const ttl = flags.get('--ttl');
  if (ttl === undefined) return { kind: 'time', ttlMs: USUAL_TTL_MS };
  const seconds = /^[1-9]\d{0,6}$/.test(ttl) ? Number(ttl) : Infinity;
  return seconds <= TTL_MAX_S
    ? { kind: 'time', ttlMs: seconds * 1000 }
    : { kind: 'value-bad', flag: '--ttl', value: ttl, wanted: 'ttl' };
}
