import { createContext, Script } from 'node:vm';
import { compileNumberPattern, type ConfigTarget } from '../../../shared/config-target.ts';
import { refuse, refuseOther, type FormatEditor, type Refused } from './text-edit.ts';

type PatternTarget = Extract<ConfigTarget, { kind: 'pattern' }>;

interface Place {
  readonly start: number;
  readonly end: number;
}

const TIME_MAX_MS = 250;
// Two suffice to know that there is more than one.
const FIND_PLACES = new Script(`(() => {
  const places = [];
  for (const match of text.matchAll(pattern)) {
    places.push(match.indices[1]);
    if (places.length > 1) break;
  }
  return places;
})()`);
const NOTHING = { text: '', pattern: / /g };
// A context of its own for each look would cost far more than the look.
const looked = { ...NOTHING };
const context = createContext(looked);

/** Ports in any text, at the one place that a regular expression names. */
export const patternEditor: FormatEditor<PatternTarget> = {
  locate(text, { pattern }, from, to) {
    const place = findPlace(text, pattern);
    if ('reason' in place) return place;
    const { start, end } = place;
    // An option may stand right before its number, as in -p3000; 3000ms is no port.
    const isPartOfWord = /\d/.test(text[start - 1] ?? '') || /[\p{L}\d_]/u.test(text[end] ?? '');
    const value = text.slice(start, end);
    if (isPartOfWord || !/^[1-9]\d{0,9}$/.test(value)) return refuse('value-not-plain');
    if (value !== String(from)) return refuseOther(Number(value));
    return { kind: 'splice', start, end, inserted: String(to) };
  },
  changesOnly(before, after, { pattern }, from, to) {
    const places = [findPlace(before, pattern), findPlace(after, pattern)] as const;
    if ('reason' in places[0] || 'reason' in places[1]) return false;
    return (
      places[0].start === places[1].start &&
      before.slice(places[0].start, places[0].end) === String(from) &&
      after.slice(places[1].start, places[1].end) === String(to)
    );
  },
};

/** The only place of the number; an expression that takes too long is given up. */
function findPlace(text: string, source: string): Place | Refused {
  const pattern = compileNumberPattern(source);
  if (pattern === undefined) return refuse('pattern-unmatched');
  // A machine that stands still for a moment looks like a slow expression, but hardly twice.
  const places = runLimited(text, pattern) ?? runLimited(text, pattern);
  if (places === undefined) return refuse('pattern-slow');
  const [place, ...others] = places;
  if (others.length > 0) return refuse('pattern-repeated');
  if (place === undefined) return refuse('pattern-unmatched');
  return { start: place[0], end: place[1] };
}

type Places = readonly (readonly [number, number] | undefined)[];

/** Undefined when it took too long. */
function runLimited(text: string, pattern: RegExp): Places | undefined {
  Object.assign(looked, { text, pattern });
  try {
    // Only the engine itself can stop an expression that it is working on.
    return FIND_PLACES.runInContext(context, { timeout: TIME_MAX_MS }) as Places;
  } catch (error) {
    if (isTimeout(error)) return undefined;
    throw error;
  } finally {
    Object.assign(looked, NOTHING);
  }
}

/** The error comes from the other context, so it is not an `Error` of ours. */
function isTimeout(error: unknown): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT'
  );
}
