import type { BindScope, Protocol } from '../../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../../shared/port-text.ts';
import type { PortRange } from '../../../shared/port.ts';
import type { ArgumentProblem, Wanted } from './argument-problem.ts';
import {
  CANDIDATES,
  COMMANDS,
  isVerb,
  listFlags,
  listVerbs,
  SHELLS,
  type Candidates,
  type Shell,
  type ShownVerb,
} from './commands.ts';
import { toFreeAsked, type FreeAsked } from './parse-free.ts';
import { toHistoryAsked, type HistoryAsked } from './parse-history.ts';
import { toKillAsked, type KillAsked } from './parse-kill.ts';
import {
  toReassignAsked,
  toUndoAsked,
  type ReassignAsked,
  type UndoAsked,
} from './parse-reassign.ts';
import { toHoldAsked, type HoldAsked } from './parse-hold.ts';
import { toImportAsked, type ImportAsked } from './parse-import.ts';
import { toRunAsked, type RunAsked } from './parse-run.ts';
import { toWatchPortAsked, type WatchPortAsked } from './parse-watch-port.ts';
import { splitFlags, type SplitFlags } from './split-flags.ts';
import { toUnknownVerb, toUnknownWord } from './unknown-words.ts';
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
  /** Of one command, or of all. */
  | { readonly kind: 'help'; readonly verb?: ShownVerb }
  | { readonly kind: 'version' }
  | (Shared & { readonly kind: 'list'; readonly filter: ListFilter })
  | (Shared & { readonly kind: 'check' })
  | (Shared & { readonly kind: 'doctor' })
  | { readonly kind: 'mcp' }
  | { readonly kind: 'man' }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | { readonly kind: 'complete'; readonly candidates: Candidates }
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
  | HoldAsked
  | RunAsked
  | (Shared & { readonly kind: 'leases' })
  | HistoryAsked
  | { readonly kind: 'refused'; readonly problem: ArgumentProblem };

export interface ParsedArguments {
  readonly asked: Asked;
  /** As it was written; relative to the working folder. */
  readonly userDataFolder: string | undefined;
}

const INTERVAL_MIN_MS = 200;
const INTERVAL_MAX_MS = 60_000;

/** Reads the words after `portreeve`. Everything that is not understood is told, never ignored. */
export function parseArguments(words: readonly string[], nowMs = Date.now()): ParsedArguments {
  const split = splitFlags(words);
  const { flags, plain, isHelp, isVersion } = split;
  const asked = ((): Asked => {
    if (isVersion) return { kind: 'version' };
    if (plain[0] === 'help') return toHelp(plain[1]);
    if (isHelp) return toHelp(plain[0]);
    if (split.problem !== undefined) return { kind: 'refused', problem: split.problem };
    return toAsked(split, nowMs);
  })();
  return { asked, userDataFolder: flags.get('--user-data-dir') };
}

function toHelp(word: string | undefined): Asked {
  if (word === undefined) return { kind: 'help' };
  const verb = listVerbs().find((one) => one === word);
  return verb === undefined
    ? { kind: 'refused', problem: toUnknownVerb(word) }
    : { kind: 'help', verb };
}

function toAsked({ plain, flags, places, command }: SplitFlags, nowMs: number): Asked {
  const [verb, ...rest] = plain;
  const refuse = (problem: ArgumentProblem): Asked => ({ kind: 'refused', problem });
  if (verb === undefined) return refuse({ kind: 'no-command' });
  if (!isVerb(verb)) return refuse(toUnknownVerb(verb));
  const argument = rest[COMMANDS[verb].words.length];
  if (argument !== undefined) {
    // What follows the name is the program, only that its `--` was forgotten.
    const isProgram = verb === 'run' && command === undefined;
    const missing = { kind: 'value-missing', flag: verb, wanted: 'command' } as const;
    return refuse(isProgram ? missing : toUnknownWord(verb, argument));
  }
  if (command !== undefined && verb !== 'run') return refuse({ kind: 'unknown', argument: '--' });
  const misplaced = [...flags.keys()].find((flag) => !listFlags(verb).includes(flag));
  if (misplaced !== undefined) return refuse({ kind: 'not-here', flag: misplaced, verb });
  const filter = toFilter(flags);
  if ('kind' in filter) return refuse(filter);
  if (flags.has('--udp') && filter.protocol === 'tcp') {
    return refuse({ kind: 'not-together', flag: '--udp', other: '--protocol tcp' });
  }
  const asksJson = flags.has('--json');
  switch (verb) {
    case 'list':
      return { kind: 'list', asksJson, filter };
    case 'check':
      return { kind: 'check', asksJson };
    case 'doctor':
      return { kind: 'doctor', asksJson };
    case 'mcp':
    case 'man':
      return { kind: verb };
    case 'completion': {
      const shell = SHELLS.find((known) => known === rest[0]);
      return shell === undefined
        ? refuse(toWordProblem(verb, rest[0], 'shell'))
        : { kind: verb, shell };
    }
    case 'complete': {
      const candidates = CANDIDATES.find((known) => known === rest[0]);
      return candidates === undefined
        ? refuse(toWordProblem(verb, rest[0], 'candidates'))
        : { kind: verb, candidates };
    }
    case 'why': {
      const [value] = rest;
      const parsed = parsePort(value ?? '');
      if (parsed.kind === 'invalid') return refuse(toWordProblem(verb, value, 'port'));
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
    case 'history': {
      const read = toHistoryAsked(rest[0], flags, filter.protocol, nowMs);
      return read.kind === 'history' ? read : refuse(read);
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
    case 'hold':
    case 'unhold': {
      const read = toHoldAsked(verb, rest[0], flags);
      return 'name' in read ? read : refuse(read);
    }
    case 'run': {
      const read = toRunAsked(rest[0], flags, command);
      return read.kind === 'run' ? read : refuse(read);
    }
    case 'leases':
      return { kind: 'leases', asksJson };
  }
}

/** Why the one word behind a command is not what it should be. */
function toWordProblem(flag: string, value: string | undefined, wanted: Wanted): ArgumentProblem {
  return value === undefined
    ? { kind: 'value-missing', flag, wanted }
    : { kind: 'value-bad', flag, value, wanted };
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
