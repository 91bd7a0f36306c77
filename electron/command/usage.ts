import type { Locale } from '../../shared/locale.ts';
import { toWidth } from './columns.ts';
import { EXAMPLES, EXIT_CODES, FLAG_GROUPS, listVerbs, type FlagGroup } from './commands.ts';
import { findFlagWords, toUsageWords, type UsageWords } from './usage-words.ts';

/** Where the explanations stand, in terminal columns. */
const COLUMN = 31;
const WIDTH = 118;

/** The help. Its words have no gaps to fill, so that they need nothing that takes time to load. */
export function toUsage(locale: Locale): string {
  const words = toUsageWords(locale);
  const groups = Object.keys(FLAG_GROUPS) as FlagGroup[];
  return [
    [words.title],
    [
      words.usage,
      ...listVerbs().map((verb) => {
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
      ...['--json', '--user-data-dir', '--help', '--version'].map((flag) =>
        toFlagRow(words, undefined, flag),
      ),
    ],
    [words.exits, ...toExitRows(words)],
    [words.examples, ...EXAMPLES.map((example) => `  ${example}`)],
  ]
    .map((lines) => lines.join('\n'))
    .join('\n\n');
}

function toFlagRow(words: UsageWords, group: FlagGroup | undefined, flag: string): string {
  const [value, text] = findFlagWords(words, group, flag);
  return toRow(`${flag} ${value}`.trimEnd(), text);
}

function toExitRows({ exitCodes, exitsOfOthers }: UsageWords): readonly string[] {
  return (Object.keys(EXIT_CODES) as (keyof typeof EXIT_CODES)[]).map((verb) => {
    const codes = Object.entries(exitCodes[verb]).map(([code, text]) => `${code} ${text}`);
    // Long ones stand under each other.
    const isShort = toWidth(codes.join('; ')) <= WIDTH - COLUMN;
    return toRow(verb === 'all' ? exitsOfOthers : verb, codes.join(isShort ? '; ' : '\n'));
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
