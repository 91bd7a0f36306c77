import { parseShell, type ShellLoop, type ShellProgram } from './parse-shell.ts';
import { isTold, judgeCall, toSurest, type CalledProgram, type ShellCall } from './shell-calls.ts';
import {
  toCommands,
  toFunctions,
  type ShellCommand,
  type ShellFunction,
} from './shell-commands.ts';

/** Each loop and function is held against all tokens; scripts that would cost more are left. */
const MAX_STEPS = 2_000_000;

/** A command, and what it is to the program. */
interface JudgedCommand extends ShellCommand {
  readonly call: ShellCall;
}

interface JudgedScript extends ShellProgram {
  readonly commands: readonly JudgedCommand[];
  readonly functions: readonly ShellFunction[];
  /** What each function runs, by its name. */
  readonly bodies: ReadonlyMap<string, readonly JudgedCommand[]>;
}

/**
 * Whether the shell's program would start this one again when it ends. A loop that only waits for
 * something, or that goes through a list once, is none; nor is one of which that cannot be told
 * while something outside it may be what runs.
 */
export function isStartedInLoop(text: string, called: CalledProgram): boolean {
  const program = parseShell(text);
  const functions = toFunctions(program);
  if (program.loops.length === 0) return false;
  const steps = (program.loops.length + functions.length) * program.tokens.length;
  if (steps > MAX_STEPS) return false;
  const script = judgeScript(program, functions, called);
  return program.loops.some((loop) => isRestart(loop, script));
}

function judgeScript(
  program: ShellProgram,
  functions: readonly ShellFunction[],
  called: CalledProgram,
): JudgedScript {
  const plain = toCommands(program);
  const telling = plain.filter(({ words: [first = '', second = ''] }) =>
    isTold(first === 'eval' ? second : first),
  );
  const wrappers = new Set(telling.flatMap((command) => findHolders(command, functions)));
  const judged = plain.map((command) => ({
    ...command,
    call: judgeCall(command.words, called, wrappers),
  }));
  /** What a function is told to run stands where the function is called. */
  const told = new Map(
    [...wrappers].map((name) => {
      const callers = judged.filter(({ words }) => words[0] === name);
      return [name, toSurest(callers.map(({ call }) => call))];
    }),
  );
  const toTold = (command: JudgedCommand): ShellCall | undefined => {
    const [holder] = command.call === 'told' ? findHolders(command, functions) : [];
    return holder === undefined ? undefined : (told.get(holder) ?? 'other');
  };
  const commands = judged.map((command) => ({ ...command, call: toTold(command) ?? command.call }));
  /** Whoever calls the function was judged by what it tells. */
  const callable = judged.map((command) =>
    toTold(command) === undefined ? command : { ...command, call: 'other' as const },
  );
  const bodies = new Map(
    functions.map(({ name, start, end }) => [name, toCommandsWithin(callable, start, end)]),
  );
  return { ...program, commands, functions, bodies };
}

function toCommandsWithin(
  commands: readonly JudgedCommand[],
  start: number,
  end: number,
): readonly JudgedCommand[] {
  return commands.filter((command) => start <= command.start && command.end <= end);
}

/** The names of the functions in whose body this lies, the innermost first. */
function findHolders(
  { start, end }: Pick<ShellCommand, 'start' | 'end'>,
  functions: readonly ShellFunction[],
): readonly string[] {
  return functions.filter((body) => body.start <= start && end <= body.end).map(({ name }) => name);
}

function isRestart(loop: ShellLoop, script: JudgedScript): boolean {
  const reached = toReached(loop, script);
  /** What runs once for each word of a list is not the same again. */
  const isListed = toListTest(loop, script);
  const isFor = loop.keyword === 'for';
  if (isFor && reached.some(({ isBackground }) => isBackground)) return false;
  const calls = reached.filter((command) => !isListed(command));
  if (calls.some(({ call }) => call === 'certain')) return true;
  if (isStartedElsewhere(loop, new Set(reached.map(({ start }) => start)), script)) return false;
  const body = findDo(loop, script);
  /** A variable in a condition is rather a check; nothing else is said of it. */
  const mayCall = ({ call, start }: JudgedCommand): boolean =>
    call === 'variable' ? start >= body : call !== 'other';
  return calls.some(mayCall) || isEndless(loop, reached, script);
}

