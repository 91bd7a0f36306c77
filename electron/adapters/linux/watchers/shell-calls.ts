import { splitAtScript } from '../../programs/interpreted-script.ts';
import { parseShell } from './parse-shell.ts';
import { toCommands } from './shell-commands.ts';
import { toShellSource } from './shell-source.ts';

/** What runs below a shell, as far as the shell's program could name it. */
export interface CalledProgram {
  /** The file names by which it is called. */
  readonly names: ReadonlySet<string>;
  /** The words of its command line, and the file names in them. */
  readonly words: ReadonlySet<string>;
  readonly isInterpreter: boolean;
  /** False where they cannot be read, and where it wrote a title of its own in their place. */
  readonly areWordsKnown: boolean;
}

/**
 * What one command is to the program: `certain` where all that is written in it fits; `named` where
 * the name fits and the rest is known only as the shell runs; `told` and `variable` where the name
 * itself is not known, as in `"$@"` and `$SERVER`; `other` for another program's.
 */
export type ShellCall = 'certain' | 'named' | 'told' | 'variable' | 'other';

const INTERPRETER =
  /^(?:node|nodejs|bun|deno|python[\d.]*|ruby[\d.]*|perl|php[\d.]*|java|sh|bash|dash)$/;
/** Programs in whose place, under the same process id, the one runs that they are told to run. */
const IN_PLACE: ReadonlySet<string> = new Set(
  'env nice ionice chrt taskset setsid stdbuf setpriv prlimit numactl'.split(' '),
);
/** Commands within the text of a command, within the text of a command, are looked into no further. */
const MAX_DEPTH = 3;

/** What a shell's program would write to run what has this name and these arguments. */
export function toCalledProgram(name: string, argv: readonly string[]): CalledProgram {
  const [title = '', ...rest] = argv;
  const pieces = argv.flatMap(toPieces);
  const program = toName(pieces[0] ?? '').replace(/:$/, '');
  const isInterpreter = INTERPRETER.test(program);
  const operands = rest[0] === 'run' ? rest.slice(1) : rest;
  const script = isInterpreter ? splitAtScript(operands).script : undefined;
  const names = [name, program, toName(script ?? '')].filter((called) => called !== '');
  return {
    names: new Set(names),
    words: new Set([...argv, ...pieces, ...pieces.map(toName)]),
    isInterpreter,
    areWordsKnown: argv.length > 1 || (title !== '' && !title.includes(' ')),
  };
}

/** What these words of a command are to the program; functions run what they are told to run. */
export function judgeCall(
  words: readonly string[],
  program: CalledProgram,
  functions: ReadonlySet<string>,
  depth = 0,
): ShellCall {
  const [first = '', ...rest] = words;
  const called = toName(first);
  const text = called === 'eval' ? rest.join(' ') : toShellText(words);
  if (text !== undefined) {
    if (depth === MAX_DEPTH) return 'other';
    const own = program.names.has(called) ? judgeRest(rest, program) : 'other';
    const inner = toCommands(parseShell(text)).map((command) =>
      judgeCall(command.words, program, functions, depth + 1),
    );
    return toSurest([own, ...inner]);
  }
  if (program.names.has(called)) return judgeRest(rest, program);
  if (IN_PLACE.has(called) || functions.has(called)) {
    const place = rest.findIndex((word) => !/^-|^\w+=|^[\d,-]+$/.test(word));
    if (place === -1 || depth === MAX_DEPTH) return 'other';
    return judgeCall(rest.slice(place), program, functions, depth + 1);
  }
  if (!/^\$(?:[@*\d]|\{?\w)/.test(called) || judgeRest(rest, program) === 'other') return 'other';
  return isTold(called) ? 'told' : 'variable';
}

/** Whether the word stands for what the script, or a function of it, was given. */
export function isTold(word: string): boolean {
  return /^\$\{?[@*\d]/.test(word);
}

/** The one that says most about the program. */
export function toSurest(calls: readonly ShellCall[]): ShellCall {
  const order = ['certain', 'named', 'told', 'variable'] as const;
  return order.find((call) => calls.includes(call)) ?? 'other';
}

function judgeRest(rest: readonly string[], program: CalledProgram): ShellCall {
  const pieces = rest.flatMap(toPieces);
  const isOpen = pieces.map((piece) => OPEN.test(toName(piece)));
  const known = pieces.filter((_, index) => isOpen[index] === false);
  const fits = (piece: string): boolean =>
    program.words.has(piece) || (OPEN.test(piece) && program.words.has(toName(piece)));
  /** A title leaves out what it likes. */
  if (!known.every(fits)) return program.areWordsKnown ? 'other' : 'named';
  if (known.some((piece) => !piece.startsWith('-'))) return 'certain';
  /** What an interpreter is given is what it runs. */
  return isOpen.includes(true) || program.isInterpreter ? 'named' : 'certain';
}

/** What the shell may turn into another word as it runs. */
const OPEN = /[$`\\*?~[{]/;

function toShellText(words: readonly string[]): string | undefined {
  const source = toShellSource(words);
  return source?.kind === 'text' ? source.text : undefined;
}

function toPieces(word: string): readonly string[] {
  return word.split(/\s+/).filter((piece) => piece !== '');
}

function toName(path: string): string {
  return path.split('/').at(-1) ?? '';
}
