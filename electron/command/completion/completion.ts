import type { Locale } from '../../../shared/locale.ts';
import type { Shell } from '../arguments/commands.ts';
import { toUsageWords } from '../help/usage-words.ts';
import { toBashCompletion } from './bash.ts';
import { toCompletedCommands, type CompletedCommand } from './completion-model.ts';
import { toFishCompletion } from './fish.ts';
import { toPowershellCompletion } from './powershell.ts';
import { toZshCompletion } from './zsh.ts';

const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: toBashCompletion,
  zsh: toZshCompletion,
  fish: toFishCompletion,
  powershell: toPowershellCompletion,
};

/** `portreeve completion SHELL`: the script that the shell reads. */
export function toCompletion(shell: Shell, locale: Locale): string {
  return SCRIPTS[shell](toCompletedCommands(toUsageWords(locale)));
}
