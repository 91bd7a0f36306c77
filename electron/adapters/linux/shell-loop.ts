import { parseShell, type ShellLoop, type ShellProgram, type ShellToken } from './parse-shell.ts';

/** What a shell was started to run. */
export type ShellSource =
  | { readonly kind: 'text'; readonly text: string }
  /** As it was given to the shell, so perhaps relative to the folder of then. */
  | { readonly kind: 'file'; readonly path: string };

const SHELL = /^-?(?:sh|bash|dash|zsh|ksh|ksh93|mksh|ash)$/;
/** Options whose value is an argument of its own. */
const WITH_VALUE = /^(?:[-+][a-z]*[oO]|--rcfile|--init-file)$/;

/** Whether a program of this name runs what is written for the shell. */
export function isShell(name: string): boolean {
  return SHELL.test(name);
}

/** What the shell with these arguments runs; undefined for a prompt, and for what is no shell. */
export function toShellSource(argv: readonly string[]): ShellSource | undefined {
  const isBusybox = toName(argv[0] ?? '') === 'busybox';
  const [program = '', ...words] = isBusybox ? argv.slice(1) : argv;
  if (!isShell(toName(program))) return undefined;
  let isText = false;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (WITH_VALUE.test(word)) index += 1;
    if (/^-[a-z]*c[a-z]*$/.test(word)) isText = true;
    else if (/^-[a-z]*s[a-z]*$/.test(word)) return undefined;
    const isOption = /^[-+]./.test(word);
    const place = word === '--' || word === '-' ? index + 1 : isOption ? undefined : index;
    if (place === undefined) continue;
    const operand = words[place];
    if (operand === undefined) return undefined;
    return isText ? { kind: 'text', text: operand } : { kind: 'file', path: operand };
  }
  return undefined;
}

/** The names by which a shell's program would call what runs with these arguments. */
export function toCalledNames(name: string, argv: readonly string[]): ReadonlySet<string> {
  const [title = '', ...rest] = argv;
  const program = toName(title.split(' ', 1)[0] ?? '');
  const script = rest.find((word) => !word.startsWith('-'));
  const names = [name, program];
  if (INTERPRETER.test(program) && script !== undefined) names.push(toName(script));
  return new Set(names.filter((called) => called !== ''));
}

const INTERPRETER =
  /^(?:node|nodejs|bun|deno|python[\d.]*|ruby[\d.]*|perl|php[\d.]*|java|sh|bash|dash)$/;

/**
 * Whether the program would start what is called by one of these names again when it ends. A loop
 * that only waits for something, or that goes through a list once, is none.
 */
export function isStartedInLoop(text: string, names: ReadonlySet<string>): boolean {
  const program = parseShell(text);
  if (program.loops.length === 0) return false;
  const calls = (token: ShellToken): boolean => toPieces(token).some((piece) => names.has(piece));
  const functions = toFunctions(program);
  const isCalled = program.tokens.some(calls);
  return program.loops.some((loop) => {
    const body = toBody(program, loop);
    if (loop.keyword === 'for' && body.some(isBackground)) return false;
    if (body.some(calls)) return true;
    const commands = body.filter(({ isCommand }) => isCommand);
    if (isCalled) return commands.some(({ text }) => functions.has(text));
    return commands.some(runsWhatItIsTold) || isEndless(loop, body);
  });
}

/** What runs again and again; the list of a `for` names things and runs nothing. */
function toBody({ tokens }: ShellProgram, loop: ShellLoop): readonly ShellToken[] {
  const body = tokens.slice(loop.start, loop.end);
  const start = body.findIndex(({ text, isCommand }) => isCommand && text === 'do');
  return loop.keyword === 'for' ? body.slice(start + 1) : body;
}

/** A program may be called by a script of its own that has another name. */
function isEndless({ keyword }: ShellLoop, body: readonly ShellToken[]): boolean {
  if (keyword === 'for' || body.some(({ text, isCommand }) => isCommand && text === 'break')) {
    return false;
  }
  const end = body.findIndex(({ text, isCommand }) => isCommand && text === 'do');
  const condition = body
    .slice(0, end)
    .filter(({ kind }) => kind !== 'operator')
    .map(({ text }) => text)
    .join(' ');
  const isForever = keyword === 'while' ? /^(?:true|:|1|\[ 1 \])$/ : /^false$/;
  const runs = body.slice(end + 1).filter(({ text, isCommand }) => isCommand && !IDLE.has(text));
  return isForever.test(condition) && runs.length > 0;
}

/** Commands that wait, tell or decide. */
const IDLE: ReadonlySet<string> = new Set(
  'sleep wait echo printf : true false test [ [[ date if then else elif fi { } do done'.split(' '),
);

function runsWhatItIsTold({ text }: ShellToken): boolean {
  return text === 'eval' || /^\$(?:[@*\d]|\{?\w)/.test(text);
}

function isBackground({ text, kind }: ShellToken): boolean {
  return kind === 'operator' && text === '&';
}

/** The file names in a token; a quoted one may hold a whole command, as in `bash -c '…'`. */
function toPieces({ text, kind }: ShellToken): readonly string[] {
  if (kind === 'operator') return [];
  const [first = '', ...rest] = text.split(/\s+/);
  return rest.length === 0 || kind === 'word' ? [toName(text)] : [toName(first)];
}

/** The names before `()`. */
function toFunctions({ tokens }: ShellProgram): ReadonlySet<string> {
  const isOperator = (token: ShellToken | undefined, text: string): boolean =>
    token?.kind === 'operator' && token.text === text;
  const named = tokens.filter(
    ({ isCommand }, index) =>
      isCommand && isOperator(tokens[index + 1], '(') && isOperator(tokens[index + 2], ')'),
  );
  return new Set(named.map(({ text }) => text));
}

function toName(path: string): string {
  return path.split('/').at(-1) ?? '';
}