/** The commands that the loop runs again and again, those of the functions that it calls included. */
function toReached(loop: ShellLoop, script: JudgedScript): readonly JudgedCommand[] {
  /** The list of a `for` names things and runs nothing. */
  const start = loop.keyword === 'for' ? findDo(loop, script) : loop.start;
  const reached = new Set(toCommandsWithin(script.commands, start, loop.end));
  const visited = new Set<string>();
  /** What is added on the way is gone through too. */
  for (const {
    words: [name = ''],
  } of reached) {
    if (visited.has(name)) continue;
    visited.add(name);
    for (const command of script.bodies.get(name) ?? []) reached.add(command);
  }
  return [...reached];
}

/**
 * Whether what runs may have been started outside the loop: by a command that may call it, or in
 * the background under a name that does not tell.
 */
function isStartedElsewhere(
  loop: ShellLoop,
  reached: ReadonlySet<number>,
  script: JudgedScript,
): boolean {
  const holders = findHolders(loop, script.functions);
  const jobEnd = findJobEnd(loop, script);
  return script.commands.some((command) => {
    const isWithin = loop.start <= command.start && command.end <= loop.end;
    const leadsToLoop = holders.includes(command.words[0] ?? '') || command.end === jobEnd;
    if (isWithin || leadsToLoop || reached.has(command.start)) return false;
    return command.isBackground || command.call !== 'other';
  });
}

/** Where the command ends of which the loop is a part, as in `while …; done | tee log &`. */
function findJobEnd({ end }: ShellLoop, { tokens }: ShellProgram): number {
  for (let place = end; place < tokens.length; place += 1) {
    const { text = '', kind } = tokens[place] ?? {};
    const next = tokens[place + 1]?.text ?? '';
    const isClosed = /^[;\n]$/.test(text) && /^[})]$/.test(next);
    if (kind === 'operator' && /^(?:[;\n&]|;;|&&|\|\|)$/.test(text) && !isClosed) return place;
  }
  return tokens.length;
}

/** Whether a command has the variable that goes through the list of a `for`. */
function toListTest(loop: ShellLoop, { tokens }: ShellProgram): (command: ShellCommand) => boolean {
  const name = tokens[loop.start]?.text ?? '';
  if (loop.keyword !== 'for' || !/^\w+$/.test(name)) return () => false;
  const variable = new RegExp(`\\$\\{?${name}\\b`);
  return ({ words }) => words.some((word) => variable.test(word));
}

/** The place of the loop's own `do`, or its end where none is found. */
function findDo({ start, end }: ShellLoop, { tokens }: ShellProgram): number {
  for (let place = start; place < end; place += 1) {
    const token = tokens[place];
    if (token?.isCommand === true && token.text === 'do') return place;
  }
  return end;
}

/** A program may be called by a script of its own that has another name. */
function isEndless(
  loop: ShellLoop,
  reached: readonly JudgedCommand[],
  script: JudgedScript,
): boolean {
  if (loop.keyword === 'for' || reached.some(({ words }) => words[0] === 'break')) return false;
  const body = findDo(loop, script);
  const condition = script.tokens
    .slice(loop.start, body)
    .filter(({ kind }) => kind !== 'operator')
    .map(({ text }) => text)
    .join(' ');
  const isForever = loop.keyword === 'while' ? /^(?:true|:|1|\[ 1 \])$/ : /^false$/;
  const runs = reached.filter(
    ({ words: [first = ''] }) => !IDLE.has(first) && !script.bodies.has(first),
  );
  return isForever.test(condition) && runs.length > 0;
}

/** Commands that wait, tell or decide. */
const IDLE: ReadonlySet<string> = new Set(
  'sleep wait echo printf : true false test [ [[ date if then else elif fi { } do done'.split(' '),
);
