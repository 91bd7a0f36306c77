import type { Protocol } from '../../../shared/listener.ts';
import { parsePort, parsePortRanges } from '../../../shared/port-text.ts';
import type { PortRange } from '../../../shared/port.ts';
import type { ArgumentProblem } from './argument-problem.ts';
import { FLAG_GROUPS } from './commands.ts';
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
  readonly restartCommand: string | undefined;
  /** All three as they were written; folders and files are relative to the working folder. */
  readonly project: string | undefined;
  readonly places: readonly string[];
}

export type WatchPortAsked =
  | WatchPortAdd
  | (Shared & { readonly act: 'list' })
  | (Shared & { readonly act: 'remove'; readonly name: string });

const NAME_LENGTH_MAX = 80;
const PLACES_MAX = 20;
const FALLBACKS_MAX = 50;
/** Where they make sense: with a port that is added. */
const ADD_FLAGS = FLAG_GROUPS['watch-port'];

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
      if (written.length > PLACES_MAX) {
        return { kind: 'unknown', argument: `--config ${written[PLACES_MAX] ?? ''}` };
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
        restartCommand: flags.get('--restart-command'),
        project: flags.get('--project'),
        places: written,
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

function isName(text: string | undefined): text is string {
  return text !== undefined && text.trim() !== '' && text.length <= NAME_LENGTH_MAX;
}
