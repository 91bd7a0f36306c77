import type { Translate } from '../../../shared/messages/translator.ts';
import type { CommandCall } from './command-call.ts';

/** Puts a question to whoever sits at the terminal; whatever is no plain yes is a no. */
export async function askYes(
  { ask }: Pick<CommandCall, 'ask'>,
  question: string,
  t: Translate,
): Promise<'yes' | 'no' | 'nobody-to-ask'> {
  if (ask === undefined) return 'nobody-to-ask';
  const answer = (await ask(`\n${question} `))?.trim().toLowerCase();
  return answer !== undefined && t('command.yes').split(' ').includes(answer) ? 'yes' : 'no';
}
