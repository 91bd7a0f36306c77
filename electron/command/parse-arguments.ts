import type { BindScope, Protocol } from '../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../shared/port-text.ts';
import type { PortRange } from '../../shared/port.ts';
import type { ArgumentProblem, Wanted } from './argument-problem.ts';
import { toFreeAsked, type FreeAsked } from './parse-free.ts';
import { toKillAsked, type KillAsked } from './parse-kill.ts';
import {
  toReassignAsked,
  toUndoAsked,
  type ReassignAsked,
  type UndoAsked,
} from './parse-reassign.ts';
import { toImportAsked, type ImportAsked } from './parse-import.ts';
import { toRunAsked, type RunAsked } from './parse-run.ts';
import { toWatchPortAsked, type WatchPortAsked } from './parse-watch-port.ts';
import { splitFlags, type SplitFlags } from './split-flags.ts';
import { toLeaseAsked, toReleaseAsked, type LeaseAsked, type ReleaseAsked } from './parse-lease.ts';

/** Which listeners to show; what is absent does not filter. All of it must fit. */
export interface ListFilter {
  readonly ports?: readonly PortRange[];
  readonly name?: string;
  readonly project?: string;
  readonly user?: string;
  readonly protocol?: Protocol;
  readonly scope?: BindScope;
}

interface Shared {
  readonly asksJson: boolean;
}

export type Asked =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | (Shared & { readonly kind: 'list'; readonly filter: ListFilter })
  | (Shared & { readonly kind: 'check' })
  | (Shared & { readonly kind: 'doctor' })
  | { readonly kind: 'mcp' }
  | (Shared & { readonly kind: 'why'; readonly port: number; readonly protocol: Protocol })
  | (Shared & {
      readonly kind: 'watch';
      readonly filter: ListFilter;
      readonly intervalMs: number | undefined;
    })
  | KillAsked
  | ReassignAsked
  | UndoAsked
  | FreeAsked
  | WatchPortAsked
  | ImportAsked
  | LeaseAsked
  | ReleaseAsked
  | RunAsked
  | (Shared & { readonly kind: 'leases' })
  | { readonly kind: 'refused'; readonly problem: ArgumentProblem };

export interface ParsedArguments {
  readonly asked: Asked;
  /** As it was written; relative to the working folder. */
  readonly userDataFolder: string | undefined;
}

type Verb =
  | 'list'
  | 'check'
  | 'why'
  | 'watch'
  | 'kill'
  | 'reassign'
  | 'undo'
  | 'free'
  | 'doctor'
  | 'watch-port'
  | 'import'
  | 'lease'
  | 'release'
  | 'leases'
  | 'run'
  | 'mcp';

const FILTER_FLAGS = ['--port', '--name', '--project', '--user', '--protocol', '--scope'] as const;

/** The flags of each command beside those that all have. */
const FLAGS_OF: Readonly<Record<Verb, ReadonlySet<string>>> = {
  list: new Set(FILTER_FLAGS),
  check: new Set(),
  doctor: new Set(),
  mcp: new Set(),
  why: new Set(['--udp', '--protocol']),
  watch: new Set([...FILTER_FLAGS, '--interval']),
  kill: new Set([
    '--udp',
    '--protocol',
    '--force',
    '--tree',
    '--way',
    '--yes',
    '--dry-run',
    '--timeout',
  ]),
  free: new Set([
    '--near',
    '--range',
    '--random',
    '--system',
    '--udp',
    '--both',
    '--host',
    '--count',
    '--why',
  ]),
  'watch-port': new Set(['--project', '--config', '--udp', '--protocol']),
  import: new Set(['--dry-run', '--yes']),
  lease: new Set(['--near', '--range', '--udp', '--both', '--ttl', '--pid', '--reserve']),
  release: new Set(),
  leases: new Set(),
  reassign: new Set([
    '--to',
    '--udp',
    '--protocol',
    '--restart',
    '--no-restart',
    '--dry-run',
    '--yes',
  ]),
  undo: new Set(['--dry-run', '--yes']),
  run: new Set(['--near', '--range', '--port-env', '--port-flag', '--wait']),
};

/** How many words may follow a command; none where it is not told. */
const WORDS_MAX: ReadonlyMap<Verb, number> = new Map([
  ['why', 1],
  ['kill', 1],
  ['reassign', 1],
  ['undo', 1],
  ['import', 1],
  ['lease', 1],
  ['release', 1],
  ['run', 1],
  ['watch-port', 4],
]);

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
    return toAsked(split);
  })();
  return { asked, userDataFolder: flags.get('--user-data-dir') };
}

function toAsked({ plain, flags, places, command }: SplitFlags): Asked {
  const [verb, ...rest] = plain;
  const refuse = (problem: ArgumentProblem): Asked => ({ kind: 'refused', problem });
  if (verb === undefined) return refuse({ kind: 'no-command' });
  if (!isVerb(verb)) return refuse({ kind: 'unknown', argument: verb });
  const argument = rest[WORDS_MAX.get(verb) ?? 0];
  if (argument !== undefined) return refuse({ kind: 'unknown', argument });
  if (command !== undefined && verb !== 'run') return refuse({ kind: 'unknown', argument: '--' });
  for (const flag of flags.keys()) {
    const isForAll = (flag === '--json' && verb !== 'mcp') || flag === '--user-data-dir';
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
    case 'doctor':
      return { kind: 'doctor', asksJson };
    case 'mcp':
      return { kind: 'mcp' };
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
    case 'reassign': {
      const read = toReassignAsked(rest[0], flags, filter.protocol);
      return read.kind === 'reassign' ? read : refuse(read);
    }
    case 'undo': {
      const read = toUndoAsked(rest[0], flags);
      return read.kind === 'undo' ? read : refuse(read);
    }
    case 'kill': {
      const read = toKillAsked(rest[0], flags, filter.protocol);
      return read.kind === 'kill' ? read : refuse(read);
    }
    case 'free': {
      const read = toFreeAsked(flags);
      return read.kind === 'free' ? read : refuse(read);
    }
    case 'watch-port': {
      const read = toWatchPortAsked(rest, flags, places, filter.protocol);
      return read.kind === 'watch-port' ? read : refuse(read);
    }
    case 'import': {
      const read = toImportAsked(rest[0], flags);
      return read.kind === 'import' ? read : refuse(read);
    }
    case 'lease': {
      const read = toLeaseAsked(rest[0], flags);
      return read.kind === 'lease' ? read : refuse(read);
    }
    case 'release': {
      const read = toReleaseAsked(rest[0], flags);
      return read.kind === 'release' ? read : refuse(read);
    }
    case 'run': {
      const read = toRunAsked(rest[0], flags, command);
      return read.kind === 'run' ? read : refuse(read);
    }
    case 'leases':
      return { kind: 'leases', asksJson };
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
