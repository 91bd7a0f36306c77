import { parseCommandLine } from '../../shared/command-line.ts';
import { parseConfigPath } from '../../shared/config-path.ts';
import { configTargetSchema, type ConfigTarget } from '../../shared/config-target.ts';
import type { Protocol } from '../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../shared/port-text.ts';
import type { PortRange } from '../../shared/port.ts';
import { commandSchema } from '../../shared/watched-port.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { findClash } from './parse-lease.ts';

interface Shared {
  readonly kind: 'watch-port';
  readonly asksJson: boolean;
}

export interface WatchPortAdd extends Shared {
  readonly act: 'add';
  readonly name: string;
  readonly port: number;
  /** One entry is kept for each. */
  readonly protocols: readonly [Protocol, ...Protocol[]];
  readonly fallbackPorts: readonly PortRange[];
  readonly restartCommand: readonly string[] | undefined;
  /** As they were written; relative to the working folder. */
  readonly project: string | undefined;
  readonly places: readonly WrittenPlace[];
}

export type WatchPortAsked =
  | WatchPortAdd
  | (Shared & { readonly act: 'list' })
  | (Shared & { readonly act: 'remove'; readonly name: string });

/** `dotenv:apps/web/.env:PORT` in its parts. */
export interface WrittenPlace {
  readonly file: string;
  /** The place in a file of this full path. */
  toTarget(file: string): ConfigTarget;
}

const NAME_LENGTH_MAX = 80;
const PLACES_MAX = 20;
const FALLBACKS_MAX = 50;
/** Where they make sense: with a port that is added. */
const ADD_FLAGS = [
  '--project',
  '--config',
  '--fallback',
  '--restart-command',
  '--udp',
  '--both',
  '--protocol',
];
/** Stands for the file until the working folder is known. */
const SOME_FILE = '/file';

/** Reads what follows `portreeve watch-port`. */
export function toWatchPortAsked(
  words: readonly string[],
  flags: ReadonlyMap<string, string>,
  written: readonly string[],
  protocol: Protocol | undefined,
): WatchPortAsked | ArgumentProblem {
  const [act, name, port, ...more] = words;
  const shared = { kind: 'watch-port', asksJson: flags.has('--json') } as const;
  const extra = act === 'list' ? name : act === 'remove' ? port : more[0];
  if (extra !== undefined) return { kind: 'unknown', argument: extra };
  const misplaced = ADD_FLAGS.find((flag) => act !== 'add' && flags.has(flag));
  if (misplaced !== undefined) {
    return { kind: 'not-here', flag: misplaced, verb: `watch-port ${act ?? ''}`.trim() };
  }
  if (act === undefined) {
    return { kind: 'value-missing', flag: 'watch-port', wanted: 'watch-port-act' };
  }
  switch (act) {
    case 'list':
      return { ...shared, act };
    case 'remove':
      return isName(name)
        ? { ...shared, act, name: name.trim() }
        : { kind: 'value-missing', flag: 'watch-port remove', wanted: 'name' };
    case 'add': {
      if (!isName(name)) return { kind: 'value-missing', flag: 'watch-port add', wanted: 'name' };
      if (port === undefined) {
        return { kind: 'value-missing', flag: 'watch-port add', wanted: 'port' };
      }
      const parsed = parsePort(port);
      if (parsed.kind === 'invalid') {
        return { kind: 'value-bad', flag: 'watch-port add', value: port, wanted: 'port' };
      }
      const clash = findClash(flags, [
        ['--udp', '--both'],
        ['--protocol', '--both'],
      ]);
      if (clash !== undefined) return clash;
      const fallbackPorts = toFallbackPorts(flags.get('--fallback'));
      if ('kind' in fallbackPorts) return fallbackPorts;
      const restartCommand = toRestartCommand(flags.get('--restart-command'));
      if (restartCommand !== undefined && 'kind' in restartCommand) return restartCommand;
      const places: WrittenPlace[] = [];
      if (written.length > PLACES_MAX) {
        return { kind: 'unknown', argument: `--config ${written[PLACES_MAX] ?? ''}` };
      }
      for (const value of written) {
        const place = parsePlace(value);
        if (place === undefined) {
          return { kind: 'value-bad', flag: '--config', value, wanted: 'place' };
        }
        places.push(place);
      }
      return {
        ...shared,
        act,
        name: name.trim(),
        port: parsed.port,
        protocols: flags.has('--both')
          ? ['tcp', 'udp']
          : [flags.has('--udp') ? 'udp' : (protocol ?? 'tcp')],
        fallbackPorts,
        restartCommand,
        project: flags.get('--project'),
        places,
      };
    }
    default:
      return { kind: 'value-bad', flag: 'watch-port', value: act, wanted: 'watch-port-act' };
  }
}

type BadValue = Extract<ArgumentProblem, { kind: 'value-bad' }>;

function toFallbackPorts(text: string | undefined): readonly PortRange[] | BadValue {
  if (text === undefined) return [];
  const parsed = parsePortRanges(text);
  return parsed.kind === 'ranges' &&
    parsed.ranges.length > 0 &&
    parsed.ranges.length <= FALLBACKS_MAX
    ? parsed.ranges
    : { kind: 'value-bad', flag: '--fallback', value: text, wanted: 'ports' };
}

function toRestartCommand(text: string | undefined): readonly string[] | undefined | BadValue {
  if (text === undefined) return undefined;
  const parsed = commandSchema.safeParse(parseCommandLine(text));
  return parsed.success
    ? parsed.data
    : { kind: 'value-bad', flag: '--restart-command', value: text, wanted: 'command-line' };
}

function isName(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.length <= NAME_LENGTH_MAX;
}

function parsePlace(text: string): WrittenPlace | undefined {
  // A drive of Windows has a colon of its own.
  const match = /^(dotenv|json|yaml|toml|ini|pattern):((?:[A-Za-z]:[\\/])?[^:]+):(.+)$/s.exec(text);
  const [, kind, file, place] = match ?? [];
  if (kind === undefined || file === undefined || place === undefined) return undefined;
  const parsed = configTargetSchema.safeParse({ kind, file: SOME_FILE, ...toParts(kind, place) });
  if (!parsed.success) return undefined;
  return { file, toTarget: (path) => configTargetSchema.parse({ ...parsed.data, file: path }) };
}

/** The place in the way in which it is shown everywhere. */
function toParts(kind: string, place: string): object {
  switch (kind) {
    case 'dotenv':
      return { key: place };
    case 'ini': {
      const [, section = '', key = place] = /^\[([^\]]*)\]\s*(.*)$/.exec(place) ?? [];
      return { section: section.trim(), key: key.trim() };
    }
    case 'pattern':
      return { pattern: place };
    default:
      return { path: parseConfigPath(place) };
  }
}
