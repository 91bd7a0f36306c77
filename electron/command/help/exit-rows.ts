import { listVerbs, type ShownVerb } from '../arguments/commands.ts';
import { EXIT_CODES } from '../call/exit-codes.ts';
import type { UsageWords } from './usage-words.ts';

/** What some commands end with, each code with its meaning. */
export interface ExitRow {
  readonly commands: readonly string[];
  readonly codes: readonly (readonly [code: number, text: string])[];
}

/** The exit codes of these commands, those that end alike together; last what all may end with. */
export function listExitRows(
  words: Pick<UsageWords, 'exitCodes' | 'exitsOfAny'>,
  verbs: readonly ShownVerb[] = listVerbs(),
): readonly ExitRow[] {
  const toCodes = (group: ShownVerb | 'any'): ExitRow['codes'] => {
    const texts: Readonly<Record<string, string>> = words.exitCodes[group];
    return Object.entries(EXIT_CODES[group]).map(([name, code]) => [code, texts[name] ?? '']);
  };
  const rows = new Map<string, ExitRow>();
  for (const verb of verbs) {
    const codes = toCodes(verb);
    const key = JSON.stringify(codes);
    rows.set(key, { commands: [...(rows.get(key)?.commands ?? []), verb], codes });
  }
  return [...rows.values(), { commands: [words.exitsOfAny], codes: toCodes('any') }];
}
