import type { ArgumentProblem } from './argument-problem.ts';
import { FLAGS, isFlag, type Flag } from './commands.ts';

export interface SplitFlags {
  readonly plain: readonly string[];
  /** By flag; a switch has an empty value. */
  readonly flags: ReadonlyMap<Flag, string>;
  /** Every value of a flag that may stand there more than once. */
  readonly places: readonly string[];
  /** All that stands behind `--`, untouched: the words of another command. */
  readonly command: readonly string[] | undefined;
  readonly isHelp: boolean;
  readonly isVersion: boolean;
  readonly problem: ArgumentProblem | undefined;
}

/** Tells flags and their values from the other words; the first mistake is kept. */
export function splitFlags(line: readonly string[]): SplitFlags {
  const end = line.indexOf('--');
  const words = end === -1 ? line : line.slice(0, end);
  const command = end === -1 ? undefined : line.slice(end + 1);
  const plain: string[] = [];
  const flags = new Map<Flag, string>();
  const places: string[] = [];
  let isHelp = false;
  let isVersion = false;
  let problem: ArgumentProblem | undefined;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '--help' || word === '-h') isHelp = true;
    else if (word === '--version' || word === '-v') isVersion = true;
    else if (isFlag(word) && FLAGS[word] === undefined) flags.set(word, '');
    else if (!word.startsWith('-')) plain.push(word);
    else {
      const [flag = '', ...rest] = word.split('=');
      const wanted = isFlag(flag) ? FLAGS[flag] : undefined;
      if (!isFlag(flag) || wanted === undefined) {
        problem ??= { kind: 'unknown', argument: word };
        continue;
      }
      const next = words[index + 1];
      const isGlued = word.includes('=');
      const isValue = wanted === 'flag' || next?.startsWith('--') !== true;
      const value = isGlued ? rest.join('=') : isValue ? next : undefined;
      if (!isGlued && value !== undefined) index += 1;
      if (value === undefined || value === '') {
        problem ??= { kind: 'value-missing', flag, wanted };
      } else {
        flags.set(flag, value);
        if (flag === '--config') places.push(value);
      }
    }
  }
  return { plain, flags, places, command, isHelp, isVersion, problem };
}
