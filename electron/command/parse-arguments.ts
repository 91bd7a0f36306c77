import type { BindScope, Protocol } from '../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../shared/port-text.ts';
import type { PortRange } from '../../shared/port.ts';

/** Which listeners to show; what is absent does not filter. All of it must fit. */
export interface ListFilter {
  readonly ports?: readonly PortRange[];
  readonly name?: string;
  readonly project?: string;
  readonly user?: string;
  readonly protocol?: Protocol;
  readonly scope?: BindScope;
}

/** What a bad value should have been. */
export type Wanted = 'port' | 'ports' | 'protocol' | 'scope' | 'interval' | 'text';

export type ArgumentProblem =
  | { readonly kind: 'no-command' }
  | { readonly kind: 'unknown'; readonly argument: string }
  | { readonly kind: 'not-here'; readonly flag: string; readonly verb: string }
  | { readonly kind: 'value-missing'; readonly flag: string; readonly wanted: Wanted }
  | {
      readonly kind: 'value-bad';
      readonly flag: string;
      readonly value: string;
      readonly wanted: Wanted;
    };

interface Shared {
  readonly asksJson: boolean;
}

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | (Shared & { readonly kind: 'list'; readonly filter: ListFilter })
  | (Shared & { readonly kind: 'check' })
  | (Shared & { readonly kind: 'why'; readonly port: number; readonly protocol: Protocol })
  | (Shared & {
      readonly kind: 'watch';
      readonly filter: ListFilter;
      readonly intervalMs: number | undefined;
    })
  | { readonly kind: 'refused'; readonly problem: ArgumentProblem };

export interface ParsedArguments {
  readonly asked: Asked;
  /** As it was written; relative to the working folder. */
  readonly userDataFolder: string | undefined;
}

type Verb = 'list' | 'check' | 'why' | 'watch';

const FILTER_FLAGS = ['--port', '--name', '--project', '--user', '--protocol', '--scope'] as const;

/** The flags of each command beside those that all have. */
const FLAGS_OF: Readonly<Record<Verb, ReadonlySet<string>>> = {
  list: new Set(FILTER_FLAGS),
  check: new Set(),
  why: new Set(['--udp', '--protocol']),
  watch: new Set([...FILTER_FLAGS, '--interval']),
};

/** Flags that take a value, and which. */
const WANTED: Readonly<Record<string, Wanted>> = {
  '--port': 'ports',
  '--name': 'text',
  '--project': 'text',
  '--user': 'text',
  '--protocol': 'protocol',
  '--scope': 'scope',
  '--interval': 'interval',
  '--user-data-dir': 'text',
};
const SWITCHES: ReadonlySet<string> = new Set(['--json', '--udp']);

const INTERVAL_MIN_MS = 200;
const INTERVAL_MAX_MS = 60_000;

/** Reads the words after `portreeve`. Everything that is not understood is told, never ignored. */
export function parseArguments(words: readonly string[]): ParsedArguments {
  const split = splitFlags(words);
  const { flags, plain, isHelp, isVersion } = split;
  const asked = ((): Asked => {
    if (isVersion) return { kind: 'version' };
    if (isHelp || plain[0] === 'help') return { kind: 'help' };
    if (split.problem !== undefined) return { kind: 'refused', problem: split.problem };
    return toAsked(plain, flags);
  })();
  return { asked, userDataFolder: flags.get('--user-data-dir') };
}

interface SplitFlags {
  readonly plain: readonly string[];
  /** By flag; a switch has an empty value. */
  readonly flags: ReadonlyMap<string, string>;
  readonly isHelp: boolean;
  readonly isVersion: boolean;
  readonly problem: ArgumentProblem | undefined;
}

