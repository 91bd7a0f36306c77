import type { Locale } from '../../../shared/locale.ts';
import { usage as en } from '../../../shared/messages/en/usage.ts';
import { usage as zhCN } from '../../../shared/messages/zh-CN/usage.ts';
import type { FLAG_GROUPS, FlagGroup, ShownVerb } from '../arguments/commands.ts';
import type { EXIT_CODES } from '../call/exit-codes.ts';

type FlagOfGroup = { [Group in FlagGroup]: `${Group} ${(typeof FLAG_GROUPS)[Group][number]}` };
type ExitWords = {
  readonly [Group in ShownVerb | 'any']: Readonly<Record<keyof (typeof EXIT_CODES)[Group], string>>;
};

/** What people read about commands and flags; a line end is a line end. */
export interface UsageWords {
  readonly title: string;
  readonly usage: string;
  readonly options: string;
  readonly exits: string;
  readonly exitsOfAny: string;
  readonly exitSeparator: string;
  readonly examples: string;
  readonly settingsFile: string;
  /** What may follow, and what it does. */
  readonly commands: Readonly<Record<ShownVerb, readonly [string, string]>>;
  readonly groups: Readonly<Record<FlagGroup, string>>;
  /** How the value is called, empty for a switch; and what the flag does. */
  readonly flags: Readonly<Record<FlagOfGroup[FlagGroup] | CommonFlag, readonly [string, string]>>;
  readonly exitCodes: ExitWords;
}

type CommonFlag = '--json' | '--user-data-dir' | '--help' | '--version';

// The compiler finds a command, a flag or an exit code without words here.
const WORDS: Readonly<Record<Locale, UsageWords>> = { en, 'zh-CN': zhCN };

export function toUsageWords(locale: Locale): UsageWords {
  return WORDS[locale];
}

/** The words of one flag of a group; for all commands where there is no group. */
export function findFlagWords(
  words: UsageWords,
  group: FlagGroup | undefined,
  flag: string,
): readonly [string, string] {
  const flags: Readonly<Record<string, readonly [string, string]>> = words.flags;
  return flags[group === undefined ? flag : `${group} ${flag}`] ?? ['', ''];
}
