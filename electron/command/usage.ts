import type { Locale } from '../../shared/locale.ts';
import { toWidth } from './columns.ts';
import {
  COMMANDS,
  EXAMPLES,
  EXIT_CODES,
  FLAG_GROUPS,
  listVerbs,
  type FlagGroup,
  type ShownVerb,
} from './commands.ts';
import { findFlagWords, toUsageWords, type UsageWords } from './usage-words.ts';

/** Where the explanations stand, in terminal columns. */
const COLUMN = 31;
const WIDTH = 118;

/**
 * The help, of one command where it is named. Its words have no gaps to fill, so that they need
 * nothing that takes time to load.
 */
export function toUsage(locale: Locale, only?: ShownVerb): string {
  const words = toUsageWords(locale);
  const verbs = only === undefined ? listVerbs() : [only];
  const groups =
    only === undefined ? (Object.keys(FLAG_GROUPS) as FlagGroup[]) : COMMANDS[only].groups;
  const examples = EXAMPLES.filter(
    (example) => only === undefined || `${example} `.includes(`portreeve ${only} `),
  );
  return [
    ...(only === undefined ? [[words.title]] : []),
    [
      words.usage,
      ...verbs.map((verb) => {
        const [tail, text] = words.commands[verb];
        return toRow(`portreeve ${verb} ${tail}`.trimEnd(), text);
      }),
    ],
    ...groups.map((group) => [
      words.groups[group],
      ...FLAG_GROUPS[group].map((flag) => toFlagRow(words, group, flag)),
    ]),
    [
      words.options,
      ...['--json', '--user-data-dir', '--help', '--version']
        .filter((flag) => flag !== '--json' || only === undefined || COMMANDS[only].hasJson)
        .map((flag) => toFlagRow(words, undefined, flag)),
    ],
    [words.exits, ...toExitRows(words, only)],
    ...(examples.length > 0
      ? [[words.examples, ...examples.map((example) => `  ${example}`)]]
      : []),
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function toFlagRow(words: UsageWords, group: FlagGroup | undefined, flag: string): string {
  const [value, text] = findFlagWords(words, group, flag);
  return toRow(`${flag} ${value}`.trimEnd(), text);
}

function toExitRows(
  { exitCodes, exitsOfOthers, exitSeparator }: UsageWords,
  only: ShownVerb | undefined,
): readonly string[] {
  const all = Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[];
  const own = all.filter((verb) => verb === only);
  const rest = own.length > 0 ? own : all.filter((verb) => verb === 'all');
  return (only === undefined ? all : rest).map((verb) => {
    const codes = Object.entries(exitCodes[verb]).map(([code, text]) => `${code} ${text}`);
    // Long ones stand under each other.
    const isShort = toWidth(codes.join(exitSeparator)) <= WIDTH - COLUMN;
    const label = verb === 'all' ? (only ?? exitsOfOthers) : verb;
    return toRow(label, codes.join(isShort ? exitSeparator : '\n'));
  });
}

/** A label and what it means; under each other where the label is too wide. */
function toRow(label: string, text: string): string {
  const start = `  ${label}`;
  const indent = ' '.repeat(COLUMN);
  const below = text.split('\n').join(`\n${indent}`);
  return toWidth(start) < COLUMN
    ? `${start}${' '.repeat(COLUMN - toWidth(start))}${below}`
    : `${start}\n${indent}${below}`;
}
