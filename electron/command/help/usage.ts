import type { Locale } from '../../../shared/locale.ts';
import { toWidth } from '../output/columns.ts';
import {
  COMMANDS,
  EXAMPLES,
  FLAG_GROUPS,
  listVerbs,
  type FlagGroup,
  type ShownVerb,
} from '../arguments/commands.ts';
import { listExitRows } from './exit-rows.ts';
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
    [words.exits, ...toExitRows(words, verbs)],
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

function toExitRows(words: UsageWords, verbs: readonly ShownVerb[]): readonly string[] {
  return listExitRows(words, verbs).map(({ commands, codes }) => {
    const texts = codes.map(([code, text]) => `${code} ${text}`);
    // Long ones stand under each other.
    const isShort = toWidth(texts.join(words.exitSeparator)) <= WIDTH - COLUMN;
    return toRow(commands.join(', '), texts.join(isShort ? words.exitSeparator : '\n'));
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
