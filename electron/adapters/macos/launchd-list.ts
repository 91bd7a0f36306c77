import { parsePid } from '../posix/parse-pid.ts';

/*
 * launchctl list; manual page launchctl(1). The services of the caller's own domain:
 *
 * PID	Status	Label
 * 50857	0	homebrew.mxcl.redis
 * -	-9	com.apple.progressd
 */

export interface LaunchdService {
  readonly label: string;
  /** Absent while it does not run. */
  readonly pid?: number;
}

/** Parses the list; a line that is none is left out. */
export function parseLaunchdList(text: string): readonly LaunchdService[] {
  return text.split('\n').flatMap((line) => {
    const [, digits, label] = /^(-|\d{1,10})\t-?\d{1,10}\t(\S.*?)\s*$/.exec(line) ?? [];
    if (digits === undefined || label === undefined) return [];
    if (digits === '-') return { label };
    const pid = parsePid(digits);
    return pid === undefined ? [] : { label, pid };
  });
}

/*
 * launchctl print gui/501/homebrew.mxcl.redis, whose lines of the outermost level stand behind one
 * tab, or behind four blanks:
 *
 * gui/501/homebrew.mxcl.redis = {
 * 	state = running
 * 	pid = 50857
 * 	properties = keepalive | runatload | inferred program
 * }
 */

export interface LaunchdFacts {
  readonly pid?: number;
  /** It is started again whenever it ends. */
  readonly isKeptAlive: boolean;
  /** It starts with the session, or with the machine. */
  readonly startsAtLoad: boolean;
}

/** Undefined for what tells no properties. */
export function parseLaunchdPrint(text: string): LaunchdFacts | undefined {
  const line = /^(?:\t| {4})properties = (.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const properties = new Set(line.split('|').map((word) => word.trim()));
  const pid = parsePid(/^(?:\t| {4})pid = (\d{1,10})$/m.exec(text)?.[1] ?? '');
  const isKeptAlive = properties.has('keepalive');
  return {
    ...(pid !== undefined && { pid }),
    isKeptAlive,
    startsAtLoad: isKeptAlive || properties.has('runatload'),
  };
}
