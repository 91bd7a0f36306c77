import type { Owner } from './listener.ts';
import { toSafeText } from './messages/safe-text.ts';
import { TITLE_RULES, type TitleRule } from './title-rules.ts';

/** What a process really is. All of it is safe to show, whatever the process calls itself. */
export interface Title {
  /** What a person would call it: `vite`, `PostgreSQL 15 main`, `node server.js`, `node`. */
  readonly text: string;
  /** The process's own name, e.g. `node`: what a kill names. */
  readonly name: string;
  /** What the process runs, where its name alone does not say it: `vite`, `server.js`. */
  readonly tool: string | undefined;
  /** A `service` is the same wherever it runs; everything else belongs to its folder. */
  readonly kind: 'tool' | 'service' | 'script' | 'program';
}

/** The facts that a title follows from; the command may be redacted. */
export type TitledProcess = Pick<Owner, 'name' | 'command' | 'executable'>;

const TITLE_LENGTH_MAX = 60;
const NAME_LENGTH_MAX = 40;
/** Long enough for every rule; a longer command line is no reason to look longer. */
const COMMAND_LENGTH_MAX = 2000;

const INTERPRETER =
  /^(node|nodejs|bun|deno|python|pypy|ruby|java|php|perl|dotnet)[\d.]*(?:-cgi)?$/i;

/** Options of interpreters that are followed by a value of their own. */
const TAKES_VALUE: ReadonlySet<string> = new Set([
  '-r',
  '--require',
  '--import',
  '--loader',
  '--experimental-loader',
  '--env-file',
  '-C',
  '--conditions',
  '-cp',
  '-classpath',
  '--class-path',
  '-W',
  '-X',
]);

/** Reads from a process's name, program and command what a person would call it. */
export function toTitle(process: TitledProcess): Title {
  const command = process.command.slice(0, COMMAND_LENGTH_MAX);
  const name = toProcessName(process);
  const words = splitWords(command);
  const programs = toProgramNames(process, words[0] ?? '');
  // A process that renamed itself, as `shop: worker 1`, has no arguments any more.
  const interpreter = INTERPRETER.exec(programs[1] ?? '')?.[1];
  const run = interpreter === undefined ? undefined : findRun(words, interpreter);
  const invocation = {
    programs,
    tool: run === undefined ? toBareName(programs[1] ?? '') : toBareName(run),
    command: words.length <= 1 ? command : words.join(' '),
    executable: process.executable ?? '',
  };
  for (const rule of TITLE_RULES) {
    const text = applyRule(rule, invocation);
    if (text === undefined || text === '') continue;
    const shown = toSafeText(text, TITLE_LENGTH_MAX);
    return { text: shown, name, tool: shown === name ? undefined : shown, kind: rule.kind };
  }
  if (run === undefined || interpreter === undefined) {
    return { text: name, name, tool: undefined, kind: 'program' };
  }
  const tool = toSafeText(run, NAME_LENGTH_MAX);
  const text = toSafeText(`${interpreter.toLowerCase()} ${tool}`, TITLE_LENGTH_MAX);
  return { text, name, tool: tool === name ? undefined : tool, kind: 'script' };
}

/** The process's name; newer Node.js calls its main thread `MainThread`, which says nothing. */
export function toProcessName(process: Pick<Owner, 'name' | 'executable'>): string {
  const name =
    process.name.endsWith('MainThread') && process.executable !== undefined
      ? toFileName(process.executable)
      : process.name;
  return toSafeText(name, NAME_LENGTH_MAX);
}

interface Invocation {
  readonly programs: readonly string[];
  readonly tool: string;
  readonly command: string;
  readonly executable: string;
}

/** The title where all that the rule asks for fits. */
function applyRule(rule: TitleRule, invocation: Invocation): string | undefined {
  if (rule.programs?.some((program) => invocation.programs.includes(program)) === false) {
    return undefined;
  }
  if (rule.tools?.includes(invocation.tool) === false) return undefined;
  const inExecutable = rule.executable?.exec(invocation.executable);
  const inCommand = rule.command?.exec(invocation.command);
  if (inExecutable === null || inCommand === null) return undefined;
  const groups: Readonly<Record<string, string | undefined>> = {
    ...inExecutable?.groups,
    ...inCommand?.groups,
  };
  return rule.title
    .replace(/\{(\w+)\}/g, (_gap, group: string) => toShownGroup(group, groups[group] ?? ''))
    .trim();
}

/** Scripts are named by their file alone; everything else is shown as it was written. */
function toShownGroup(group: string, value: string): string {
  return group === 'script' || (group === 'app' && value.includes('/')) ? toFileName(value) : value;
}

/**
 * The file names of the program by its path and its first argument; its own name, which it may
 * choose at will, counts only where the path is hidden.
 */
function toProgramNames(process: TitledProcess, first: string): readonly string[] {
  const { executable, name } = process;
  return [executable === undefined ? name : toFileName(executable), toFileName(first)];
}

/** The script, module or package that an interpreter runs; undefined for code in the arguments. */
function findRun(words: readonly string[], interpreter: string): string | undefined {
  const isPython = /^py/i.test(interpreter);
  for (let index = 1; index < words.length; index += 1) {
    const word = words[index] ?? '';
    if (word === '-m' || (isPython && /^-[A-Za-z]{1,8}m$/.test(word))) return words[index + 1];
    if (word === '-jar') return toFileName(words[index + 1] ?? '');
    if (/^(-c|-e|-p|-pe|--eval|--print|-)$/.test(word)) return undefined;
    if (isPython && /^-[A-Za-z]{1,8}c$/.test(word)) return undefined;
    if (TAKES_VALUE.has(word)) index += 1;
    else if (!word.startsWith('-')) return toScriptName(word);
  }
  return undefined;
}

function toScriptName(script: string): string {
  const inPackage = script.split(/[/\\]node_modules[/\\]/);
  if (inPackage.length === 1) return toFileName(script);
  const parts = (inPackage.at(-1) ?? '').split(/[/\\]/);
  if (parts[0] === '.bin') return parts[1] ?? '';
  // pnpm keeps packages as `.pnpm/vite@7.0.0/node_modules/vite/…`, which the last part told.
  return parts[0]?.startsWith('@') === true ? `${parts[0]}/${parts[1] ?? ''}` : (parts[0] ?? '');
}

/** Without a script's ending, as rules name tools. */
function toBareName(text: string): string {
  return text.replace(/\.([cm]?[jt]s|py|rb)$/, '');
}

/** The last part of a path of any system, without `.exe`. */
function toFileName(path: string): string {
  return (path.split(/[\\/]/).at(-1) ?? path).replace(/\.exe$/i, '');
}

/** The arguments of a command line as `redactCommand` joins them: blanks only in single quotes. */
function splitWords(command: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of command.matchAll(/(?:'(?:[^']|'\\'')*'|[^\s'])+|'/g)) {
    words.push(word.replaceAll(/'(?:\\'')?/g, ''));
  }
  return words;
}
