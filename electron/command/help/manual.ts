import type { Locale } from '../../../shared/locale.ts';
import { EXAMPLES, FLAG_GROUPS, listVerbs, type FlagGroup } from '../arguments/commands.ts';
import { listExitRows } from './exit-rows.ts';
import { findFlagWords, toUsageWords, type UsageWords } from './usage-words.ts';

/** `portreeve man`: the manual page, for man(1). */
export function toManual(locale: Locale, version: string): string {
  const words = toUsageWords(locale);
  const groups = Object.keys(FLAG_GROUPS) as FlagGroup[];
  const [, about = words.title] = words.title.split(/[:：]\s*/);
  return [
    `.TH PORTREEVE 1 "" "Portreeve ${version}" "Portreeve"`,
    // Long flags and the words of Chinese leave nothing to stretch.
    '.ad l',
    '.SH NAME',
    `portreeve \\- ${escape(about)}`,
    '.SH SYNOPSIS',
    '.B portreeve',
    '.I COMMAND',
    '.RI [ OPTION "] ..."',
    '.SH COMMANDS',
    ...listVerbs().flatMap((verb) => {
      const [tail, text] = words.commands[verb];
      return toItem([`portreeve ${verb}`, tail], text);
    }),
    ...groups.flatMap((group) => [
      `.SH ${quote(words.groups[group])}`,
      ...FLAG_GROUPS[group].flatMap((flag) => toFlagItem(words, group, flag)),
    ]),
    `.SH ${quote(words.options)}`,
    ...['--json', '--user-data-dir', '--help', '--version'].flatMap((flag) =>
      toFlagItem(words, undefined, flag),
    ),
    '.SH EXIT STATUS',
    ...toExitLines(words),
    '.SH EXAMPLES',
    '.nf',
    ...EXAMPLES.map(escape),
    '.fi',
    '.SH FILES',
    ...toItem(['~/.config/Portreeve/settings.json', ''], words.settingsFile),
    '.SH SEE ALSO',
    '.BR ss (8),',
    '.BR lsof (8)',
  ].join('\n');
}

function toFlagItem(words: UsageWords, group: FlagGroup | undefined, flag: string) {
  const [value, text] = findFlagWords(words, group, flag);
  return toItem([flag, value], text);
}

/** The first part stands as it is typed, the second for something else. */
function toItem(
  [typed, value]: readonly [string, string],
  text: string,
  between?: '.br',
): readonly string[] {
  const label = value === '' ? `.B ${escape(typed)}` : `.BI ${quote(`${typed} `)} ${quote(value)}`;
  const lines = text.split('\n').map(escape);
  const spaced = between === undefined ? lines : lines.flatMap((line) => [between, line]).slice(1);
  return ['.TP', label, ...spaced];
}

function toExitLines(words: UsageWords): readonly string[] {
  return listExitRows(words).flatMap(({ commands, codes }) => {
    const texts = codes.map(([code, text]) => `${code} ${text}`);
    return toItem([commands.join(', '), ''], texts.join('\n'), '.br');
  });
}

/** Nothing in it is a command of roff, and a hyphen can be copied as one. */
function escape(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^[.']/, String.raw`\&$&`);
}

function quote(text: string): string {
  return `"${escape(text).replaceAll('"', '""')}"`;
}
