import { parseCommandLine } from '../../../shared/command-line.ts';
import { parseConfigPath } from '../../../shared/config-path.ts';
import { configTargetSchema, type ConfigTarget } from '../../../shared/config-target.ts';
import { commandSchema } from '../../../shared/watched-port.ts';
import type { ArgumentProblem } from './argument-problem.ts';

/*
 * Apart from the reading of arguments, because every command pays for that and only one for the
 * schemas here.
 */

/** `dotenv:apps/web/.env:PORT` in its parts. */
export interface WrittenPlace {
  readonly file: string;
  /** The place in a file of this full path. */
  toTarget(file: string): ConfigTarget;
}

/** `KIND:FILE:PLACE`; a drive of Windows has a colon of its own. */
const PLACE = /^(dotenv|json|yaml|toml|ini|pattern):((?:[A-Za-z]:[\\/])?[^:]+):(.+)$/s;

/** Stands for the file until the working folder is known. */
const SOME_FILE = '/file';

export type BadValue = Extract<ArgumentProblem, { kind: 'value-bad' }>;

/** The places that `--config` names, or the first that is none. */
export function toWrittenPlaces(written: readonly string[]): readonly WrittenPlace[] | BadValue {
  const places: WrittenPlace[] = [];
  for (const value of written) {
    const place = parsePlace(value);
    if (place === undefined) {
      const wanted = PLACE.exec(value)?.[1] === 'pattern' ? 'expression' : 'place';
      return { kind: 'value-bad', flag: '--config', value, wanted };
    }
    places.push(place);
  }
  return places;
}

/** The words of `--restart-command`. */
export function toRestartCommand(
  text: string | undefined,
): readonly string[] | undefined | BadValue {
  if (text === undefined) return undefined;
  const parsed = commandSchema.safeParse(parseCommandLine(text));
  return parsed.success
    ? parsed.data
    : { kind: 'value-bad', flag: '--restart-command', value: text, wanted: 'command-line' };
}

function parsePlace(text: string): WrittenPlace | undefined {
  const [, kind, file, place] = PLACE.exec(text) ?? [];
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
