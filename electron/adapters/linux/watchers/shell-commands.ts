import type { ShellProgram, ShellToken } from './parse-shell.ts';

/** One command of a shell's program, without the assignments and keywords before it. */
export interface ShellCommand {
  readonly words: readonly string[];
  /** Where it begins and where it has ended, as places among the tokens. */
  readonly start: number;
  readonly end: number;
  /** Whether the shell goes on at once; after `)` with no words of its own. */
  readonly isBackground: boolean;
}

/** A function's name and its body, from behind the opening brace up to the closing one. */
export interface ShellFunction {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** The commands in the order in which they are written; what a function is named is none. */
export function toCommands({ tokens }: ShellProgram): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let start = 0;
  for (let end = 0; end <= tokens.length; end += 1) {
    const token = tokens[end];
    if (token !== undefined && token.kind !== 'operator') {
      if (token.isCommand) start = end;
      continue;
    }
    const isBackground = isOperator(token, '&');
    const isName = isOperator(token, '(') && isOperator(tokens[end + 1], ')');
    if ((start < end && !isName) || isBackground) {
      const words = tokens.slice(start, end).map(({ text }) => text);
      commands.push({ words, start, end, isBackground });
    }
    start = end + 1;
  }
  return commands;
}

/** The functions, as `name() { …; }` or `function name { …; }`. */
export function toFunctions({ tokens }: ShellProgram): readonly ShellFunction[] {
  const functions: ShellFunction[] = [];
  /** The braces that are open, and of which function each is the body. */
  const open: (Omit<ShellFunction, 'end'> | undefined)[] = [];
  let name: string | undefined;
  for (const [place, token] of tokens.entries()) {
    const [before, next, afterNext] = [tokens[place - 1], tokens[place + 1], tokens[place + 2]];
    const isMarked = before?.isCommand === true && before.text === 'function';
    if (isMarked || (token.isCommand && isOperator(next, '(') && isOperator(afterNext, ')'))) {
      name = token.text;
    } else if (isBrace(token, '{')) {
      open.push(name === undefined ? undefined : { name, start: place + 1 });
      name = undefined;
    } else if (isBrace(token, '}')) {
      const closed = open.pop();
      if (closed !== undefined) functions.push({ ...closed, end: place });
    }
  }
  return functions;
}

function isBrace({ text, kind, isCommand }: ShellToken, brace: '{' | '}'): boolean {
  return isCommand && kind === 'word' && text === brace;
}

function isOperator(token: ShellToken | undefined, text: string): boolean {
  return token?.kind === 'operator' && token.text === text;
}