function splitFlags(words: readonly string[]): SplitFlags {
  const plain: string[] = [];
  const flags = new Map<string, string>();
  let isHelp = false;
  let isVersion = false;
  let problem: ArgumentProblem | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--help' || word === '-h') isHelp = true;
    else if (word === '--version' || word === '-v') isVersion = true;
    else if (SWITCHES.has(word)) flags.set(word, '');
    else if (!word.startsWith('-')) plain.push(word);
    else {
      const [flag = '', ...rest] = word.split('=');
      const wanted = Object.hasOwn(WANTED, flag) ? WANTED[flag] : undefined;
      if (wanted === undefined) {
        problem ??= { kind: 'unknown', argument: word };
        continue;
      }
      const next = words[index + 1];
      const isGlued = word.includes('=');
      const value = isGlued ? rest.join('=') : next?.startsWith('--') === true ? undefined : next;
      if (!isGlued && value !== undefined) index += 1;
      if (value === undefined || value === '') {
        problem ??= { kind: 'value-missing', flag, wanted };
      } else flags.set(flag, value);
    }
  }
  return { plain, flags, isHelp, isVersion, problem };
}

function toAsked(plain: readonly string[], flags: ReadonlyMap<string, string>): Asked {
  const [verb, ...rest] = plain;
  const refuse = (problem: ArgumentProblem): Asked => ({ kind: 'refused', problem });
  if (verb === undefined) return refuse({ kind: 'no-command' });
  if (!isVerb(verb)) return refuse({ kind: 'unknown', argument: verb });
  const argument = rest[verb === 'why' ? 1 : 0];
  if (argument !== undefined) return refuse({ kind: 'unknown', argument });
  for (const flag of flags.keys()) {
    const isForAll = flag === '--json' || flag === '--user-data-dir';
    if (!isForAll && !FLAGS_OF[verb].has(flag)) return refuse({ kind: 'not-here', flag, verb });
  }
  const filter = toFilter(flags);
  if ('kind' in filter) return refuse(filter);
  const asksJson = flags.has('--json');
  switch (verb) {
    case 'list':
      return { kind: 'list', asksJson, filter };
    case 'check':
      return { kind: 'check', asksJson };
    case 'why': {
      const [value] = rest;
      if (value === undefined) {
        return refuse({ kind: 'value-missing', flag: 'why', wanted: 'port' });
      }
      const parsed = parsePort(value);
      if (parsed.kind === 'invalid') {
        return refuse({ kind: 'value-bad', flag: 'why', value, wanted: 'port' });
      }
      const protocol = flags.has('--udp') ? 'udp' : (filter.protocol ?? 'tcp');
      return { kind: 'why', asksJson, port: parsed.port, protocol };
    }
    case 'watch': {
      const value = flags.get('--interval');
      const intervalMs = value === undefined ? undefined : toIntervalMs(value);
      if (value !== undefined && intervalMs === undefined) {
        return refuse({ kind: 'value-bad', flag: '--interval', value, wanted: 'interval' });
      }
      return { kind: 'watch', asksJson, filter, intervalMs };
    }
  }
}

function isVerb(word: string): word is Verb {
  return Object.hasOwn(FLAGS_OF, word);
}

function toIntervalMs(text: string): number | undefined {
  const ms = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  return ms >= INTERVAL_MIN_MS && ms <= INTERVAL_MAX_MS ? ms : undefined;
}

function toFilter(
  flags: ReadonlyMap<string, string>,
): ListFilter | Extract<ArgumentProblem, { kind: 'value-bad' }> {
  const bad = (flag: string, wanted: Wanted) =>
    ({ kind: 'value-bad', flag, value: flags.get(flag) ?? '', wanted }) as const;
  const ports = flags.get('--port');
  const ranges = ports === undefined ? undefined : parsePortRanges(ports);
  if (ranges?.kind === 'invalid' || ranges?.ranges.length === 0) return bad('--port', 'ports');
  const protocol = flags.get('--protocol');
  if (protocol !== undefined && !isProtocol(protocol)) return bad('--protocol', 'protocol');
  const scope = flags.get('--scope');
  if (scope !== undefined && !isScope(scope)) return bad('--scope', 'scope');
  const [name, project, user] = ['--name', '--project', '--user'].map((flag) => flags.get(flag));
  return {
    ...(ranges !== undefined && { ports: ranges.ranges }),
    ...(name !== undefined && { name }),
    ...(project !== undefined && { project }),
    ...(user !== undefined && { user }),
    ...(protocol !== undefined && { protocol }),
    ...(scope !== undefined && { scope }),
  };
}

function isProtocol(text: string): text is Protocol {
  return text === 'tcp' || text === 'udp';
}

function isScope(text: string): text is BindScope {
  return text === 'loopback' || text === 'wildcard' || text === 'interface';
}
